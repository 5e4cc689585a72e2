"""Two workers answer as one: who signs in at one is known to both, and wrong passwords are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from .sites import EMAIL, PASSWORD, site_with_administrator


@pytest.fixture(scope="module")
def workers(packaged_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of two workers with one administrator."""
    place = tmp_path_factory.mktemp("records")
    with site_with_administrator(packaged_workspace, place, "--workers", "2") as address:
        yield address


class Reader:
    """A browser that opens a connection for each request, so that any worker may answer it."""

    def __init__(self, site: str) -> None:
        self._host = urlsplit(site).netloc
        self._cookies: dict[str, str] = {}

    def ask(self, path: str, **form: str) -> tuple[int, str]:
        connection = HTTPConnection(self._host)
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if form:
            sent |= {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST" if form else "GET", path, urlencode(form), sent)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self._cookies[key] = kept
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def sign_in(self, password: str) -> tuple[int, str]:
        page = self.ask("/accounts/login/")[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        form = {"csrfmiddlewaretoken": token[1], "login": EMAIL, "password": password}
        return self.ask("/accounts/login/", **form)


def test_who_signs_in_at_one_worker_is_known_to_both(workers: str) -> None:
    reader = Reader(workers)
    assert reader.sign_in(PASSWORD)[0] == 302
    assert {reader.ask("/desk/people/")[0] for _ in range(20)} == {200}


def test_wrong_passwords_are_counted_by_both_together(workers: str) -> None:
    for _ in range(5):
        assert "is wrong" in Reader(workers).sign_in("wrong")[1]
    for _ in range(6):
        status, page = Reader(workers).sign_in(PASSWORD)
        assert status == 200
        assert "Too many wrong passwords" in page
