"""A site of a few files, written by hand, that a check finds nothing wrong with."""

from __future__ import annotations

from pathlib import Path

import msgspec

from builder.site.folder.manifest import MANIFEST, Manifest, write_file
from builder.site.pipeline.host_rules import headers_file

HOME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>A catalog</title>
<link rel="canonical" href="https://catalog.example.org/">
<link rel="icon" href="static/icon.svg">
<link rel="stylesheet" href="static/site.01ab23cd.css">
<script src="static/site.01ab23cd.js" data-current="current.js" defer></script>
<script type="application/ld+json">{"@type": "DataCatalog", "text": "a < b && c"}</script>
</head>
<body>
<a href="#main">Skip to content</a>
<main id="main">
<h1>A catalog</h1>
<p>Fish &amp; chips at <a href="https://example.org/?a=1&b=2">5 &#x20AC;</a>, <a href="mailto:us@example.org">us</a>.
<br><img src="static/icon.svg" alt=""><svg width="9"><title>A line</title><path d="M0 0L9 9"/></svg></p>
<h2 id="find">Find</h2>
<form action="dandiset/000001/index.html"><label for="q">Words</label> <input id="q" type='search' name=q></form>
<!-- A comment with <tags> & such. -->
<ul><li><a href="dandiset/000001/index.html#files">Files</a></li><li><a href="#q=mouse&sort=new">Mice</a></li></ul>
</main>
</body>
</html>
"""

DANDISET = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>A dandiset</title>
<link rel="stylesheet" href="../../static/site.01ab23cd.css">
</head>
<body>
<main aria-labelledby="name">
<h1 id="name">A dandiset</h1>
<p><a href="../../index.html#find">Find more</a></p>
<div class="prose"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table></div>
<h2 id="files">Files</h2>
<table>
<caption>Some files</caption>
<tr><th scope="col">File</th><th scope="col">Size</th></tr>
<tr><th scope="row">a.nwb</th><td>1 kB</td></tr>
</table>
</main>
</body>
</html>
"""

NOT_FOUND = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Not found</title>
<link rel="stylesheet" href="/catalog/static/site.01ab23cd.css">
</head>
<body>
<main id="main"><h1>Not found</h1><p><a href="#main">Here</a>, <a href="/catalog/">home</a></p></main>
</body>
</html>
"""

FILES = {
    "index.html": HOME,
    "404.html": NOT_FOUND,
    "dandiset/000001/index.html": DANDISET,
    "static/site.01ab23cd.css": "/* url(nowhere.png) */ body { background: url('icon.svg') }\n",
    "static/site.01ab23cd.js": '"use strict";\n',
    "static/icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "data/catalog.json": '{"dandisets": 1}\n',
    "current.js": 'catalogCurrent.put({"search":{"list":"list.12345"}});\n',
    "search/list.12345.js": 'catalogSearch.put("list.12345",{});\n',
    "_headers": headers_file(["dandiset"]),
}


def write_site(folder: Path, files: dict[str, str]) -> Path:
    """Write the files with a manifest, as a build does; lone surrogates stand for bytes that are no UTF-8."""
    sizes = {
        address: write_file(folder, address, text.encode(errors="surrogateescape")) for address, text in files.items()
    }
    write_file(folder, MANIFEST, msgspec.json.encode(Manifest(sizes=sizes)))
    return folder
