"""The OpenSearch description, by which browsers and other programs offer the site's search as theirs."""

from __future__ import annotations

from xml.etree import ElementTree

from builder.records.one_line import one_line

MEDIA_TYPE = "application/opensearchdescription+xml"
_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
_LONGEST_NAME = 16
_LONGEST_LONG_NAME = 48
_LONGEST_DESCRIPTION = 1024
_KINDS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
}


def opensearch_text(*, title: str, archive_name: str, base_url: str, own_url: str, icon_url: str) -> str:
    """The description as XML. `base_url` is the home page's, with a slash at its end.

    Source: https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md
    """
    name = one_line(title)
    root = ElementTree.Element("OpenSearchDescription", xmlns=_NAMESPACE)
    _add(root, "ShortName", _cut(name, _LONGEST_NAME))
    _add(root, "LongName", _cut(name, _LONGEST_LONG_NAME))
    words = f"Search the dandisets of the {archive_name}: topics, people, species, techniques, files."
    _add(root, "Description", _cut(one_line(words), _LONGEST_DESCRIPTION))
    _add(root, "InputEncoding", "UTF-8")
    image = {"type": kind} if (kind := _KINDS.get(icon_url.rpartition(".")[2].lower())) else {}
    _add(root, "Image", icon_url, width="16", height="16", **image)
    _add(root, "Url", type="text/html", method="get", template=f"{base_url}?q={{searchTerms}}")
    _add(root, "Url", type=MEDIA_TYPE, rel="self", template=own_url)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = text


def _cut(text: str, most: int) -> str:
    """As many whole words as fit; a word that is too long itself is cut."""
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0].rstrip(" ,;:-–") or text[:most]
