"""Whether `_headers` gives every page a Content-Security-Policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from builder.check.site.notes import Finding

HEADERS = "_headers"

_POLICY = "content-security-policy"
_UNSAFE = ("unsafe-inline", "unsafe-eval")


def header_problems(text: str | None, pages: Iterable[str]) -> Iterator[Finding]:
    """`text` is that of `_headers`, None if there is none; `pages` are the addresses of all pages.

    Only policies count here, and only patterns with a * at their end; `serve` reads all of such a file.
    """
    if text is None:
        yield Finding(where=HEADERS, what="is missing: no page would have a Content-Security-Policy")
        return
    policies = _policies(text.splitlines())
    for pattern, policy in policies:
        for word in _UNSAFE:
            if word in policy:
                yield Finding(where=HEADERS, what=f"the policy for {pattern} allows {word}")
    for path in sorted({_sample(page) for page in pages}):
        count = sum(_matches(pattern, path) for pattern, _ in policies)
        if count != 1:
            what = f"{count} rules give it a policy: browsers obey all" if count else "no rule gives it a policy"
            yield Finding(where=HEADERS, what=f"{path}: {what} (Content-Security-Policy)")


def _policies(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Path patterns and the policies that they set."""
    found: list[tuple[str, str]] = []
    pattern = ""
    for line in lines:
        if line.startswith("/"):
            pattern = line.strip()
        name, _, value = line.strip().partition(":")
        if pattern and line[:1].isspace() and name.strip().lower() == _POLICY:
            found.append((pattern, value.strip()))
    return found


def _sample(page: str) -> str:
    """What stands for a page: it itself at the top, else its top folder."""
    top, slash, _ = page.partition("/")
    return f"/{top}{slash}"


def _matches(pattern: str, path: str) -> bool:
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern
