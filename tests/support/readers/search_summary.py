"""A query in short, the same in Python and in the browser, for the table of cases."""

from __future__ import annotations

from builder.search.query.query import Query, QueryTerm


def summarize(query: Query) -> dict[str, object]:
    """What was understood, without what is empty."""
    found: dict[str, object] = {
        "terms": [_term(term) for term in query.terms],
        "phrases": [" ".join(words) for words in query.phrases],
        "excluded": [" ".join(words) for words in query.excluded],
        "filters": [f"{_minus(f.is_excluded)}{f.facet.value}{_exact(f.is_exact)}:{f.value}" for f in query.filters],
        "ranges": [
            f"{_minus(r.is_excluded)}{r.measure.value} {_end(r.range.low)}..{_end(r.range.high)}"
            for r in query.ranges
        ],
        "has": [f"{_minus(h.is_excluded)}{h.what.value}" for h in query.has],
        "identifier": query.identifier,
        "file": query.file_name + ("!" if query.is_file_name else ""),
        "messages": list(query.messages),
    }
    return {name: value for name, value in found.items() if value}


def _term(term: QueryTerm) -> str:
    names = "|".join(" ".join(alternative.words) for alternative in term.alternatives)
    return names + ("?" if term.is_optional else "") + ("…" if term.is_open else "")


def _minus(is_excluded: bool) -> str:
    return "-" if is_excluded else ""


def _exact(is_exact: bool) -> str:
    return "_exact" if is_exact else ""


def _end(value: int | None) -> str:
    return "" if value is None else str(value)


JAVASCRIPT = """
(query) => {
  const minus = (one) => (one.isExcluded ? "-" : "");
  const end = (value) => (value === null ? "" : String(value));
  const found = {
    terms: query.terms.map(
      (term) =>
        term.alternatives.map((one) => one.words.join(" ")).join("|") +
        (term.isOptional ? "?" : "") +
        (term.isOpen ? "…" : ""),
    ),
    phrases: query.phrases.map((words) => words.join(" ")),
    excluded: query.excluded.map((words) => words.join(" ")),
    filters: query.filters.map((one) => `${minus(one)}${one.facet}${one.isExact ? "_exact" : ""}:${one.value}`),
    ranges: query.ranges.map((one) => `${minus(one)}${one.measure} ${one.range.map(end).join("..")}`),
    has: query.has.map((one) => minus(one) + one.what),
    identifier: query.identifier,
    file: query.fileName + (query.isFileName ? "!" : ""),
    messages: query.messages,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value.length));
}
"""
"""The same of what the engine's parse answers."""
