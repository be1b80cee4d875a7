"""catalog.yaml becomes Settings, or every mistake in it is told at once."""

import dataclasses
import re
import textwrap
from pathlib import Path

import pytest

from builder.errors import SettingsError, UsageError
from builder.settings import (
    ArchiveAddresses,
    Canonical,
    KnownArchive,
    Select,
    Settings,
    Twins,
    Versions,
    load_settings,
)


def write(folder: Path, text: str) -> Path:
    path = folder / "catalog.yaml"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def load(folder: Path, text: str) -> Settings:
    return load_settings(write(folder, text))


def mistakes(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        load(folder, text)
    return caught.value.mistakes


def test_every_setting_is_read(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg/>")
    (tmp_path / "our-theme" / "templates").mkdir(parents=True)

    settings = load(
        tmp_path,
        """
        title: Our data
        tagline: From the lab,
          for everyone
        logo: logo.svg
        accent: "#0A7"
        footer: |
          Made by *us*.

          Second paragraph.
        base_url: https://example.org/catalog
        archive: ember
        canonical: archive
        noindex: true
        versions: latest
        twins: all
        select:
          ids: [000003, "000004"]
          contributors: [0000-0002-1825-009x, https://orcid.org/0000-0001-2345-6789]
          institutions: [02jqj7156, https://ror.org/01cwqze88/]
          awards: [R01-NS123, 1e5]
          species: [House mouse]
          keywords: [yes, 2024-01-01]
        exclude:
          - 000010
        viewers:
          niivue: true
          neurosift: no
        show_emails: true
        theme: our-theme/
        """,
    )

    assert settings == Settings(
        folder=tmp_path,
        title="Our data",
        tagline="From the lab, for everyone",
        logo=tmp_path / "logo.svg",
        accent="#0a7",
        footer="Made by *us*.\n\nSecond paragraph.",
        base_url="https://example.org/catalog/",
        archive=KnownArchive.EMBER,
        canonical=Canonical.ARCHIVE,
        noindex=True,
        versions=Versions.LATEST,
        twins=Twins.ALL,
        select=Select(
            ids=("000003", "000004"),
            contributors=("0000-0002-1825-009X", "0000-0001-2345-6789"),
            institutions=("https://ror.org/02jqj7156", "https://ror.org/01cwqze88"),
            awards=("R01-NS123", "1e5"),
            species=("House mouse",),
            keywords=("yes", "2024-01-01"),
        ),
        exclude=("000010",),
        viewers={"niivue": True, "neurosift": False},
        show_emails=True,
        theme=tmp_path / "our-theme",
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n", "{}\n", "\ufeff"])
def test_an_empty_file_means_the_defaults(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text) == Settings(folder=tmp_path)


def test_every_setting_is_a_key(tmp_path: Path) -> None:
    """Who adds a field to the model has it read, too."""
    keys = [field.name for field in dataclasses.fields(Settings) if field.name != "folder"]
    told = mistakes(tmp_path, "".join(f"{key}: some text\n" for key in keys))

    assert [line for line in told if "unknown key" in line] == []


def test_null_means_the_default_for_every_key(tmp_path: Path) -> None:
    keys = [field.name for field in dataclasses.fields(Settings) if field.name != "folder"]

    settings = load(tmp_path, "".join(f"{key}: null\n" for key in keys))

    assert settings == Settings(folder=tmp_path)


def test_without_a_file_the_current_folder_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(None) == Settings()

    write(tmp_path, "title: Found\n")
    assert load_settings(None) == Settings(folder=Path(), title="Found")


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=re.escape(str(tmp_path / "none.yaml"))) as caught:
        load_settings(tmp_path / "none.yaml")
    assert not isinstance(caught.value, SettingsError)


def test_a_folder_in_place_of_the_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        load_settings(tmp_path)


@pytest.mark.parametrize("name", KnownArchive)
def test_known_archives_are_named_by_one_word(tmp_path: Path, name: KnownArchive) -> None:
    assert load(tmp_path, f"archive: {name}\n").archive is name


def test_another_archive_is_given_by_its_addresses(tmp_path: Path) -> None:
    settings = load(tmp_path, "archive: {api: 'https://api.example.org/api/', web: 'http://example.org:8080/'}\n")
    assert settings.archive == ArchiveAddresses(api="https://api.example.org/api", web="http://example.org:8080")


def test_an_id_keeps_its_digits_without_quotes(tmp_path: Path) -> None:
    settings = load(tmp_path, "exclude: [000010, 000008]\n")
    assert settings.exclude == ("000010", "000008")


def test_an_item_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    assert load(tmp_path, "exclude: [000010, '000010']\n").exclude == ("000010",)


@pytest.mark.parametrize(
    ("base_url", "canonical", "original"),
    [
        (None, None, None),
        (None, Canonical.SELF, None),
        (None, Canonical.ARCHIVE, Canonical.ARCHIVE),
        ("https://example.org/", None, Canonical.SELF),
        ("https://example.org/", Canonical.SELF, Canonical.SELF),
        ("https://example.org/", Canonical.ARCHIVE, Canonical.ARCHIVE),
    ],
)
def test_the_site_is_its_own_original_where_its_address_is_known(
    base_url: str | None, canonical: Canonical | None, original: Canonical | None
) -> None:
    assert Settings(base_url=base_url, canonical=canonical).original == original


KEYS_OF_SELECT = "ids, contributors, institutions, awards, species, keywords"

ONE_MISTAKE = {
    "unknown key": ("verions: all", "line 1: verions: unknown key; did you mean versions?"),
    "hyphen in a key": ("base-url: https://a.org", "line 1: base-url: unknown key; did you mean base_url?"),
    "capital in a key": ("Title: A", "line 1: Title: unknown key; did you mean title?"),
    "key of select at the top": ("species: [mouse]", "line 1: species: unknown key; write it under select"),
    "unknown key in select": (
        "select:\n  qqq: 1",
        f"line 2: select.qqq: unknown key; the keys are {KEYS_OF_SELECT}",
    ),
    "unknown key in archive": (
        "archive:\n  api: https://a.org/api\n  web: https://a.org\n  neurosfit: https://n.org",
        "line 4: archive.neurosfit: unknown key; did you mean neurosift?",
    ),
    "key that isn't a word": ("? [a, b]\n: 1", "line 1: a key must be a single word"),
    "key with a control character": ('"ti\\u0007": 1', "line 1: a key must be a single word"),
    "key twice": ("title: A\n\ntitle: B", "line 3: title: is there twice, first on line 1: keep one"),
    "key twice in select": (
        "select:\n  ids: [000003]\n  ids: []",
        "line 3: select.ids: is there twice, first on line 2: keep one",
    ),
    "not of a set": ("\n\nversions: newest", "line 3: versions: 'newest' is not one of all, latest"),
    "not of another set": ("canonical: other", "line 1: canonical: 'other' is not one of self, archive"),
    "unknown archive": (
        "archive: dandy",
        "line 1: archive: 'dandy' is not one of dandi, sandbox, ember, linc; "
        "for another archive write api: and web: under it",
    ),
    "archive without website": (
        "\narchive:\n  api: https://a.org/api",
        "line 3: archive.web: is missing: write its website, like https://dandiarchive.org",
    ),
    "archive with null": (
        "archive: {api: null, web: 'https://a.org'}",
        "line 1: archive.api: is missing: write where its API answers, like https://api.dandiarchive.org/api",
    ),
    "list for a text": ("title: [A]", "line 1: title: is a list: write a single value"),
    "block for a text": ("title: {a: b}", "line 1: title: is a block of keys: write a single value"),
    "empty text": ("title: ''", "line 1: title: is empty: write a text or leave the key out"),
    "empty footer": ("footer: ' '", "line 1: footer: is empty: write a text or leave the key out"),
    "control character": ('title: "a\\0b"', r"line 1: title: 'a\x00b' holds a control character: remove it"),
    "half a character": ('title: "\\ud800"', r"line 1: title: '\ud800' holds a control character: remove it"),
    "text for a flag": (
        'noindex: "true"',
        "line 1: noindex: 'true' is neither true nor false: write one of them, without quotes",
    ),
    "list for a flag": (
        "show_emails: []",
        "line 1: show_emails: this is neither true nor false: write one of them, without quotes",
    ),
    "colour by name": (
        "accent: teal",
        'line 1: accent: \'teal\' is not a colour: write "#rrggbb" or "#rgb", in quotes',
    ),
    "colour that is CSS": (
        "accent: '#000;} body{}'",
        'line 1: accent: \'#000;} body{}\' is not a colour: write "#rrggbb" or "#rgb", in quotes',
    ),
    "colour read as a comment": (
        "accent: #336699",
        'line 1: accent: #336699 without quotes is a comment: write accent: "#336699"',
    ),
    "address without scheme": (
        "base_url: example.org/x",
        "line 1: base_url: 'example.org/x' is not a web address: "
        "write https:// and a host, like https://example.org/x",
    ),
    "address of a file": (
        "base_url: file:///srv",
        "line 1: base_url: 'file:///srv' is not a web address: "
        "write https:// and a host, like https://example.org/catalog/",
    ),
    "address without host": (
        "base_url: https:///x",
        "line 1: base_url: 'https:///x' names no host: write something like https://example.org/catalog/",
    ),
    "address with query": (
        "base_url: https://a.org/?x",
        "line 1: base_url: 'https://a.org/?x' goes on after its path: leave out the ? or # and what follows",
    ),
    "address with user": (
        "base_url: https://me@example.org",
        "line 1: base_url: 'https://me@example.org' names a user: leave out what stands before the @",
    ),
    "address with a quote": (
        'base_url: https://a.org/"><b>',
        "line 1: base_url: 'https://a.org/\"><b>' holds characters that no web address has: percent-encode them",
    ),
    "address with a bad port": (
        "base_url: https://a.org:x",
        "line 1: base_url: 'https://a.org:x' has a host or port that can't be read",
    ),
    "short id": ("exclude: [3]", "line 1: exclude: '3' is not an id of six digits: write 000003"),
    "id with prefix": (
        "exclude:\n - DANDI:000010",
        "line 2: exclude: 'DANDI:000010' is not an id of six digits: write 000010",
    ),
    "single id": ("exclude: 000010", "line 1: exclude: must be a list: write exclude: [000010]"),
    "block for a list": ("exclude: {a: b}", "line 1: exclude: must be a list: write exclude: [...]"),
    "empty item": (
        "exclude:\n  - 000010\n  -",
        "line 3: exclude: an item of the list is empty: remove it or write it in quotes",
    ),
    "list in a list": ("exclude: [[000010]]", "line 1: exclude: is a list: write a single value"),
    "not an ORCID": (
        "select: {contributors: ['Doe, Jane']}",
        "line 1: select.contributors: 'Doe, Jane' is not an ORCID: "
        "write four groups of four, like 0000-0002-1825-0097",
    ),
    "not a ROR": (
        "select: {institutions: [Example University]}",
        "line 1: select.institutions: 'Example University' is not a ROR: "
        "write nine signs, a 0 first and two digits last, like 02jqj7156",
    ),
    "list for select": (
        "select: [000003]",
        "line 1: select: must hold keys of its own: write them under select, indented",
    ),
    "no logo there": (
        "logo: logo.svg",
        "line 1: logo: 'logo.svg' is not a file: name one by its path from the folder of this file",
    ),
    "logo elsewhere": (
        "logo: https://a.org/logo.svg",
        "line 1: logo: 'https://a.org/logo.svg' is not a file: name one by its path from the folder of this file",
    ),
    "logo that is no image": (
        "logo: catalog.yaml",
        "line 1: logo: 'catalog.yaml' is not of a kind that works: "
        "name a file that ends with .svg, .png, .jpg, .jpeg, .webp, .gif",
    ),
    "no theme there": (
        "theme: our-theme/",
        "line 1: theme: 'our-theme/' is not a folder: name one by its path from the folder of this file",
    ),
    "empty theme": (
        "theme: .",
        "line 1: theme: '.' holds none of the folders templates, static, content: put at least one there",
    ),
    "list at the top": ("- title: A", "line 1: must hold keys, like title: My catalog"),
    "text at the top": ("\njust words", "line 2: must hold keys, like title: My catalog"),
    "tab": ("select:\n\tids: []", "line 2: a tab: indent with spaces"),
    "colon in a text": (
        "title: DANDI: a catalog",
        "line 1: a value that holds a colon must be in quotes, or the indentation is wrong",
    ),
    "open bracket": (
        "title: A\nexclude: [000010\nversions: all",
        "line 3: not YAML: expected ',' or ']', but got ':' (while parsing a flow sequence)",
    ),
    "two documents": (
        "title: A\n---\ntitle: B",
        "line 2: not YAML: but found another document (expected a single document in the stream)",
    ),
    "unknown alias": ("title: *other", "line 1: not YAML: found undefined alias 'other'"),
    "unprintable character": (
        "title: A\ntagline: \x07",
        "line 2: the character U+0007 may not stand in YAML: remove it",
    ),
    "escape beyond Unicode": (
        'title: "\\U00FFFFFF"',
        "line 1: not YAML: somewhere in the file an escape (\\U…) names no character",
    ),
    "much nesting": ("a: " + "[" * 5000, "line 1: nested too deeply for settings"),
}


@pytest.mark.parametrize(("text", "mistake"), ONE_MISTAKE.values(), ids=ONE_MISTAKE.keys())
def test_a_mistake_is_told_with_line_and_key_and_what_to_write(tmp_path: Path, text: str, mistake: str) -> None:
    assert mistakes(tmp_path, text) == (mistake,)


@pytest.mark.parametrize("key", ["query", "selections", "api"])
def test_settings_of_later_versions_are_unknown_keys(tmp_path: Path, key: str) -> None:
    (mistake,) = mistakes(tmp_path, f"{key}: null")
    assert mistake.startswith(f"line 1: {key}: unknown key;")


def test_a_name_that_the_file_system_refuses_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, f"logo: {'a' * 5000}.svg")
    assert "is not a file" in mistake


def test_a_file_that_is_not_utf8_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "catalog.yaml"
    path.write_bytes(b"title: A\ntagline: caf\xe9\n")

    with pytest.raises(SettingsError) as caught:
        load_settings(path)

    assert caught.value.mistakes == ("line 2: not UTF-8: save the file in that encoding",)


def test_all_mistakes_are_told_at_once_in_order_and_name_the_file(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """\
        versions: newest
        titel: A
        select:
          ids: [3]
        noindex: maybe
        """,
    )

    with pytest.raises(SettingsError) as caught:
        load_settings(path)

    assert caught.value.exit_code == 2
    assert str(caught.value).splitlines() == [
        f"{path}: line 1: versions: 'newest' is not one of all, latest",
        f"{path}: line 2: titel: unknown key; did you mean title?",
        f"{path}: line 4: select.ids: '3' is not an id of six digits: write 000003",
        f"{path}: line 5: noindex: 'maybe' is neither true nor false: write one of them, without quotes",
    ]
