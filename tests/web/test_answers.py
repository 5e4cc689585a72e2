"""Answers that are kept: the right one to each who asks, and no more than there is room for."""

from __future__ import annotations

import gzip
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scrutiny.web.answers import Answer, Answers

if TYPE_CHECKING:
    from django.test import Client

PAGE = "/catalogue/"


def held(folder: Path) -> int:
    """The bytes of disk that a folder's files take."""
    return sum(entry.stat().st_blocks * 512 for entry in os.scandir(folder))


def test_an_answer_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = Answers(tmp_path)
    answer = Answer.of((("Content-Type", "text/plain"), ("X-Name", "a: b")), b"x\ny" * 900, True)
    kept.put("key", answer)
    assert kept.get("key") == answer
    assert answer.plain() == b"x\ny" * 900
    assert len(answer.body) < 100
    assert kept.get("other") is None


def test_another_process_finds_it(tmp_path: Path) -> None:
    Answers(tmp_path).put("key", Answer.of((), b"body", False))
    found = Answers(tmp_path).get("key")
    assert found is not None
    assert found.plain() == b"body"


def test_thousands_of_addresses_do_not_fill_the_disk(tmp_path: Path) -> None:
    most = 2_000_000
    kept = Answers(tmp_path, most)
    for number in range(3_000):
        kept.put(f"address {number}", Answer.of((), f"{number}".encode() * 200, False))
    assert held(tmp_path) <= most
    assert kept.get("address 2999") is not None  # the oldest went first
    assert kept.get("address 0") is None


def test_a_full_disk_is_no_fault_of_the_answer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Answers(tmp_path / "gone")
    kept.put("key", Answer.of((), b"body", False))
    assert kept.get("key") is None
    assert "cannot be kept" in caplog.text


def test_threads_that_write_and_read_at_once_get_whole_answers(tmp_path: Path) -> None:
    kept, wrong = Answers(tmp_path, 500_000), []

    def work(seed: int) -> None:
        for number in range(200):
            key = f"{(seed + number) % 50}"
            kept.put(key, Answer.of((), key.encode() * 5_000, True))
            found = kept.get(key)
            if found is not None and found.plain() != key.encode() * 5_000:
                wrong.append(key)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert not list(tmp_path.glob(".*"))


# What the site answers


def test_an_answer_is_the_same_the_second_time(client: Client) -> None:
    first, second = client.get(PAGE), client.get(PAGE)
    assert first.content == second.content
    assert dict(first.items()) == dict(second.items())


def test_who_takes_no_compressed_answer_gets_the_same_plain(client: Client) -> None:
    packed = client.get(PAGE, headers={"Accept-Encoding": "br;q=1.0, gzip;q=0.8"})
    for accepted in ("", "br", "gzip;q=0", "gzip; q=0.0"):
        plain = client.get(PAGE, headers={"Accept-Encoding": accepted})
        assert "Content-Encoding" not in plain
        assert gzip.decompress(packed.content) == plain.content
        assert "Accept-Encoding" in plain["Vary"]
        assert plain["ETag"] == packed["ETag"]
        assert plain["ETag"].startswith("W/")  # for both forms have it


def test_a_head_request_gets_the_headers_of_the_page_and_no_body(client: Client) -> None:
    head = client.head(PAGE)
    page = client.get(PAGE)
    assert head.content == b""
    assert dict(head.items()) == dict(page.items())
    assert head["Content-Length"] == str(len(page.content))


def test_a_browser_asks_each_time_whether_it_is_still_so(client: Client) -> None:
    first = client.get(PAGE)
    assert first["Cache-Control"] == "no-cache"
    for tag in (first["ETag"], f'"other", {first["ETag"]}', "*"):
        again = client.get(PAGE, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
    assert client.get(PAGE, headers={"If-None-Match": '"other"'}).status_code == 200


def test_statistics_are_the_same_for_who_is_signed_in(client: Client) -> None:
    first = client.get(PAGE)
    client.cookies["sessionid"] = "secret"
    assert client.get(PAGE)["ETag"] == first["ETag"]


def test_what_is_for_one_person_is_kept_nowhere(client: Client) -> None:
    page = client.get("/accounts/login/")
    assert "Cookie" in page["Vary"]
    assert "no-store" in page["Cache-Control"]
    assert "ETag" not in page


def test_a_cookie_of_another_program_makes_no_difference(client: Client) -> None:
    first = client.get(PAGE)
    client.cookies["analytics"] = "1"
    assert client.get(PAGE)["ETag"] == first["ETag"]


def test_each_host_and_each_query_has_its_own_answer(client: Client) -> None:
    one = client.get("/robots.txt", headers={"Host": "localhost"})
    other = client.get("/robots.txt", headers={"Host": "127.0.0.1"})
    assert b"http://localhost/" in one.content
    assert b"http://127.0.0.1/" in other.content
    assert (
        client.get("/catalogue/?q=burglary").content != client.get("/catalogue/?q=robbery").content
    )


def test_what_is_wrong_is_not_kept(client: Client) -> None:
    answer = client.get("/measures/all_crime/?to=never")
    assert answer.status_code == 400
    assert "ETag" not in answer
