"""What is told of each component; a test holds `call` and `shows` against the comment in its file."""

from __future__ import annotations

from builder.site.contexts import ComponentNote

_TOLD = (
    (
        "archive_picture",
        "archive_picture(picture, link)",
        "a tick a dandiset, by species and time",
        "Once, on the home page: it says how much there is and of what.",
    ),
    (
        "bar_list",
        "bar_list(bars, link)",
        "names with their numbers, and a bar for each; the text says all that the bars show",
        "Where names are compared by one number; with two kinds of parts where the number is a share of a whole.",
    ),
    (
        "breadcrumbs",
        "breadcrumbs(crumbs, here, link)",
        "the pages above this one, from the top; here is this page's own name",
        "At the top of a page that is a part of another page.",
    ),
    (
        "changed_files",
        "changed_files(group)",
        "files that went the same way, by folder and by name, behind a line that counts them",
        "Where two versions are compared, a group for each thing that can happen to a file.",
    ),
    (
        "changed_items",
        "changed_items(items)",
        "the values of a field that came, went or changed, one a line",
        "In a table of fields before and after.",
    ),
    (
        "changed_text",
        "changed_text(spans)",
        "a text with what was added and removed marked",
        "Where running text is compared, or within an item of a list.",
    ),
    (
        "cite_box",
        "cite_box(box, link)",
        "the citation to copy, as BibTeX, and as files; link makes the files' relative links",
        "Once on the page of a version.",
    ),
    (
        "column_chart",
        "column_chart(chart, anchor)",
        "how many fall into each bin; anchor makes the ids of its title and description",
        "Where the question is how much most have, and how far the extremes lie out.",
    ),
    (
        "command",
        "command(item)",
        "something to type, with a button to copy it where scripts run",
        "For whatever a reader types: never a command within a sentence.",
    ),
    (
        "contributors",
        "contributor_list(rows, link)",
        "people and organizations with ORCID or ROR, roles and affiliations",
        "For people and organizations with their roles; names alone go into a line.",
    ),
    (
        "counted_list",
        "counted_list(items, link)",
        "words with how many dandisets each has, leading to their browse pages",
        "Where words lead to browse pages.",
    ),
    (
        "dandiset_card",
        "dandiset_card(card, href, note=none)",
        "a dandiset in a list; note tells why it is there, where that is not plain",
        "Wherever dandisets are listed to choose from.",
    ),
    (
        "download_box",
        "download_box(box)",
        "ways to get the data; sections one under the other, which scripts and styles make tabs of",
        "Once on the page of a version; with scripts its sections become tabs.",
    ),
    (
        "facts",
        "facts(items, link)",
        "labelled numbers side by side; those that many share lead to a browse page",
        "Under the title of a page: at most about eight.",
    ),
    (
        "file_filter",
        "file_filter(label)",
        "the box that finds files of a version, and what to do with all that it found; scripts fill it",
        "Above the tree of files, where scripts run.",
    ),
    (
        "file_kinds",
        "file_kinds_table(rows)",
        "files by kind, with bars of their part of the bytes",
        "Where the files of a version are summed up.",
    ),
    (
        "file_links",
        "file_links(file)",
        "where a file opens, lies and is described",
        "In the last cell of a row of a table of files.",
    ),
    (
        "file_panel",
        "file_panel(href)",
        "a file or folder with all that is known of it and every way to open and get it; scripts fill a copy",
        "Beside the tree of files, or on a phone below it, for the chosen file.",
    ),
    (
        "file_row",
        'file_row(file, folder="")',
        "a row of a table of files; folder is set where the table doesn't say it otherwise",
        "In a table of files; on a phone its links stand under the name.",
    ),
    (
        "icon",
        "icon(name)",
        "one of the icons of builder/site/frame/icons.py, beside words that say the same",
        "Beside words, never in their place.",
    ),
    (
        "line_chart",
        "line_chart(chart, anchor)",
        "amounts over time; anchor makes the ids of its title and description",
        "For what grows over time; two lines at most.",
    ),
    (
        "modality_key",
        "modality_key(kind)",
        "a few ticks in the colour of a modality, beside its name",
        "In legends and beside the name of a modality.",
    ),
    (
        "notice",
        "notice(item, href, more_href=none)",
        "something that a reader must know first; the links lead where item.link and item.more say",
        "At the top of a page, for what changes how the rest is read; two at most.",
    ),
    (
        "numbers_table",
        "numbers_table(table)",
        "the numbers of a chart, to be opened beneath it",
        "Under every chart.",
    ),
    (
        "page_links",
        "page_links(pages, link, label)",
        "the pages of a list that goes over several; nothing for a list of one",
        "Above and below a list that goes over several pages.",
    ),
    (
        "raster",
        "raster(strip)",
        "a strip of sessions, a tick a session, a row a subject; help/read-a-strip explains it",
        "On cards, where there is no room for an axis.",
    ),
    (
        "raster_figure",
        "raster_figure(figure, link)",
        "a strip of sessions with its axis, its legend and what it shows in words",
        "Once on the page of a version and on that of its subjects.",
    ),
    (
        "sessions_table",
        "sessions_table(table, caption)",
        "recording sessions with their dates; columns that would be empty are left out",
        "On the page of subjects and sessions.",
    ),
    (
        "subjects_section",
        "subjects_section(section, link)",
        "the first subjects of a version, and where all of them are",
        "On the page of a version; long tables show their beginning.",
    ),
    (
        "subjects_table",
        "subjects_table(table, caption)",
        "subjects with what the files say of them; columns that would be empty are left out",
        "Wherever subjects are listed; with scripts its columns sort.",
    ),
    (
        "term_link",
        "term_link(item, link)",
        "a term that leads to its browse page, and beside it to where its identifier is from",
        "For every term of a vocabulary: species, techniques, people, licenses.",
    ),
    (
        "text_link",
        "text_link(item)",
        "a Link's text, leading out of the site where it has an address",
        "For what may have an address elsewhere and none here: papers, protocols.",
    ),
    (
        "tree_row",
        "tree_row(href, cells)",
        "a row of the tree of files; scripts copy it and leave one of the icons",
        "In the tree of files, and in what its filter finds.",
    ),
    (
        "version_list",
        "version_list(rows, link, compare_address)",
        "the versions of a dandiset, with what changed from one to the next",
        "Beside the page of a version.",
    ),
)

NOTES = {name: ComponentNote(name=name, call=call, shows=shows, use=use) for name, call, shows, use in _TOLD}
