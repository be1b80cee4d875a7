"""Names of before, which a theme may still know: where each of them is today."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MOVED: Mapping[tuple[str, str], str] = {
    ("static/files/", "static/files/data/"): """
        10-pieces.js 15-words.js 20-templates.js 25-services.js 30-columns.js 35-tree.js 40-query.js
        45-index.js 50-sort.js 55-commands.js
    """,
    ("static/files/", "static/files/page/"): """
        60-state.js 70-dom.js>nodes.js 72-rows.js 75-view.js 78-keys.js 80-panel.js 85-selection.js
        88-filter.js 90-page.js
    """,
    ("static/scripts/", "static/scripts/"): """
        10-start.js 15-words.js 16-nodes.js 20-current.js 25-theme.js>theme-switch.js 30-copy.js
        40-old-addresses.js 50-sort.js>sortable.js 55-tabs.js
    """,
    ("static/search/", "static/search/engine/"): """
        10-pieces.js 20-analysis.js 30-ranges.js 40-query.js 50-table.js 60-ranking.js 65-files.js 70-facets.js
        80-marks.js 90-engine.js
    """,
    ("static/search/", "static/search/page/"): """
        ui-10-state.js ui-15-address.js ui-20-dom.js>nodes.js ui-30-hits.js ui-40-facets.js>filters.js
        ui-50-notes.js ui-55-recent.js ui-60-keys.js ui-62-status.js ui-65-failures.js ui-70-page.js
    """,
    ("static/styles/", "static/styles/base/"): """
        10-tokens.css 20-base.css>elements.css 30-layout.css 90-utilities.css
    """,
    ("static/styles/", "static/styles/parts/"): """
        35-frame.css 40-controls.css 41-lists.css 45-download.css 45-raster.css 48-charts.css 50-tables.css
        55-sortable.css 60-prose.css
    """,
    ("static/styles/", "static/styles/pages/"): """
        42-dandiset.css 43-home.css 46-browse.css 47-changes.css 49-gallery.css
    """,
    ("static/styles/", "static/styles/search/"): """
        44-search-box.css>box.css 44-search-results.css>results.css
    """,
    ("static/styles/", "static/styles/files/"): """
        46-file-filter.css>filter.css 46-file-tree.css>tree.css 47-file-panel.css>panel.css
    """,
    ("templates/", "templates/pages/"): """
        404.html browse.html compare.html components.html content.html dandiset.html dandisets.html facet.html
        facet_value.html files.html gone.html home.html statistics.html subjects.html
    """,
    ("templates/components/", "templates/components/charts/"): """
        archive_picture.html bar_list.html column_chart.html line_chart.html modality_key.html
        numbers_table.html raster.html raster_figure.html
    """,
    ("templates/components/", "templates/components/parts/"): """
        breadcrumbs.html command.html counted_list.html dandiset_card.html facts.html icon.html notice.html
        page_links.html term_link.html text_link.html
    """,
    ("templates/components/", "templates/components/changes/"): """
        changed_files.html changed_items.html changed_text.html
    """,
    ("templates/components/", "templates/components/dandiset/"): """
        cite_box.html contributors.html download_box.html file_kinds.html sessions_table.html
        subjects_section.html subjects_table.html version_list.html
    """,
    ("templates/components/", "templates/components/files/"): """
        file_filter.html file_links.html file_panel.html file_row.html tree_row.html
    """,
}
"""(Folder before, folder today) -> names before; today they have no number, and after `>` stands one that is new."""

_NUMBER = re.compile(r"^(?:ui-)?\d+-")


def _today() -> dict[str, str]:
    found = {}
    for (before, today), names in _MOVED.items():
        for name in names.split():
            old, _, new = name.partition(">")
            found[before + old] = today + (new or _NUMBER.sub("", old))
    return found


TODAY = _today()
"""Paths within a theme, of templates and sources of static files: of before -> of today."""

_REPLACED = {
    "static/freshness.js": "static/site.js tells when the archive was last read; load it as templates/base.html does",
}
"""Static files that templates linked to -> what they do instead."""


def where_now(template: str) -> str:
    """What is told of a template that is asked for by an old name; nothing of another."""
    today = TODAY.get(f"templates/{template}")
    return f": it is {today.removeprefix('templates/')} now" if today else ""


def instead_of(address: str) -> str:
    """What is told of a static file that the site had before; nothing of another."""
    return f": {_REPLACED[address]}" if address in _REPLACED else ""
