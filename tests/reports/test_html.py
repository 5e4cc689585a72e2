"""The web page: whole in one file, read in order by ear, and every figure led to its source."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.reports.renders import renders_the_same_everywhere
from tests.reports.sample import sample_document

from scrutiny.reports.html import html_text, render_html
from scrutiny.reports.model import Chart, Document, Paragraph, Section, Span, Table
from scrutiny.reports.tracing import SHORT_HASH

VOID = {"meta", "br", "col", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """Every element with its attributes and the text inside it, in the order of the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self.unclosed: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs}, [])
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))

    def handle_data(self, data: str) -> None:
        for _, _, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
        else:
            self.unclosed.append(tag)

    def all(self, tag: str) -> list[tuple[dict[str, str], str]]:
        return [
            (attributes, " ".join("".join(words).split()))
            for name, attributes, words in self.elements
            if name == tag
        ]


@pytest.fixture(scope="module")
def document() -> Document:
    return sample_document()


@pytest.fixture(scope="module")
def text(document: Document) -> str:
    return html_text(document)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_every_element_is_closed_where_it_should_be(page: Page) -> None:
    assert page.unclosed == []
    assert page._open == []


def test_nothing_is_asked_of_the_network(page: Page, text: str) -> None:
    fetched = {
        (tag, name, value)
        for tag, attributes, _ in page.elements
        for name, value in attributes.items()
        if name in ("src", "srcset", "data", "poster", "xlink:href", "action")
        or (tag == "link" and name == "href")
    }
    assert fetched == set()
    assert not page.all("script")
    assert all(url.startswith("data:") for url in re.findall(r"url\(([^)#]+)", text))
    policy = next(a for a, _ in page.all("meta") if "http-equiv" in a)
    assert "default-src 'none'" in policy["content"]


def test_the_page_says_its_language_and_title(page: Page, document: Document) -> None:
    assert page.all("html")[0][0]["lang"] == "en-GB"
    title = page.all("title")[0][1]
    assert title == f"{document.title}: {document.subtitle}"


def test_headings_go_down_one_level_at_a_time_in_the_reports_order(
    page: Page, document: Document
) -> None:
    levels = [
        (int(tag[1]), " ".join("".join(words).split()))
        for tag, _, words in page.elements
        if re.fullmatch(r"h[1-6]", tag)
    ]
    assert [level for level, _ in levels].count(1) == 1
    steps = [later - earlier for (earlier, _), (later, _) in itertools.pairwise(levels)]
    assert max(steps) <= 1
    shown = [words for _, words in levels]
    expected = [
        f"{block.number} {block.title}".strip()
        for block in document.walk()
        if isinstance(block, Section)
    ]
    assert [words for words in shown if words in expected] == expected


def test_the_first_link_skips_to_the_report(page: Page) -> None:
    attributes, words = page.all("a")[0]
    assert words == "Skip to the report"
    assert attributes["href"] == "#report"
    assert page.all("main")[0][0]["id"] == "report"


def test_ids_are_unique_and_every_inner_link_lands(page: Page) -> None:
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {a["href"][1:] for a, _ in page.all("a") if a.get("href", "").startswith("#")}
    assert links <= set(ids)
    named = {a["aria-labelledby"] for _, a, _ in page.elements if "aria-labelledby" in a}
    assert named <= set(ids)


def test_the_contents_list_every_section(page: Page, document: Document) -> None:
    links = {a["href"] for a, _ in page.all("a")}
    sections = {f"#{block.id}" for block in document.walk() if isinstance(block, Section)}
    assert sections <= links


def test_every_traced_figure_leads_to_its_measure_period_source_and_vintage(
    page: Page, document: Document
) -> None:
    linked = {a["href"][1:] for a, _ in page.all("a") if a.get("class") == "figure"}
    assert linked
    items = {a["id"]: words for a, words in page.all("span") if "id" in a}
    assert {trace.id for trace in document.traces} == set(items)
    unknown = next(trace.id for trace in document.traces if trace.value is None)
    assert items["figure-1"] == "January to December 2019: 148,813 offences"
    assert "no value. Not supplied by Lancashire Constabulary" in items[unknown]
    rows = [words for _, words in page.all("tr") if "148,813 offences" in words]
    assert any("all_crime" in row and "released 20 February 2020" in row for row in rows)
    sources = [words for a, words in page.all("tr") if a.get("class") == "source"]
    for source, entry in zip(sources, document.sources, strict=True):
        assert entry.files[0][1][:SHORT_HASH] in source
        assert entry.loaded in source


def test_every_table_has_a_caption_column_heads_and_row_heads(
    text: str, page: Page, document: Document
) -> None:
    for table in document.tables():
        markup = re.search(rf'<table id="{table.id}">.*?</table>', text, re.DOTALL)
        assert markup is not None
        inner = Page(markup[0])
        assert table.title in inner.all("caption")[0][1]
        scopes = [a["scope"] for a, _ in inner.all("th")]
        assert scopes.count("col") == len(table.columns)
        assert scopes.count("row") == sum(not row.group for row in table.rows)
        assert scopes.count("rowgroup") == sum(row.group for row in table.rows)
        body = [words for _, words in inner.all("td")]
        wanted = [cell.text for row in table.rows if not row.group for cell in row.cells[1:]]
        assert all(words.startswith(cell) for words, cell in zip(body, wanted, strict=True))


def test_a_tone_is_said_in_words_once(page: Page) -> None:
    cells = [words for _, words in page.all("td")]
    assert "increase (15%, 149) ◆ worse" in cells
    assert "decrease (8%, -12,585); not comparable" in cells
    assert "not supplied" in cells


def test_every_chart_is_one_image_with_the_finding_as_its_text(
    page: Page, document: Document
) -> None:
    charts = [block for block in document.walk() if isinstance(block, Chart)]
    pictures = page.all("svg")
    titles = {a["id"]: words for a, words in page.all("title") if "id" in a}
    assert len(pictures) == len(charts)
    for (attributes, _), chart in zip(pictures, charts, strict=True):
        assert attributes["role"] == "img"
        assert titles[attributes["aria-labelledby"]] == chart.alt


def test_the_numbers_behind_a_chart_are_folded_under_it(page: Page, document: Document) -> None:
    folded = [words for _, words in page.all("details")]
    data = [b.data for b in document.walk() if isinstance(b, Chart) and b.data is not None]
    for words, table in zip(folded, data, strict=True):
        assert isinstance(table, Table)
        assert table.rows[-1].cells[-1].text in words


def test_what_contributors_write_cannot_become_markup_or_a_script() -> None:
    hostile = "<script>alert(1)</script>"
    document = replace(
        sample_document(),
        title=hostile,
        sections=(
            Section(
                "s",
                "1",
                hostile,
                (Paragraph((Span(hostile, href="javascript:alert(1)"), Span("x", trace="no"))),),
            ),
        ),
    )
    page = Page(html_text(document))
    assert not page.all("script")
    assert not any("javascript" in a.get("href", "") for a, _ in page.all("a"))
    assert page.all("h1")[0][1] == hostile


def test_the_page_is_the_same_bytes_in_any_time_zone_locale_and_hash_seed() -> None:
    assert renders_the_same_everywhere("html")


def test_the_page_is_written_as_utf8_with_unix_line_ends(
    document: Document, text: str, tmp_path: Path
) -> None:
    out = tmp_path / "report.html"
    render_html(document, out)
    assert out.read_bytes() == text.encode()
