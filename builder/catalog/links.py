"""Addresses outside the catalog: the archive, its files, and Neurosift."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from builder.catalog.asset import Asset
from builder.catalog.instances import NEUROSIFT, Instance


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


def neurosift_asset(instance: Instance, asset: Asset, identifier: str, version: str) -> str | None:
    """The NWB file opened in Neurosift; None for what it can't open."""
    if not (instance.neurosift_files and opens_in_neurosift(asset)):
        return None
    # The file's address holds nothing that needs encoding, and Neurosift documents the form without it.
    url = asset_download(instance, asset)
    return f"{NEUROSIFT}/nwb?url={url}&dandisetId={identifier}&dandisetVersion={version}"


def asset_download(instance: Instance, asset: Asset) -> str | None:
    """The file itself, under an address that lasts; a zarr is no single file."""
    return None if asset.zarr else f"{instance.api_url}/assets/{quote(asset.asset_id)}/download/"


def asset_metadata(instance: Instance, asset: Asset) -> str:
    """The file's metadata as JSON."""
    return f"{instance.api_url}/assets/{quote(asset.asset_id)}/"


def asset_s3(instance: Instance, asset: Asset) -> str | None:
    """Where the bytes lie in the bucket, made from the blob's or zarr's id.

    Of an archive whose bucket isn't known: the address that the metadata give. None if neither is known.
    """
    if instance.bucket_url and asset.blob:
        blob = quote(asset.blob)
        return f"{instance.bucket_url}/blobs/{blob[:3]}/{blob[3:6]}/{blob}"
    if instance.bucket_url and asset.zarr:
        return f"{instance.bucket_url}/zarr/{quote(asset.zarr)}/"
    given = (url for url in asset.metadata.content_url if "s3" in (urlsplit(url).hostname or ""))
    return next((url for url in given if is_web_url(url)), None)


def is_web_url(text: str | None) -> bool:
    """Whether an address from the archive's text may become a link: only http and https with a host."""
    try:
        parts = urlsplit(text or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def doi_url(text: str | None) -> str | None:
    """The address of a DOI in any of the forms that metadata hold; None if it is none."""
    bare = (text or "").strip()
    for prefix in (
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "doi:",
        "DOI:",
    ):
        bare = bare.removeprefix(prefix).strip()
    return f"https://doi.org/{quote(bare, safe='/:;()._-')}" if bare.startswith("10.") and "/" in bare else None


def identifier_url(text: str | None) -> str | None:
    """The address that an identifier stands for: a DOI, an ontology's short form, a RRID, or an address itself."""
    if is_web_url(text):
        return text
    if doi := doi_url(text):
        return doi
    prefix, colon, local = (text or "").partition(":")
    if not (colon and local and local.replace("_", "").replace("-", "").isalnum()):
        return None
    if prefix == "RRID":
        return f"https://scicrunch.org/resolver/RRID:{local}"
    if prefix in _ONTOLOGIES:
        return f"http://purl.obolibrary.org/obo/{prefix}_{local}"
    return None


_ONTOLOGIES = frozenset(
    {"UBERON", "NCBITaxon", "CL", "DOID", "MONDO", "HP", "PATO", "MBA", "HBA", "GO", "CHEBI", "OBI"}
)


def orcid_url(identifier: str | None) -> str | None:
    """A person's ORCID page."""
    bare = (identifier or "").rsplit("/", 1)[-1]
    blocks = bare.split("-")
    good = len(blocks) == 4 and all(len(b) == 4 for b in blocks) and bare.replace("-", "")[:-1].isdigit()
    return f"https://orcid.org/{bare}" if good and (bare[-1].isdigit() or bare[-1] == "X") else None
