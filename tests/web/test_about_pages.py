"""The pages about the site itself: data, the catalogue, the glossary, methods, accessibility."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import scrutiny

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

ROOT = Path(scrutiny.__file__).parents[2]
in_a_browser = pytest.mark.xdist_group("browser")


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def loads_of(client: Client) -> list[str]:
    found = re.findall(r'href="(/data/loads/[^"]+/)"', text_of(client, "/data/"))
    assert found
    return found


def a_load(client: Client, kind: str) -> str:
    return next(address for address in loads_of(client) if f"/{kind}-" in address)


def edition() -> Any:
    from scrutiny.web.edition import editions

    return editions().current()


# Data


def test_every_load_is_listed_once_with_its_rows(client: Client) -> None:
    from scrutiny.warehouse.loads import load_records

    records = load_records(edition().snapshot)
    assert sorted(loads_of(client)) == sorted(f"/data/loads/{r.load}/" for r in records)
    table = client.get("/data/tables/loads.csv").content.decode()
    for r in records:
        assert f",{r.rows_read},{r.rows_kept},{r.rows_rejected}," in next(
            line for line in table.splitlines() if r.load in line
        )


def test_a_load_that_a_later_release_replaced_says_so(client: Client) -> None:
    text = text_of(client, a_load(client, "recorded-crime-2018"))
    assert "Replaced by a later release" in text
    assert "counts instead" in text
    assert "All in use" in text_of(client, a_load(client, "recorded-crime-2026"))


def test_a_release_of_tomorrow_is_nowhere(client: Client) -> None:
    """Not on the page, not in its downloads, and not by its address."""
    from scrutiny.web.asked import Asked, NotThereError
    from scrutiny.web.content.data import data_page
    from scrutiny.web.content.load import load_page
    from scrutiny.web.content.loads import public_loads

    now = edition()
    last = public_loads(now)[0].record
    day_before = type(now)(now.workspace, now.snapshot, last.released - timedelta(days=1))
    asked = Asked("E23000003", now.latest_quarter("E23000003"))
    page = data_page(day_before, asked)
    shown = {each.record.load for source in page.published for each in source.loads}
    assert last.load not in shown
    assert shown
    assert all(last.load != row.cells[0].text for row in page.tables[0].rows)
    with pytest.raises(NotThereError) as embargoed:
        load_page(day_before, asked, last.load)
    with pytest.raises(NotThereError) as unknown:
        load_page(day_before, asked, "no-such-load")
    assert str(embargoed.value).replace(last.load, "") == str(unknown.value).replace(
        "no-such-load", ""
    )


def test_a_load_that_waits_to_be_calculated_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scrutiny.web.content import loads

    now = edition()
    waits = loads.public_loads(now)[0].record.load
    calculated = {k: v for k, v in now.reader.vintage.calculated.items() if k != waits}
    monkeypatch.setitem(now.reader.vintage.__dict__, "calculated", calculated)
    found = {each.record.load: each for each in loads.public_loads(now)}
    assert found[waits].standing == "not calculated yet"
    assert found[waits].answers == 0
    assert replace(found[waits], calculated=True).standing != "not calculated yet"


def test_a_load_shows_its_files_and_every_finding(client: Client) -> None:
    from scrutiny.warehouse.loads import load_records

    address = a_load(client, "workforce")
    record = next(r for r in load_records(edition().snapshot) if r.load in address)
    text = text_of(client, address)
    for file in record.files:
        assert file.name in text
        assert file.sha256 in text
    assert record.quality["findings"]
    for finding in record.quality["findings"]:
        assert finding["title"] in text
        assert finding["detail"] in text
        assert f"{finding['rows']:,}" in text
        assert all(example in text for example in finding["examples"])
    assert "2 sheets" in text  # what is not counted in rows says what it is counted in


def test_a_load_of_thousands_of_areas_shows_the_first_and_gives_them_all(client: Client) -> None:
    address = a_load(client, "population-2021")
    text = text_of(client, address)
    more = re.search(r"And ([\d,]+) more", text)
    assert more
    rows = client.get(f"{address}tables/covers.csv").content.decode().splitlines()
    assert len(rows) - 1 == 50 + int(more[1].replace(",", ""))


def test_a_load_that_is_not_there_leads_to_those_that_are(client: Client) -> None:
    assert 'href="/data/"' in text_of(client, "/data/loads/street-1999/", 404)


# The catalogue


def titles(text: str) -> list[str]:
    return re.findall(r'app-listed__title" href="[^"]+">([^<]+)<', text)


def test_the_catalogue_lists_every_measure_once(client: Client) -> None:
    found = titles(text_of(client, "/catalogue/"))
    assert sorted(found) == sorted(m.title for m in edition().catalogue.measures)


def test_filters_keep_what_fits_all_of_them(client: Client) -> None:
    measures = edition().catalogue.measures
    found = titles(text_of(client, "/catalogue/?q=rate&unit=percent&given_by=home-office-outcomes"))
    expected = [
        m.title
        for m in measures
        if "rate" in f"{m.title} {m.why} {m.id}".lower()
        and m.unit == "percent"
        and "home-office-outcomes" in m.sources
    ]
    assert sorted(found) == sorted(expected)
    assert found


def test_a_measure_without_figures_for_the_force_says_so(client: Client) -> None:
    """Sussex has recorded crime in the packaged data, and nothing of its own systems."""
    text = text_of(client, "/catalogue/?area=E23000033")
    assert "No figures for Sussex are loaded." in text
    only = text_of(client, "/catalogue/?area=E23000033&figures=yes")
    assert "No figures for" not in only
    assert 0 < len(titles(only)) < len(titles(text))


def test_a_filter_that_is_not_offered_is_a_wrong_address(client: Client) -> None:
    assert "priority is one of" in text_of(client, "/catalogue/?priority=cats", 400)
    assert "unit is one of" in text_of(client, "/catalogue/?unit=furlongs", 400)
    assert "figures is yes" in text_of(client, "/catalogue/?figures=1", 400)
    assert "No measure fits" in text_of(client, "/catalogue/?q=zebra")


# Glossary and methods


def test_the_glossary_has_every_term_of_its_file_under_an_address_of_its_own(
    client: Client,
) -> None:
    terms = re.findall(r"^\*\*(.+?)\*\*", (ROOT / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE)
    text = text_of(client, "/glossary/")
    ids = re.findall(r'class="app-terms__term" id="([^"]+)"', text)
    assert len(ids) == len(terms) == len(set(ids))
    for term in terms:
        assert term in text
    every = re.findall(r' id="([^"]+)"', text)
    assert len(every) == len(set(every))


def test_a_term_is_found_by_any_of_its_names(django_site: None) -> None:
    from scrutiny.web.pages.environment import term

    assert str(term("control charts")) == (
        '<a class="govuk-link" href="/glossary/#control-chart">control charts</a>'
    )
    assert 'href="/glossary/#numerator"' in term("denominator", "the number below")
    assert 'href="/glossary/#asb"' in term("anti-social behaviour")
    assert "&lt;b&gt;" in term("ASB", "<b>")


def test_a_link_to_what_is_not_explained_is_an_error(django_site: None) -> None:
    from scrutiny.web.pages.environment import method, term

    with pytest.raises(LookupError, match="'zebra'"):
        term("zebra")
    with pytest.raises(LookupError, match="'zebra'"):
        method("zebra", "how")
    assert method("significance", "a test") == (
        '<a class="govuk-link" href="/methods/#significance">a test</a>'
    )


def test_the_methods_have_every_section_of_their_file_and_every_break(client: Client) -> None:
    heads = re.findall(r"^## (.+)$", (ROOT / "docs/methods.md").read_text("utf-8"), re.MULTILINE)
    text = text_of(client, "/methods/")
    for head in heads:
        assert f">{head}</h2>" in text
    every = re.findall(r' id="([^"]+)"', text)
    for anchor in re.findall(r'href="#([^"]+)"', text):
        assert anchor in every
    assert len(every) == len(set(every))
    for why in {b.why for m in edition().catalogue.measures for b in m.breaks}:
        assert why in text
    assert ".md" not in "".join(re.findall(r'href="([^"]*)"', text))


def test_the_texts_are_in_the_package_that_users_install() -> None:
    import tomllib

    from scrutiny.web.content.prose import ORIGINALS

    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    assert build["targets"]["wheel"]["force-include"] == {
        original: f"scrutiny/web/texts/{name}.md" for name, original in ORIGINALS.items()
    }


def test_an_installed_copy_is_read_before_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scrutiny.errors import ScrutinyError
    from scrutiny.web.content import prose

    web = tmp_path / "lib" / "scrutiny" / "web"
    monkeypatch.setattr(prose, "WEB", web)
    with pytest.raises(ScrutinyError, match=r"lacks its text glossary\.md"):
        prose.text("glossary")
    (web / "texts").mkdir(parents=True)
    (web / "texts" / "glossary.md").write_text("# Installed", encoding="utf-8")
    assert prose.text("glossary") == "# Installed"


def test_a_text_becomes_html_that_the_policy_allows() -> None:
    from scrutiny.web.content.prose import html

    made = html(
        "<b>x</b>\n\n|a|b|\n|:-|-:|\n|1|[c](gone.md) [d](here.md)|\n", "Sums", {"here.md": "#x"}
    )
    assert "<b>" not in made
    assert "style=" not in made
    assert 'aria-label="Sums: table 1"' in made
    assert 'c <a href="#x" class="govuk-link">d</a>' in made


# The accessibility statement


def test_the_statement_says_how_to_report_a_fault(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.template import engines

    assert "Ask the body that runs this site" in text_of(client, "/accessibility/")
    names = engines["jinja2"].env.globals
    for contact, link in (
        ("access@example.org", "mailto:access@example.org"),
        ("https://example.org/report", "https://example.org/report"),
    ):
        monkeypatch.setitem(names, "contact", contact)
        text = engines["jinja2"].get_template("accessibility.html").template.render(
            page=_statement(), kinds=(), asked=_statement().asked, edition=edition(),
            kind=_Kind, here="/accessibility/", query={},
        )  # fmt: skip
        assert f'href="{link}"' in text


class _Kind:
    name = "accessibility"
    route = "accessibility/"


def _statement() -> Any:
    from scrutiny.web.asked import asked
    from scrutiny.web.content.accessibility import accessibility_page

    return accessibility_page(edition(), asked(edition(), {}))


# In a browser


@in_a_browser
@pytest.mark.parametrize("kind", ["stop-and-search", "population-2021"])
def test_the_page_of_a_load_is_accessible_and_fits_a_narrow_screen(
    client: Client,
    visit: Callable[..., Page],
    violations: Callable[[str], list[str]],
    kind: str,
) -> None:
    page = visit("/data/", width=320)
    address = page.locator(f"a[href*='/{kind}']").first.get_attribute("href")
    assert address
    assert violations(address) == []
    page = visit(address, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@in_a_browser
def test_the_catalogue_is_searched_while_typing_and_without_scripts(
    visit: Callable[..., Page],
) -> None:
    page = visit("/catalogue/")
    page.get_by_label("Find a measure").press_sequentially("burglary")
    page.get_by_text(re.compile(r"^\d+ of \d+ measures")).wait_for()
    said = page.get_by_role("status").inner_text()
    assert "q=burglary" in page.url
    plain = visit("/catalogue/", scripts=False)
    plain.get_by_label("Find a measure").fill("burglary")
    plain.get_by_role("button", name="Show").click()
    assert plain.get_by_role("status").inner_text() == said


@in_a_browser
def test_a_keyboard_reaches_and_opens_what_is_folded_away(visit: Callable[..., Page]) -> None:
    page = visit("/data/")
    summary = page.locator("details summary").first
    for _ in range(200):
        page.keyboard.press("Tab")
        if summary.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1


@in_a_browser
def test_what_is_folded_away_is_opened_for_print(visit: Callable[..., Page]) -> None:
    page = visit("/data/")
    assert page.locator("details[open]").count() == 0
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0
