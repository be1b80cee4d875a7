"""The browser's engine gives the terminal's results, from disk."""

import json
import unicodedata

import pytest

from builder.catalog.facets.kinds import Facet
from builder.search.browser.export import export_index
from builder.search.index.search_index import KeptIndex
from builder.search.words.analysis import index_words, plain_words, stem
from support import ROOT
from support.readers.search_engine import differences, in_terminal, open_engine
from support.readers.search_summary import JAVASCRIPT

pytest_plugins = ["support.readers.search_fixtures", "support.sites.fixtures"]

CASES = json.loads((ROOT / "tests" / "support" / "readers" / "search_cases.json").read_text(encoding="utf-8"))


def sample_queries(stored: KeptIndex) -> list[str]:
    """Some hundred queries made of what the archive holds: titles, names, unfinished and mistyped words, filters."""
    queries = [case["query"] for case in CASES]
    for listed, texts in zip(stored.index.listed, stored.index.texts, strict=True):
        words = listed.title.split()
        queries += [" ".join(words[:4]), " ".join(words[-3:])[:-2], f'"{" ".join(words[1:4])}"', words[0][1:]]
        queries += [f"{words[0]} subjects:100000..", f'"{words[0]}" has:award -has:award']
        for found in texts.values():
            queries += [found[0][:30], f"{found[0].split()[0]} -{words[-1]}"]
    for word in stored.index.table.words[::40]:
        queries += [word[:-1], word[:3] + word[4:], word[:2] + word[3:4] + word[2:3] + word[4:], f"{word} mouse"]
    for facet, entries in stored.index.facets.items():
        queries += [f'{facet.value}:"{entry.label}"' for entry in entries[:4]] + [f"-{facet.value}:{entries[0].slug}"]
    for entry in stored.index.facets[Facet.ANATOMY]:
        names = (entry.label, *entry.also, entry.slug)
        queries += [f'anatomy{exact}:"{name}"' for name in names for exact in ("", "_exact")]
        queries += [f"anatomy:https://example.org/obo/{entry.slug}", f'-anatomy:"{entry.label[:-2]}"']
    return queries


def test_browser_finds_what_the_terminal_finds(engine, stored):
    queries = sample_queries(stored)

    assert len(queries) > 500
    assert differences(engine, stored, queries) == []


def test_words_that_every_object_has_are_words(engine, stored):
    names = ["constructor", "toString mouse", "__proto__", "hasOwnProperty", "species:constructor", "valueOf:x"]

    assert differences(engine, stored, names) == []


@pytest.mark.parametrize("case", CASES, ids=[case["query"][:40] for case in CASES])
def test_browser_reads_queries_as_the_table_says(engine, case):
    read = engine.evaluate(f"(text) => ({JAVASCRIPT})(engine.parse(text))", case["query"])

    assert read == {name: value for name, value in case.items() if name != "query"}


def test_browser_folds_every_letter_alike(engine):
    blocks = [
        range(0x20, 0x250),
        range(0x250, 0x590),
        range(0x1E00, 0x2200),
        range(0x3040, 0x3100),
        range(0xF900, 0xFB50),
    ]
    letters = [
        f"a{chr(code)}b x{chr(code)}s"
        for block in blocks
        for code in block
        if unicodedata.category(chr(code)) != "Cn"
    ]

    words = engine.evaluate("(texts) => texts.map(engine.analysis.indexWords)", letters)

    assert [text for text, found in zip(letters, words, strict=True) if found != list(index_words(text))] == []


def test_browser_stems_alike(engine, stored):
    words = list(stored.index.table.words)

    assert engine.evaluate("(words) => words.map(engine.analysis.stem)", words) == list(map(stem, words))


def test_browser_cuts_texts_alike(engine, stored):
    texts = [text for fields in stored.index.texts for found in fields.values() for text in found]

    assert engine.evaluate("(texts) => texts.map(engine.analysis.plainWords)", texts) == [
        list(plain_words(t)) for t in texts
    ]


def test_engine_loads_only_what_the_words_need(browser, stored, tmp_path):
    page = open_engine(browser, stored, tmp_path)
    page.evaluate("() => engine.search('granule mouse', { files: false })")
    loaded = page.evaluate("() => [...document.scripts].map((script) => script.src.split('/').at(-1).split('.')[0])")
    page.close()

    assert loaded[:2] == ["search", "list"]
    assert all(name.startswith("terms-") for name in loaded[2:])
    assert len(loaded) <= 6


def test_filters_count_and_narrow(engine):
    counts = """async (filters) => {
        const { total, counts } = await engine.search("", { filters });
        const { terms } = engine.list.facets.find((facet) => facet.name === "species");
        return [total, terms.map((term, number) => [term.slug, term.total, counts.species[number]])];
    }"""
    total, terms = engine.evaluate(counts, {})
    chosen = [slug for slug, *_ in terms[:2]]
    narrowed, again = engine.evaluate(counts, {"species": chosen})

    assert all(all_of == now for _, all_of, now in terms)
    assert again == terms  # a facet's own choice does not narrow its counts
    assert max(count for _, count, _ in terms[:2]) <= narrowed <= total


def test_ranges_and_orders(engine):
    search = "async (options) => (await engine.search('', { limit: 1000, ...options })).numbers"
    sizes = engine.evaluate("() => engine.list.sizes")
    by_size = engine.evaluate(search, {"sort": "size"})
    small = engine.evaluate(search, {"ranges": {"size": [1, 10**10]}})

    assert [sizes[number] for number in by_size] == sorted(sizes, reverse=True)
    assert set(small) == {number for number, size in enumerate(sizes) if 1 <= size <= 10**10}


def test_long_facet_is_loaded_when_it_is_counted(engine):
    labels = engine.evaluate(
        """async () => {
            await engine.search("", { counts: ["contributor"] });
            const facet = engine.list.facets.find(({ name }) => name === "contributor");
            return facet.terms.map((term) => term.label);
        }"""
    )

    assert "Buzsáki, György" in labels


def test_marks_and_snippets_show_why(engine):
    title, snippet = engine.evaluate(
        """async () => {
            const result = await engine.search("hippocampus granule cell");
            const [snippet] = await engine.snippets(result.numbers, result.marks);
            return [engine.mark(result.hits[0].title, result.marks), snippet];
        }"""
    )

    assert ["Hippocampal Granule Cells", True] in title
    assert snippet["field"] == "description"
    assert any(is_marked for _, is_marked in snippet["parts"])


def test_hostile_text_stays_text(engine):
    pieces = engine.evaluate("""async () => {
        const { marks } = await engine.search("script");
        return engine.mark("<script>alert(1)</script>", marks);
    }""")

    assert "".join(piece for piece, _ in pieces) == "<script>alert(1)</script>"


def test_suggestion_mends_the_query(engine, stored):
    suggestion = engine.evaluate("async () => (await engine.search('Hipocampus theta')).suggestion")

    assert suggestion["text"] == "hippocampus theta"
    assert suggestion["words"] == in_terminal(stored, "Hipocampus theta").corrected


def test_a_piece_that_is_no_more_in_force_is_told(browser, stored, tmp_path):
    page = open_engine(browser, stored, tmp_path)
    for path in (tmp_path / "search").glob("terms-*.js"):
        path.unlink()
    page.evaluate("() => { window.published = { format: 0, list: 'list.later' }; }")
    name = page.evaluate("() => engine.search('granule').then(() => '', (error) => error.name)")
    page.close()

    assert name == "StaleData"


def test_piece_that_does_not_come_may_be_asked_for_again(browser, stored, tmp_path):
    page = open_engine(browser, stored, tmp_path)
    (tmp_path / "search").rename(tmp_path / "away")
    failed = page.evaluate("() => engine.search('granule').then(() => '', (error) => error.message)")
    (tmp_path / "away").rename(tmp_path / "search")
    total = page.evaluate("async () => (await engine.search('granule')).total")
    page.close()

    assert "could not be loaded" in failed
    assert total > 0


def test_export_is_the_same_each_time_and_closes_no_script(stored):
    scripts = export_index(stored.index)

    assert scripts == export_index(stored.index)
    assert not any("</script" in script.lower() for script in scripts.values())
