"""Addresses outside the catalog: the archive, its files, and Neurosift."""

from __future__ import annotations

import re
from typing import Protocol
from urllib.parse import quote, unquote, urlsplit

from builder.catalog.links.instances import Instance
from builder.catalog.links.registers import ORCID_PAGES, orcid_of, register_url
from builder.catalog.schema.asset import Asset
from builder.catalog.text.web_addresses import steps_up, web_url
from builder.identifiers import is_test_doi, is_uuid

DOI_RESOLVER = "https://doi.org/"


def archive_dandiset(instance: Instance, identifier: str, version: str | None = None) -> str:
    """The dandiset's page on the archive's portal; of a version if one is named."""
    return "/".join(part for part in (instance.web_url, "dandiset", identifier, version) if part)


def archive_files(instance: Instance, identifier: str, version: str) -> str:
    """The archive's own browser of a version's files."""
    return f"{archive_dandiset(instance, identifier, version)}/files?location="


def neurosift_dandiset(instance: Instance, identifier: str, version: str | None = None) -> str | None:
    """Neurosift's page of the dandiset; without a version it shows the newest published one, else the draft."""
    if instance.neurosift_dandiset is None:
        return None
    return f"{instance.neurosift_dandiset}{identifier}" + (f"?dandisetVersion={version}" if version else "")


def opens_in_neurosift(asset: Asset) -> bool:
    """Whether it is an NWB file in one piece; Neurosift opens neither zarrs nor LINDI files from here."""
    return asset.blob is not None and asset.path.lower().endswith(".nwb")


class StoredFile(Protocol):
    """What tells where a file's bytes lie."""

    @property
    def asset_id(self) -> str: ...
    @property
    def blob(self) -> str | None: ...
    @property
    def zarr(self) -> str | None: ...
    @property
    def given_urls(self) -> tuple[str, ...]: ...


def asset_download(instance: Instance, asset: StoredFile) -> str | None:
    """The file itself, under an address that lasts; a zarr is no single file. None for a file without a proper id."""
    metadata = asset_metadata(instance, asset)
    return f"{metadata}download/" if metadata and asset.zarr is None else None


def asset_metadata(instance: Instance, asset: StoredFile) -> str | None:
    """The file's metadata as JSON; None for a file without a proper id."""
    return f"{instance.api_url}/assets/{asset.asset_id}/" if is_uuid(asset.asset_id) else None


def asset_s3(instance: Instance, asset: StoredFile) -> str | None:
    """Where the bytes lie in the bucket, made from the blob's or zarr's id.

    Of an archive whose bucket isn't known: the address that the metadata give. None if neither is known.
    """
    if instance.bucket_url is None:
        return given_s3(asset)
    if is_uuid(blob := asset.blob or ""):
        return f"{instance.bucket_url}/blobs/{blob[:3]}/{blob[3:6]}/{blob}"
    return f"{instance.bucket_url}/zarr/{asset.zarr}/" if is_uuid(asset.zarr or "") else None


def given_s3(asset: StoredFile) -> str | None:
    """The address in a bucket that the metadata give. It can be part of a viewer's address, so it has no query."""
    given = (url for url in map(web_url, asset.given_urls) if url and _IN_BUCKET.fullmatch(url))
    return next((url for url in given if "s3" in (urlsplit(url).hostname or "")), None)


_IN_BUCKET = re.compile(r"[^?#&]+")


def asset_s3_uri(instance: Instance, asset: StoredFile) -> str | None:
    """Where the bytes lie in the bucket, as S3's own clients name it; None where the bucket isn't known."""
    if instance.bucket_url is None:
        return None
    address = asset_s3(instance, asset) or ""
    bucket = f"s3://{bucket_name(instance)}"
    return address.replace(instance.bucket_url, bucket) if address.startswith(instance.bucket_url) else None


def bucket_name(instance: Instance) -> str | None:
    """As S3's own clients call the bucket; None where it isn't known."""
    return (urlsplit(instance.bucket_url).hostname or "").partition(".s3")[0] if instance.bucket_url else None


_DOI = re.compile(
    r"[(<\[\"'\s]*(?:doi:?\s*)?(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/)?(?P<doi>10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+)",
    re.IGNORECASE,
)
_AFTER_SENTENCE = re.compile(r"""[.,;:"'\u201d\u2019]+$""")
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}


def doi_url(text: str | None) -> str | None:
    """The address of a DOI in any of the forms that metadata hold; None if it is none, or was made for a test."""
    found = _DOI.fullmatch((text or "").strip())
    written = unquote(found["doi"]) if found else ""
    doi = _without_end(written)
    if not doi or not doi.isprintable() or "\ufffd" in doi or steps_up(written) or is_test_doi(doi):
        return None
    return web_url(f"{DOI_RESOLVER}{quote(doi, safe='/:;()._-')}")


def _without_end(doi: str) -> str:
    """Without what ended the sentence that it was copied from; a bracket that was opened in it is its own."""
    while doi:
        bare = _AFTER_SENTENCE.sub("", doi)
        if bare and bare[-1] in _BRACKETS and bare.count(bare[-1]) > bare.count(_BRACKETS[bare[-1]]):
            bare = bare[:-1]
        if bare == doi:
            break
        doi = bare
    return doi


def identifier_url(text: str | None) -> str | None:
    """The address that an identifier stands for: a DOI, one of a known register, or an address itself."""
    bare = (text or "").strip()
    if is_test_doi(bare):
        return None
    return web_url(bare) or doi_url(bare) or register_url(bare)


def orcid_url(identifier: str | None) -> str | None:
    """A person's ORCID page."""
    found = orcid_of((identifier or "").strip())
    return f"{ORCID_PAGES}{found}" if found else None
