"""Whether a host need not build: only where the site certainly is up to date."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from builder.catalog.links.instances import KNOWN_INSTANCES
from builder.site.pipeline.current import current_script
from builder.unchanged import POINTER, main
from support import ROOT
from support.archives.faulty import NO_ANSWER, NOT_FOUND, WEB_PAGE, Answer, Door, cut, open_door, says

SAMPLE = ROOT.parent / "shared" / "api_samples" / "dandisets.json"
NOW = datetime.now(UTC)
PUSHED = {"COMMIT_REF": "a1", "CACHED_COMMIT_REF": "a1"}


def at(ago: timedelta) -> str:
    return (NOW - ago).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def version(ago: timedelta) -> dict[str, object]:
    return {"version": "draft", "modified": at(ago)}


def listing(**changes: object) -> dict[str, object]:
    """Of two dandisets that changed 30 hours ago and before."""
    old = {"identifier": "000001", "modified": at(timedelta(days=900))}
    new = {"identifier": "000002", "modified": at(timedelta(days=800))}
    drafts = {"draft_version": version(timedelta(hours=30)), "most_recent_published_version": None}
    items = [{**old, **drafts}, {**new, **drafts, **changes}]
    return {"count": 2, "next": None, "previous": None, "results": items}


def pointer(ago: timedelta = timedelta(hours=24), **more: object) -> Answer:
    read = {"utc": at(ago)[:19] + "Z", "text": "then", "whole": True, **more}
    return Answer(200, f"catalogCurrent.put({json.dumps({'read': read, 'search': {'list': 'list.1'}})});\n".encode())


@pytest.fixture
def door() -> Iterator[Door]:
    """An archive that hasn't changed since the site beside it was built; its faults are the test's."""
    with open_door() as door:
        answers = {f"/{POINTER}": pointer(), "/api/dandisets/": says(listing())}
        door.pass_on = lambda asked: answers[asked.path.partition("?")[0]]  # type: ignore[method-assign]
        yield door


def ask(door: Door, **environment: str) -> int:
    return main([door.api], {"URL": door.url, **PUSHED, **environment})


def test_a_site_that_is_up_to_date_is_not_built_again(door, capsys):
    assert ask(door) == 0
    assert capsys.readouterr().out.startswith("Nothing has changed since ")
    assert door.paths == [f"/{POINTER}", "/api/dandisets/"]


@pytest.mark.parametrize(("later", "code"), [(timedelta(hours=30), 0), (timedelta(hours=1), 1)])
def test_a_list_of_several_pages_is_read_to_its_end(door, later, code):
    pages = [
        {**listing(), "count": 4, "next": f"{door.api}/dandisets/?page=2"},
        {**listing(draft_version=version(later)), "count": 4},
    ]
    answers = {f"/{POINTER}": pointer()}

    def answer(asked):
        path, _, query = asked.path.partition("?")
        return answers.get(path) or says(pages[int(query.rpartition("page=")[2]) - 1])

    door.pass_on = answer

    assert ask(door) == code


@pytest.mark.parametrize("is_whole", [True, False])
def test_the_script_of_a_site_is_understood(door, is_whole):
    script = current_script(at(timedelta(hours=24))[:19] + "Z", "then", "search/list.12345.js", is_whole=is_whole)
    door.at(POINTER, Answer(200, script))

    assert ask(door) == (0 if is_whole else 1)


def test_elsewhere_than_on_netlify_the_site_is_named(door):
    assert main([door.api, f"{door.url}/"], {}) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"draft_version": version(timedelta(hours=23))},
        {"most_recent_published_version": version(timedelta(hours=23))},
        {"modified": at(timedelta(hours=23))},
        {"draft_version": version(timedelta(hours=24, minutes=5))},
    ],
    ids=["draft", "published", "opened", "clocks differ"],
)
def test_what_changed_since_is_a_reason_to_build(door, changes):
    door.at("/dandisets/", says(listing(**changes)))

    assert ask(door) == 1


@pytest.mark.parametrize(
    "answer",
    [
        NO_ANSWER,
        NOT_FOUND,
        WEB_PAGE,
        cut(says(listing())),
        says({**listing(), "next": "http://127.0.0.1/2"}),
        says({**listing(), "count": 3}),
        says({"count": 0, "next": None, "results": []}),
        says(listing(modified=None)),
        says(listing(modified="2020-01-01T00:00:00")),
        says(listing(draft_version={})),
        says([]),
        says(None),
        Answer(503, b""),
        Answer(200, b"\xff"),
        Answer(200, b"[" * 100_000),
    ],
)
def test_an_archive_that_does_not_answer_as_it_should_is_a_reason_to_build(door, capsys, answer):
    door.at("/dandisets/", answer)

    assert ask(door) == 1
    assert capsys.readouterr().out.startswith("Building: ")


@pytest.mark.parametrize(
    "answer",
    [
        NO_ANSWER,
        NOT_FOUND,
        WEB_PAGE,
        pointer(whole=False),
        pointer(whole="yes"),
        pointer(utc="soon"),
        pointer(utc=None),
        pointer(timedelta(days=8)),
        pointer(timedelta(hours=-1)),
        Answer(200, b'window.catalogFreshness = {"utc": "2026-11-27T17:14:27Z", "text": "then"};\n'),
        Answer(200, b"catalogCurrent.put({});"),
        Answer(200, b"catalogCurrent.put([]);"),
        Answer(200, pointer().body.replace(b', "whole": true', b"")),
        Answer(200, pointer().body + pointer().body),
        Answer(200, b""),
    ],
)
def test_a_site_that_does_not_tell_how_fresh_it_is_is_built(door, capsys, answer):
    door.at(POINTER, answer)

    assert ask(door) == 1
    assert capsys.readouterr().out.startswith("Building: ")


@pytest.mark.parametrize(
    "environment",
    [{"COMMIT_REF": "b2"}, {"CACHED_COMMIT_REF": ""}, {"URL": ""}, {"URL": "nonsense"}, {"URL": "http://[/"}],
)
def test_a_new_commit_and_a_first_deploy_are_built(door, environment):
    assert ask(door, **environment) == 1


def test_without_an_archive_to_ask_there_is_a_build():
    assert main([], PUSHED) == 1


@pytest.mark.skipif(not SAMPLE.exists(), reason="the real server's answers are not here")
@pytest.mark.parametrize(("count", "code"), [(15, 1), (3, 0)], ids=["one of several pages", "whole"])
def test_the_real_servers_list_is_read(door, count, code):
    answer = {**json.loads(SAMPLE.read_text(encoding="utf-8")), "count": count}
    door.at("/dandisets/", says({**answer, "next": answer["next"] if code else None}))

    assert ask(door) == code


def test_netlify_asks_about_the_archive_that_is_harvested_by_default():
    ignore = tomllib.loads((ROOT / "netlify.toml").read_text(encoding="utf-8"))["build"]["ignore"]

    assert ignore == f"python3 -m builder.unchanged {KNOWN_INSTANCES['dandi'].api_url} || exit 1"


@pytest.mark.parametrize("is_changed", [False, True])
def test_it_runs_before_anything_is_installed_and_past_any_proxy(door, is_changed):
    if is_changed:
        door.at("/dandisets/", says(listing(modified=at(timedelta(0)))))
    ended = subprocess.run(
        [sys.executable, "-S", "-m", "builder.unchanged", door.api],  # no site-packages
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "URL": door.url, "http_proxy": "http://127.0.0.1:9", **PUSHED},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (ended.returncode, ended.stderr) == (int(is_changed), "")
