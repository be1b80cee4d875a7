"""The archive's two paginators: the ordinary one, and the lazy one of the asset listing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from builder.serve.http.answers import Refused

DEFAULT_SIZE = 100
LARGEST_SIZE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which rows of a listing a request asked for."""

    page: int
    """Counted from 1."""
    size: int
    total: int
    """How many rows there are in all."""

    @property
    def start(self) -> int:
        return (self.page - 1) * self.size

    @property
    def stop(self) -> int:
        return min(self.page * self.size, self.total)

    @property
    def is_last(self) -> bool:
        return self.page * self.size >= self.total


def asked_window(query: Mapping[str, str], total: int, *, lazy: bool = False) -> Window:
    """The page that a query asks for.

    Sizes are cut to 1,000, and an unreadable one is 100. The ordinary paginator knows `last` and refuses pages after
    it; the lazy one, which counts only once, gives empty pages there.
    """
    size = _whole_number(query.get("page_size", ""), default=DEFAULT_SIZE)
    size = min(size, LARGEST_SIZE) if size > 0 else DEFAULT_SIZE
    last = max(1, -(-total // size))
    asked = query.get("page") or "1"
    page = last if asked == "last" and not lazy else _whole_number(asked, default=0)
    if page < 1 or (page > last and not lazy):
        raise Refused({"detail": "Invalid page."}, 404)
    return Window(page=page, size=size, total=total)


def page_object(
    url: str, parameters: Sequence[tuple[str, str]], window: Window, rows: Sequence[object], *, lazy: bool = False
) -> dict[str, object]:
    """The object around the rows; `next` and `previous` repeat the request's parameters, in order of name."""
    return {
        "count": None if lazy and window.page > 1 else window.total,
        "next": None if window.is_last else _page_url(url, parameters, window.page + 1),
        "previous": _page_url(url, parameters, window.page - 1) if window.page > 1 else None,
        "results": rows,
    }


def _page_url(url: str, parameters: Sequence[tuple[str, str]], page: int) -> str:
    kept = [(name, value) for name, value in parameters if name != "page"]
    if page > 1:
        kept.append(("page", str(page)))
    kept.sort(key=lambda pair: pair[0])
    return f"{url}?{urlencode(kept)}" if kept else url


def _whole_number(text: str, *, default: int) -> int:
    try:
        return int(text)
    except ValueError:
        return default
