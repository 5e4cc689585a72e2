"""The API says what the pages say, to any program that asks."""

from __future__ import annotations

import csv
import html
import io
import re
from typing import TYPE_CHECKING, Any

import pytest

from .addresses import EVERY

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from playwright.sync_api import Page

ADDRESS = "/api/v1/measures/all_crime"
QUERY = {"area": "E23000003", "to": "2019-12"}
CATALOGUE = "/api/v1/catalogue"
in_a_browser = pytest.mark.xdist_group("browser")


def twin_of(address: str) -> str:
    path, mark, query = address.partition("?")
    return f"/api/v1{path.rstrip('/')}{mark}{query}"


def tables_of(said: dict[str, Any]) -> list[dict[str, Any]]:
    return [*said["tables"], *(c["data"] for c in said["charts"] if c["data"])]


def texts_of(said: dict[str, Any]) -> list[str]:
    return [c["text"] for t in tables_of(said) for row in t["rows"] for c in row["cells"]]


def words(text: str) -> str:
    """What is read of HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


# The same as the page


@pytest.mark.parametrize("address", EVERY)
def test_page_and_twin_hold_the_same_figures(client: Client, address: str) -> None:
    said = client.get(twin_of(address)).json()
    text = client.get(address).content.decode()
    shown = words(text)
    assert said["title"] in shown
    cells = [cell for t in tables_of(said) for row in t["rows"] for cell in row["cells"]]
    assert [c["text"] for c in cells if c["figure"] and words(c["text"]) not in shown] == []
    tables = "".join(re.findall(r"<table [^>]*id=.*?</table>", text, re.DOTALL))
    printed = {words(each) for each in re.findall(r"<td[ >].*?</td>", tables, re.DOTALL)}
    numbers = {each for each in printed if re.fullmatch(r"[-−+]?[\d,.]+%?", each)}
    assert numbers <= {words(c["text"]) for c in cells}


@pytest.mark.parametrize("address", EVERY)
def test_the_page_leads_to_its_twin_and_the_twin_to_the_page(client: Client, address: str) -> None:
    text = client.get(address).content.decode()
    link = re.search(r'<link rel="alternate" type="application/json" href="([^"]+)">', text)
    assert link
    assert link[0] in text.partition("</head>")[0]
    said = client.get(html.unescape(link[1])).json()
    assert texts_of(said) == texts_of(client.get(twin_of(address)).json())
    assert client.get(said["page"]).content.decode().count(html.escape(said["title"])) > 0
    for chart in said["charts"][:1]:
        assert client.get(chart["spec"]).json()["$schema"].startswith("https://vega.github.io/")


@pytest.mark.parametrize("address", EVERY)
def test_the_answer_is_as_it_is_described(client: Client, address: str) -> None:
    from scrutiny.web.api.schemas import Twin

    answer = client.get(twin_of(address))
    assert answer.status_code == 200
    assert (
        Twin.model_validate_json(answer.content, strict=False).model_dump(mode="json")
        == answer.json()
    )


@pytest.mark.parametrize("address", EVERY)
def test_the_csv_has_the_cells_of_the_json(client: Client, address: str) -> None:
    answer = client.get(twin_of(address), headers={"Accept": "text/csv"})
    assert answer["Content-Type"].startswith("text/csv")
    assert "Accept" in answer["Vary"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert [row["text"] for row in rows] == texts_of(client.get(twin_of(address)).json())


def test_csv_can_be_asked_for_in_the_address(client: Client) -> None:
    by_header = client.get(CATALOGUE, headers={"Accept": "text/csv;q=0.9, application/json;q=0.1"})
    by_name = client.get(f"{CATALOGUE}?format=csv", headers={"Accept": "application/json"})
    assert by_name.content == by_header.content
    assert client.get(f"{CATALOGUE}?format=json", headers={"Accept": "text/csv"}).json()


def test_a_browser_gets_json(client: Client) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
    assert client.get(CATALOGUE, headers={"Accept": accept})["Content-Type"] == "application/json"


def test_every_figure_leads_to_its_source(client: Client) -> None:
    said = client.get(ADDRESS, QUERY).json()
    figures = {figure["id"]: figure for figure in said["figures"]}
    sources = {source["key"] for source in said["sources"]}
    named = {c["figure"] for t in tables_of(said) for r in t["rows"] for c in r["cells"]} - {None}
    assert named
    assert named <= set(figures)
    assert {figure["source"] for figure in figures.values()} <= sources


# Pages of an answer


def test_the_pages_of_a_long_table_make_the_whole(client: Client) -> None:
    whole = client.get(CATALOGUE).json()["tables"][0]
    rows, address = [], f"{CATALOGUE}?size=100"
    while address:
        answer = client.get(address)
        said = answer.json()
        rows += said["tables"][0]["rows"]
        assert said["tables"][0]["total"] == whole["total"] == len(whole["rows"])
        following = re.search(r'<([^>]+)>; rel="next"', answer["Link"])
        address = following[1] if following else ""
    assert rows == whole["rows"]
    assert said["paging"]["page"] == said["paging"]["pages"] == -(-whole["total"] // 100)


def test_a_page_has_only_the_figures_that_it_prints(client: Client) -> None:
    whole = client.get(ADDRESS, QUERY).json()
    said = client.get(ADDRESS, QUERY | {"size": 1}).json()
    printed = {c["figure"] for t in tables_of(said) for r in t["rows"] for c in r["cells"]} - {None}
    elsewhere = {c["figure"] for t in tables_of(whole) for r in t["rows"] for c in r["cells"]}
    given = {figure["id"] for figure in said["figures"]}
    assert printed <= given
    assert given & elsewhere == printed
    assert len(given) < len(whole["figures"])


def test_a_page_that_is_one_of_several_keeps_its_own_number(client: Client) -> None:
    answer = client.get("/api/v1/areas?q=burn&page=2")
    assert '/api/v1/areas?q=burn&page=3>; rel="next"' in answer["Link"]
    assert answer.json()["paging"]["page"] == 2
    first = client.get("/api/v1/areas?q=burn").json()
    assert first["paging"]["pages"] == answer.json()["paging"]["pages"] > 2
    assert texts_of(first) != texts_of(answer.json())


# What is refused


@pytest.mark.parametrize(
    ("address", "status", "why"),
    [
        (f"{ADDRESS}?to=2019-13", 400, "written YYYY-MM"),
        (f"{ADDRESS}?window=1000y", 400, "quarter"),
        (f"{ADDRESS}?as_at=2019-02-30", 400, "written YYYY-MM-DD"),
        (f"{ADDRESS}?fro=2019-12", 400, "no parameter 'fro'"),
        (f"{ADDRESS}?format=xml", 400, "json or csv"),
        (f"{ADDRESS}?size=0", 400, "from 1 to"),
        (f"{ADDRESS}?format=csv&size=5", 400, "has every row"),
        ("/api/v1/compare/all_crime?sort=colour", 400, "value, change, rank or name"),
        (f"{ADDRESS}?page=900", 404, "no page 900"),
        (f"{ADDRESS}?area=E99999999", 404, "no area with the code"),
        (f"{ADDRESS}?to=2999-12", 404, "has not come yet"),
        ("/api/v1/measures/no_such", 404, "no_such"),
        ("/api/v1/nothing", 404, "no page at this address"),
        ("/api/v1/catalogue/", 404, "no page at this address"),
        ("/api/v1/measures/%00", 404, "no page at this address"),
        (f"{CATALOGUE}?edition=no-such", 410, "replaced by newer"),
        (f"{CATALOGUE}?q={'a' * 2_000}", 414, "at most 2,000"),
    ],
)
def test_what_is_wrong_is_told_as_a_problem(
    client: Client, address: str, status: int, why: str
) -> None:
    from scrutiny.web.api.schemas import Problem

    answer = client.get(address)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    said = Problem.model_validate_json(answer.content)
    assert said.status == status
    assert why in said.detail


def test_a_problem_leads_to_what_may_have_been_meant(client: Client) -> None:
    said = client.get(f"{CATALOGUE}?q=burglary&edition=no-such").json()
    assert [link["href"] for link in said["instead"]] == [f"{CATALOGUE}?q=burglary"]
    said = client.get("/api/v1/areas/E99999999").json()
    for link in said["instead"]:
        assert client.get(link["href"]).json()["title"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_it_can_only_be_read(client: Client, method: str) -> None:
    answer = getattr(client, method)(CATALOGUE)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


def test_head_has_the_headers_of_get(client: Client) -> None:
    asked, told = client.head(CATALOGUE), client.get(CATALOGUE)
    assert asked.status_code == 200
    assert asked.content == b""
    assert {n: asked[n] for n in ("ETag", "Link", "Content-Length")} == {
        n: told[n] for n in ("ETag", "Link", "Content-Length")
    }


# Open to other sites


def test_any_site_may_call_it_and_only_it(client: Client) -> None:
    for address in (CATALOGUE, f"{CATALOGUE}?size=0", "/api/v1/nothing", "/api/v1/openapi.json"):
        answer = client.get(address, headers={"Origin": "https://other.example"})
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
    assert "Access-Control-Allow-Origin" not in client.get("/catalogue/")


def test_another_site_may_send_the_etag_that_it_has(client: Client) -> None:
    ask = {
        "Origin": "https://other.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    answer = client.options(CATALOGUE, headers=ask)
    assert answer.status_code == 204
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]
    first = client.get(CATALOGUE)
    assert "ETag" in first["Access-Control-Expose-Headers"]
    again = client.get(CATALOGUE, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


# How often


def test_who_asks_too_often_is_told_when_to_go_on(client: Client, settings_of: Any) -> None:
    settings_of(SCRUTINY_API_LIMIT=3)
    statuses = [client.get(CATALOGUE).status_code for _ in range(5)]
    refused = client.get(CATALOGUE)
    assert statuses == [200, 200, 200, 429, 429]
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert "At most 3 requests a minute" in refused.json()["detail"]
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert client.get(CATALOGUE, REMOTE_ADDR="192.0.2.7").status_code == 200  # somebody else
    assert client.get("/catalogue/").status_code == 200  # the site's own pages


def test_a_minute_later_they_may_go_on(
    client: Client, settings_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    settings_of(SCRUTINY_API_LIMIT=1)
    now = time.time()
    monkeypatch.setattr("scrutiny.web.api.door.time.time", lambda: now)
    assert [client.get(CATALOGUE).status_code for _ in range(2)] == [200, 429]
    wait = int(client.get(CATALOGUE)["Retry-After"])
    monkeypatch.setattr("scrutiny.web.api.door.time.time", lambda: now + wait)
    assert client.get(CATALOGUE).status_code == 200


def test_no_limit_is_no_limit(client: Client, settings_of: Any) -> None:
    settings_of(SCRUTINY_API_LIMIT=0)
    assert {client.get(CATALOGUE).status_code for _ in range(130)} == {200}


def test_behind_a_proxy_it_is_the_caller_that_is_counted(client: Client, settings_of: Any) -> None:
    settings_of(SCRUTINY_API_LIMIT=1, SCRUTINY_PROXIES=1)

    def status(forwarded: str) -> int:
        return client.get(CATALOGUE, headers={"X-Forwarded-For": forwarded}).status_code

    assert status("192.0.2.1") == 200
    assert status("192.0.2.2") == 200
    assert (
        status("198.51.100.9, 192.0.2.1") == 429
    )  # what the caller says of itself is not believed


def test_without_a_proxy_a_forwarded_address_is_not_believed(
    client: Client, settings_of: Any
) -> None:
    settings_of(SCRUTINY_API_LIMIT=1)
    forged = [{"X-Forwarded-For": f"192.0.2.{n}"} for n in range(2)]
    assert [client.get(CATALOGUE, headers=each).status_code for each in forged] == [200, 429]


@pytest.fixture
def settings_of(client: Client) -> Any:
    """Sets settings of the site for one test; `client` has forgotten who asked before."""
    from django.test import override_settings

    changed: list[Any] = []

    def change(**given: Any) -> None:
        changed.append(override_settings(**given))
        changed[-1].enable()

    yield change
    for each in reversed(changed):
        each.disable()


# As it is described


def test_every_kind_of_page_is_described(client: Client) -> None:
    from scrutiny.web.kinds import PAGES

    paths = client.get("/api/v1/openapi.json").json()["paths"]
    of_records = [each for each in paths if each.startswith("/api/v1/scrutiny/")]
    names = [paths[each]["get"]["operationId"] for each in paths if each not in of_records]
    assert names == [kind.name for kind in PAGES]
    assert len(of_records) == 15
    for each in paths.values():
        assert set(each) == {"get"}
        assert {"200", "304", "400", "404", "410", "414", "429", "503"} == set(
            each["get"]["responses"]
        )
        said = [parameter.get("description", "") for parameter in each["get"]["parameters"]]
        assert not {"", "As on the page"} & set(said)


def test_the_page_about_the_api_has_every_operation_and_its_examples_work(client: Client) -> None:
    text = client.get("/api/v1/docs").content.decode()
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert [path for path in paths if f"GET {path}<" not in text] == []
    examples = re.findall(r'Example: <a [^>]*href="([^"]+)"', text)
    assert len(examples) >= 6
    for example in examples:
        assert client.get(html.unescape(example)).status_code == 200


def test_the_page_about_the_api_is_found(client: Client) -> None:
    assert 'href="/api/v1/docs"' in client.get("/catalogue/").content.decode()
    assert client.get("/api/v1/")["Location"] == "/api/v1/docs"


@in_a_browser
def test_the_page_about_the_api_can_be_used_by_anyone(
    visit: Callable[..., Page], violations: Callable[[str], list[str]]
) -> None:
    page = visit("/api/v1/docs", width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations("/api/v1/docs") == []
