"""What publishing adds to a version and to the assets in it."""

from __future__ import annotations

from dataclasses import dataclass

from builder.sample.addresses import make_uuid
from builder.sample.times import parse_utc
from builder.sample.vocabulary import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One version's publication."""

    identifier: str
    version: str
    at_utc: str

    def fields(self, *, naive: bool = False) -> Json:
        """`datePublished` and `publishedBy`; in 2021 the archive wrote its dates without a time zone."""
        moment = parse_utc(self.at_utc)
        date = (moment.replace(tzinfo=None) if naive else moment).isoformat()
        software = {
            "id": f"urn:uuid:{make_uuid('software', self.identifier, self.version)}",
            "name": "DANDI API",
            "version": "0.1.0",
            "schemaKey": "Software",
            "identifier": "RRID:SCR_017571",
        }
        activity = {
            "id": f"urn:uuid:{make_uuid('publication', self.identifier, self.version)}",
            "name": "DANDI publish",
            "startDate": date,
            "endDate": date,
            "schemaKey": "PublishActivity",
            "wasAssociatedWith": [software],
        }
        return {"datePublished": date, "publishedBy": activity}
