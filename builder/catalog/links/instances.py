"""The archives that run DANDI's software, and the public addresses of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec

from builder.catalog.schema.reading import Exact, Record, read_record
from builder.catalog.text.controls import without_controls
from builder.catalog.text.web_addresses import read_web_address
from builder.errors import IntegrityError
from builder.settings import ArchiveAddresses, KnownArchive


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One archive. Every address on a page is made from these, whatever host was harvested from."""

    name: str
    """As a reader knows it."""
    publisher: str
    """As the archive's own citations name it: the instance, and that it is an archive."""
    identifier_prefix: str
    """What stands before the colon of an identifier: `DANDI:000003`."""
    web_url: str
    """The portal, without a slash at the end."""
    api_url: str
    """The API, ending in /api."""
    home_url: str
    """Where the archive explains itself."""
    bucket_url: str | None = None
    """Where blobs and zarrs lie in S3; None where that isn't public or not known."""
    neurosift_dandiset: str | None = None
    """Neurosift's page of a dandiset, up to the identifier; None where Neurosift has none."""
    neurosift_files: str | None = None
    """The Neurosift that opens this archive's NWB files from their API address; None where none does."""
    bucket_region: str | None = None
    """Of the bucket; MATLAB must be told. Source: MatNWB's tutorial on reading from DANDI."""
    datalad_url: str | None = None
    """Where a DataLad copy of each dandiset lies, up to the identifier; published versions are tags there."""
    needs_key: bool = False
    """Whether nobody gets a file without a key of the archive's."""


NEUROSIFT = "https://neurosift.app"

KNOWN_INSTANCES: Mapping[str, Instance] = {
    "dandi": Instance(
        name="DANDI Archive",
        publisher="DANDI Archive",
        identifier_prefix="DANDI",
        web_url="https://dandiarchive.org",
        api_url="https://api.dandiarchive.org/api",
        home_url="https://about.dandiarchive.org/",
        bucket_url="https://dandiarchive.s3.amazonaws.com",
        bucket_region="us-east-2",
        datalad_url="https://github.com/dandisets/",
        neurosift_dandiset=f"{NEUROSIFT}/dandiset/",
        neurosift_files=NEUROSIFT,
    ),
    # Neurosift reads the sandbox's files, but its dandiset pages look everything up in the main archive.
    "sandbox": Instance(
        name="DANDI Sandbox",
        publisher="DANDI-SANDBOX Archive",
        identifier_prefix="DANDI-SANDBOX",
        web_url="https://sandbox.dandiarchive.org",
        api_url="https://api.sandbox.dandiarchive.org/api",
        home_url="https://about.dandiarchive.org/",
        bucket_url="https://dandi-api-staging-dandisets.s3.amazonaws.com",
        neurosift_files=NEUROSIFT,
    ),
    "ember": Instance(
        name="EMBER-DANDI",
        publisher="EMBER-DANDI Archive",
        identifier_prefix="EMBER-DANDI",
        web_url="https://dandi.emberarchive.org",
        api_url="https://api-dandi.emberarchive.org/api",
        home_url="https://emberarchive.org/",
        bucket_url="https://ember-open-data.s3.amazonaws.com",
        neurosift_dandiset=f"{NEUROSIFT}/ember-dandiset/",
        neurosift_files=NEUROSIFT,
    ),
    # LINC's files need a key of its own, which Neurosift doesn't ask for.
    "linc": Instance(
        name="LINC",
        publisher="LINC Archive",
        identifier_prefix="LINC",
        web_url="https://lincbrain.org",
        api_url="https://api.lincbrain.org/api",
        home_url="https://lincbrain.org",
        needs_key=True,
    ),
}

_BY_INSTANCE_NAME = {
    "DANDI": "dandi",
    "DANDI-SANDBOX": "sandbox",
    "EMBER-DANDI": "ember",
    "EMBER": "ember",
    "LINC": "linc",
}


class _Service(Record, frozen=True, kw_only=True):
    url: Exact = ""


class _Services(Record, frozen=True, kw_only=True):
    api: _Service = _Service()
    webui: _Service = _Service()


class _Config(Record, frozen=True, kw_only=True, rename=None):
    instance_name: Exact = ""


class _Info(Record, frozen=True, kw_only=True, rename=None):
    instance_config: _Config = _Config()
    services: _Services = _Services()


def instance_of(info: bytes) -> Instance:
    """The archive that a stored `/info/` answer is from.

    A sandbox may bear its archive's name, so the portal's address is looked at first. An archive that isn't known
    has the addresses that it gives itself.
    """
    try:
        answer = read_record(without_controls(info), _Info, "info")[0]
    except msgspec.DecodeError as error:
        raise IntegrityError(
            f"what the archive said of itself is stored as no JSON ({error}): harvest into a new file"
        ) from error
    api_url, web_url = (_web_address(service.url) for service in (answer.services.api, answer.services.webui))
    host = urlsplit(web_url).hostname
    for instance in KNOWN_INSTANCES.values():
        if host == urlsplit(instance.web_url).hostname:
            return instance
    name = answer.instance_config.instance_name
    if name.upper() in _BY_INSTANCE_NAME:
        return KNOWN_INSTANCES[_BY_INSTANCE_NAME[name.upper()]]
    return own_instance(api_url=api_url, web_url=web_url, name=name)


def _web_address(url: str) -> str:
    """The address as the archive gave it; "" for one that no page may link to. It may be one of a closed network.

    Commands hold it, so its path has no sign that means something to a shell.
    """
    address = read_web_address(url)
    return address.url if address and _PLAIN.fullmatch(address.url) else ""


_PLAIN = re.compile(r"https?://[^/?#]+[A-Za-z0-9._~%/-]*", re.IGNORECASE)


def own_instance(*, api_url: str, web_url: str, name: str = "", neurosift_url: str | None = None) -> Instance:
    """An archive that only its own addresses tell of."""
    web_url = web_url.rstrip("/")
    known_as = name or urlsplit(web_url).hostname or web_url
    return Instance(
        name=known_as,
        publisher=f"{name} Archive" if name and not name.endswith("Archive") else known_as,
        identifier_prefix=name or "DANDI",
        web_url=web_url,
        api_url=api_url.rstrip("/"),
        home_url=f"{web_url}/",
        neurosift_dandiset=neurosift_url and f"{neurosift_url.rstrip('/')}/dandiset/",
        neurosift_files=neurosift_url and neurosift_url.rstrip("/"),
    )


def instance_for(archive: KnownArchive | ArchiveAddresses | None, info: bytes) -> Instance:
    """The instance whose addresses the pages use: what the settings say, else what the snapshot is from."""
    if archive is None:
        return instance_of(info)
    if isinstance(archive, KnownArchive):
        return KNOWN_INSTANCES[archive]
    return own_instance(api_url=archive.api, web_url=archive.web, neurosift_url=archive.neurosift)
