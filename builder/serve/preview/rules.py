"""The two files of rules that static hosts read: `_headers` and `_redirects`. Text in, rules out; opens nothing.

Source: https://docs.netlify.com/manage/routing/headers and https://docs.netlify.com/routing/redirects
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""Statuses that send the browser elsewhere; with the others the page at the target is the answer."""

_STATUSES = REDIRECTS | {200, 404}
_STATUS = re.compile(r"([0-9]{3})(!?)")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PRINTABLE = re.compile(r"[\x20-\x7e]*")
_PLACEHOLDER = re.compile(r":([A-Za-z][A-Za-z0-9_]*)")
_WILD = re.compile(r"\*|:[A-Za-z][A-Za-z0-9_]*")

# A host sets these itself and takes them from no rule.
_RESERVED = frozenset(
    (
        "accept-ranges",
        "age",
        "allow",
        "alt-svc",
        "connection",
        "content-encoding",
        "content-length",
        "content-range",
        "date",
        "server",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderRule:
    """Headers for every address that fits a pattern."""

    pattern: str
    """A path; `*` stands for any text, `:name` for one segment."""
    headers: tuple[tuple[str, str], ...]
    """Names as written and their values, in order; a name may come twice."""
    matcher: re.Pattern[str]

    def matches(self, path: str) -> bool:
        return self.matcher.fullmatch(path) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectRule:
    """Where an address leads."""

    source: str
    """A path; `*` at its end stands for any text, `:name` for one segment."""
    target: str
    """A path or a full URL, in which `:splat` and `:name` stand for what the source's wildcards took."""
    status: int
    forced: bool
    """Whether it also applies where a file lies (a status with `!`)."""
    query: tuple[tuple[str, str], ...]
    """Parameters that the request must have, each a fixed value or `:name`."""
    matcher: re.Pattern[str]

    def location(self, path: str, query: Mapping[str, str]) -> str | None:
        """The target for a request, None where the rule doesn't fit it. Both path and query come decoded."""
        found = self.matcher.fullmatch(path)
        if found is None:
            return None
        taken = {name: value or "" for name, value in found.groupdict().items()}
        for name, wanted in self.query:
            if name not in query or (not wanted.startswith(":") and query[name] != wanted):
                return None
            taken[wanted.removeprefix(":")] = query[name]
        target = quote(self.target, safe="%/:?#[]@!$&'()*+,;=")
        location = _PLACEHOLDER.sub(lambda name: _filled(name, taken), target)
        if self.target.startswith("/") and not self.target.startswith("//"):
            # A splat that begins with a slash would make a path into the name of another host.
            return "/" + location.lstrip("/")
        return location


def parse_headers(text: str) -> tuple[tuple[HeaderRule, ...], tuple[str, ...]]:
    """The rules of a `_headers` file, and what is wrong with it, a line each; wrong lines count for nothing."""
    mistakes: list[str] = []
    blocks: list[tuple[str, list[tuple[str, str]]]] = []
    for number, line in _lines(text, comment=r"^#.*"):  # a value may hold a # after a space
        if line.startswith("/"):
            blocks.append((line, []))
            continue
        name, colon, value = (part.strip() for part in line.partition(":"))
        mistake = _header_mistake(name, value if colon else None, blocks)
        if mistake:
            mistakes.append(f"line {number}: {mistake}")
        else:
            blocks[-1][1].append((name, value))
    rules = tuple(
        HeaderRule(pattern=path, headers=tuple(headers), matcher=_path_pattern(path)) for path, headers in blocks
    )
    return rules, tuple(mistakes)


def parse_redirects(text: str) -> tuple[tuple[RedirectRule, ...], tuple[str, ...]]:
    """The rules of a `_redirects` file, and what is wrong with it, a line each; wrong lines count for nothing."""
    rules: list[RedirectRule] = []
    mistakes: list[str] = []
    for number, line in _lines(text, comment=r"(^|\s)#.*"):
        try:
            rules.append(_redirect(line.split()))
        except ValueError as error:
            mistakes.append(f"line {number}: {error}")
    return tuple(rules), tuple(mistakes)


def headers_for(rules: Iterable[HeaderRule], path: str) -> dict[str, str]:
    """The headers for a path, by lower-case name: values from all rules that fit it are joined, as hosts do."""
    joined: dict[str, str] = {}
    for rule in rules:
        if rule.matches(path):
            for name, value in rule.headers:
                key = name.lower()
                joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined


def find_redirect(
    rules: Iterable[RedirectRule], path: str, query: Mapping[str, str], *, forced: bool
) -> tuple[RedirectRule, str] | None:
    """The first rule that fits and where it leads; with `forced` only among those that win over files."""
    for rule in rules:
        if forced and not rule.forced:
            continue
        location = rule.location(path, query)
        if location is not None:
            return rule, location
    return None


def _lines(text: str, *, comment: str) -> Iterable[tuple[int, str]]:
    """Lines that say something, with their numbers."""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        said = re.sub(comment, "", line.strip()).strip()
        if said:
            yield number, said


def _header_mistake(name: str, value: str | None, blocks: Sequence[object]) -> str | None:
    if value is None or not _NAME.fullmatch(name):
        return "neither a path, which begins with /, nor a header, which is written Name: value"
    if not blocks:
        return f"the header {name} stands before the first path"
    if name.lower() in _RESERVED:
        return f"the host sets {name} itself"
    if not _PRINTABLE.fullmatch(value):
        return f"the value of {name} holds more than printable ASCII"
    return None


def _redirect(words: Sequence[str]) -> RedirectRule:
    """One line of `_redirects`: source, parameters, target, status, conditions. ValueError says what is wrong."""
    source, rest = words[0], list(words[1:])
    if not source.startswith("/"):
        raise ValueError(f"{source} is no path: it must begin with /")
    query = []
    while rest and not rest[0].startswith(("/", "http://", "https://")):
        name, equals, value = rest.pop(0).partition("=")
        if not equals:
            raise ValueError(f"{name} is neither a target nor a parameter, which is written name=value")
        query.append((name, value))
    if not rest:
        raise ValueError(f"{source} leads nowhere: write a target after it")
    target, status, forced = rest[0], 301, False
    if len(rest) > 1:
        found = _STATUS.fullmatch(rest[1])
        if not found or int(found[1]) not in _STATUSES:
            raise ValueError(f"{rest[1]} is not a status that hosts know: {', '.join(map(str, sorted(_STATUSES)))}")
        status, forced = int(found[1]), bool(found[2])
    if len(rest) > 2:
        raise ValueError(f"the condition {rest[2]} can't be judged here")
    if "*" in source.removesuffix("/*"):
        raise ValueError(f"{source}: a * may only stand after the last /")
    return RedirectRule(
        source=source, target=target, status=status, forced=forced, query=tuple(query), matcher=_path_pattern(source)
    )


def _path_pattern(path: str) -> re.Pattern[str]:
    """What a rule's path stands for. A slash at the end may be there or not, so `/a/*` holds `/a` too."""
    path = unquote(path)
    body, splat = (path[:-2], r"(?:/(?P<splat>.*))?") if path.endswith("/*") else (path.rstrip("/"), "/?")
    parts, end = [], 0
    seen: set[str] = {"splat"}
    for wild in _WILD.finditer(body):
        parts.append(re.escape(body[end : wild.start()]))
        parts.append(_wild_pattern(wild[0], seen))
        end = wild.end()
    parts.append(re.escape(body[end:]))
    return re.compile("".join(parts) + splat, re.DOTALL)


def _wild_pattern(wild: str, seen: set[str]) -> str:
    if wild == "*":
        return ".*"
    name = wild[1:]
    if name in seen:
        return "[^/]+"
    seen.add(name)
    return f"(?P<{name}>[^/]+)"


def _filled(name: re.Match[str], taken: Mapping[str, str]) -> str:
    """A placeholder's text, safe in a URL; a name that nothing took stays as it is (a port, say)."""
    if name[1] not in taken:
        return name[0]
    return quote(taken[name[1]], safe="/" if name[1] == "splat" else "")


def is_absolute(target: str) -> bool:
    """Whether a target names a host."""
    return bool(urlsplit(target).netloc)
