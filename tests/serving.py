"""How tests ask the live API over the small archive."""

from __future__ import annotations

import requests
from small_archive import MANY, uuid

TOTAL = MANY + 3
D1, D5 = "/api/dandisets/000001", "/api/dandisets/000005"
ASSETS = f"{D5}/versions/draft/assets/"
PATHS = f"{ASSETS}paths/"
BLOB = uuid(2, 1)


def get(url: str, path: str, **headers: str) -> requests.Response:
    """One request with these headers (_ for -), no redirect followed."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.get(url + path, headers=sent, allow_redirects=False, timeout=20)


def ids(answer: requests.Response) -> list[str]:
    """The last three digits of the dandisets on a page."""
    assert answer.status_code == 200, answer.text
    return [item["identifier"][3:] for item in answer.json()["results"]]


def paths(answer: requests.Response) -> list[str]:
    """The paths of the assets on a page."""
    assert answer.status_code == 200, answer.text
    return [item["path"] for item in answer.json()["results"]]
