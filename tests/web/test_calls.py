"""The API's limit: one count for all workers of a server, and who is counted."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scrutiny.web.api.calls import _HEAD, PLACES, Calls

from .conftest import SOURCE, running
from .test_security import NEEDED, django

_OTHER = """
import sys
from pathlib import Path
from scrutiny.web.api.calls import Calls
calls = Calls(Path(sys.argv[1]))
print(max(calls.count("192.0.2.1", 7) for _ in range(500)))
"""


def test_each_caller_is_counted_by_itself_and_each_minute_anew(tmp_path: Path) -> None:
    calls = Calls(tmp_path / "calls")
    assert [calls.count("192.0.2.1", 7) for _ in range(3)] == [1, 2, 3]
    assert calls.count("192.0.2.2", 7) == 1
    assert calls.count("192.0.2.1", 8) == 1
    calls.clear()
    assert calls.count("192.0.2.1", 8) == 1


def test_processes_and_threads_count_together_and_lose_none(tmp_path: Path) -> None:
    file = tmp_path / "calls"
    ours = Calls(file)
    others = [
        subprocess.Popen(
            [sys.executable, "-c", _OTHER, str(file)],
            env={"PYTHONPATH": str(SOURCE)},
            stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: ours.count("192.0.2.1", 7), range(500)))
    for other in others:
        other.communicate()
        assert other.returncode == 0
    assert ours.count("192.0.2.1", 7) == 1501


def test_no_number_of_callers_makes_the_file_grow(tmp_path: Path) -> None:
    calls = Calls(tmp_path / "calls")
    for n in range(2_000):
        calls.count(f"2001:db8::{n:x}", 7)
    assert (tmp_path / "calls").stat().st_size == _HEAD.size + 4 * PLACES


def test_who_shares_a_place_cannot_be_known_before(tmp_path: Path) -> None:
    """Else a caller could be shut out by calls from an address that was picked for it."""
    calls = Calls(tmp_path / "calls")
    assert len({calls._place("192.0.2.1", minute) for minute in range(20)}) > 15


def test_the_workers_of_a_server_hold_to_one_limit(packaged_workspace: Path) -> None:
    with running(packaged_workspace, "--workers", "2", SCRUTINY_API_LIMIT="5") as address:

        def status(_: int) -> int:
            request = urllib.request.Request(f"{address}/api/v1/openapi.json")
            try:
                with urllib.request.urlopen(request) as answer:
                    json.load(answer)
                    return int(answer.status)
            except urllib.error.HTTPError as error:
                return error.code

        with ThreadPoolExecutor(8) as pool:
            statuses = sorted(pool.map(status, range(40)))
    # Should a minute end between them, the count began again.
    assert statuses in ([200] * 5 + [429] * 35, [200] * 10 + [429] * 30)


_ASKED = "from django.conf import settings; print(settings.SCRUTINY_PROXIES)"


@pytest.mark.parametrize(("given", "proxies"), [({}, "1"), ({"SCRUTINY_PROXIES": "2"}, "2")])
def test_a_server_may_stand_behind_several_proxies(given: dict[str, str], proxies: str) -> None:
    ran = django("shell", "--no-imports", "-c", _ASKED, **NEEDED | given)
    assert ran.stdout.strip() == proxies, ran.stderr


@pytest.mark.parametrize("name", ["SCRUTINY_PROXIES", "SCRUTINY_API_LIMIT"])
@pytest.mark.parametrize("wrong", ["-1", "one", "1.5", "²"])
def test_a_setting_that_is_no_whole_number_is_refused(name: str, wrong: str) -> None:
    ran = django("check", **NEEDED | {name: wrong})
    assert ran.returncode != 0
    assert f"{name} is a whole number of" in ran.stderr
