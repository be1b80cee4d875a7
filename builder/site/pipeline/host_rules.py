"""`_headers` and `_redirects`, which Netlify, Cloudflare Pages and our own preview read."""

from __future__ import annotations

from collections.abc import Iterable

from builder.records.citation_formats import CITATION_FORMATS
from builder.records.opensearch import MEDIA_TYPE
from builder.site.frame import addresses

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""For every page that must not be framed. Pages under embed/ get a policy of their own."""

_NOSNIFF = ("X-Content-Type-Options", "nosniff")
_PAGE_HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Frame-Options", "DENY"),
    _NOSNIFF,
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
)
# Hosts would send these as bytes of any kind, or as plain text in no known letters.
_VERSION_TYPES = {form.file: f"{form.media_type}; charset=utf-8" for form in CITATION_FORMATS}
"""Of the files beside versions."""
_TOP_TYPES = {addresses.OPENSEARCH: f"{MEDIA_TYPE}; charset=utf-8"}
"""Of files at the site's root."""

# A rule names its folder, and no two rules set one header of an address: hosts join or override values where they do.
_FOR_EVER = (("Cache-Control", "public, max-age=31536000, immutable"), _NOSNIFF)
"""For files whose names change with their bytes."""
_ASKED_AGAIN = (("Cache-Control", "no-cache"), _NOSNIFF)


def headers_file(folders: Iterable[str]) -> str:
    """`folders` are those at the top that hold pages."""
    paths = ["/", "/index.html", "/404.html", *(f"/{folder}/*" for folder in sorted(folders))]
    rules: list[tuple[str, tuple[tuple[str, str], ...]]] = [(path, _PAGE_HEADERS) for path in paths]
    rules += [(f"/{folder}*", _FOR_EVER) for folder in (addresses.STATIC, addresses.SEARCH)]
    rules += [(f"/{addresses.CURRENT}", _ASKED_AGAIN)]
    rules += [
        (f"/dandiset/:dandiset/:version/{name}", (("Content-Type", kind),))
        for name, kind in sorted(_VERSION_TYPES.items())
    ]
    rules += [(f"/{name}", (("Content-Type", kind), _NOSNIFF)) for name, kind in _TOP_TYPES.items()]
    blocks = ["\n".join([path, *(f"  {name}: {value}" for name, value in headers)]) for path, headers in rules]
    return "\n".join(blocks) + "\n"


def redirects_file() -> str:
    """Addresses that people paste, in the API's form, and where they lead."""
    rules = (
        "/dandisets/:id /dandiset/:id/ 301",
        "/dandisets/:id/versions/:version /dandiset/:id/:version/ 301",
    )
    return "\n".join(rules) + "\n"
