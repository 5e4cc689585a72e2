"""The Word document, opened again: what a reader, a screen reader and Word itself find in it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.sample import sample_document

from scrutiny.reports.docx import render_docx
from scrutiny.reports.model import (
    Bullets,
    Callout,
    Cell,
    Chart,
    Column,
    Document,
    Paragraph,
    Row,
    Section,
    Span,
    Table,
)
from scrutiny.reports.tracing import WHERE_TITLE, figure_words
from scrutiny.reports.word_table import fit_widths
from scrutiny.reports.wordml import LONGEST_BOOKMARK, bookmark_name

# A picture of one grey pixel: how charts are drawn is tested elsewhere.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636800000082008104c93d1d0000000049454e44ae426082"
)


def picture(chart: Chart) -> bytes:
    return PIXEL


@pytest.fixture(scope="module")
def document() -> Document:
    return sample_document()


@pytest.fixture(scope="module")
def path(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("word") / "report.docx"
    render_docx(document, out, picture)
    return out


@pytest.fixture(scope="module")
def word(path: Path) -> Any:
    return docx.Document(str(path))


def rendered(document: Document, folder: Path) -> Any:
    render_docx(document, folder / "report.docx", picture)
    return docx.Document(str(folder / "report.docx"))


def with_blocks(document: Document, *blocks: Any) -> Document:
    return replace(document, sections=(Section("only", "1", "Only", tuple(blocks)),))


def sections(document: Document) -> Iterator[Section]:
    return (block for block in document.walk() if isinstance(block, Section))


def words_in(element: Any) -> str:
    """The text of an element; a hyphen that no line breaks after is an element of its own."""
    found = element.iter(qn("w:t"), qn("w:noBreakHyphen"))
    return "".join(one.text if one.tag == qn("w:t") else "-" for one in found)


def report_tables(document: Document) -> list[Table]:
    return [block for block in document.walk() if isinstance(block, Table)]


def captions(word: Any) -> list[str]:
    return [p.text for p in word.paragraphs if p.style.name.lower() == "caption"]


def drawn_tables(word: Any, document: Document) -> dict[str, Any]:
    """The Word tables by the title of the report's table that each draws."""
    titles = {table.title for table in report_tables(document)}
    found = {
        table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")): table for table in word.tables
    }
    return {title: table for title, table in found.items() if title in titles}


def test_headings_are_those_of_the_report_in_its_order_and_depth(
    word: Any, document: Document
) -> None:
    def wanted(found: tuple[Any, ...], level: int) -> Iterator[tuple[str, str]]:
        for section in found:
            if isinstance(section, Section):
                yield f"Heading {level}", f"{section.number} {section.title}".strip()
                yield from wanted(section.blocks, level + 1)

    headings = [(p.style.name, p.text) for p in word.paragraphs if "Heading" in p.style.name]
    report = [*wanted(document.sections, 1), ("Heading 1", WHERE_TITLE)]
    assert headings[: len(report)] == report


def test_the_contents_are_filled_before_anybody_updates_them(word: Any, document: Document) -> None:
    lines = [
        words_in(line)
        for line in word.element.body.iter(qn("w:p"))
        if (style := line.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) is not None
        and style.get(qn("w:val")) in ("TOC1", "TOC2")
    ]
    assert lines == [
        *(f"{section.number} {section.title}".strip() for section in sections(document)),
        WHERE_TITLE,
    ]


def test_properties_name_the_report_and_nobody(word: Any, document: Document) -> None:
    about = word.core_properties
    assert (about.title, about.subject) == (document.title, document.subtitle)
    assert about.author == about.last_modified_by == document.organisation
    assert about.language == document.language
    assert about.keywords == ", ".join(document.keywords)
    assert about.created.date() == about.modified.date() == document.issued


def test_every_table_repeats_its_header_and_keeps_its_rows_whole(
    word: Any, document: Document
) -> None:
    drawn = drawn_tables(word, document)
    assert list(drawn) == [table.title for table in report_tables(document)]
    for table in drawn.values():
        rows = [row._tr.trPr for row in table.rows]
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
        assert [row.find(qn("w:tblHeader")) is not None for row in rows] == [
            True,
            *(False for _ in rows[1:]),
        ]
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")


def test_every_cell_says_what_the_report_says_on_the_side_it_belongs(
    word: Any, document: Document
) -> None:
    drawn = drawn_tables(word, document)
    styles = {"left": "Table Text", "right": "Table Number"}
    for table in report_tables(document):
        head, *rows = drawn[table.title].rows
        assert [cell.text for cell in head.cells] == [column.head for column in table.columns]
        for wanted, row in zip(table.rows, rows, strict=True):
            if wanted.group:
                assert row.cells[0].text == wanted.cells[0].text
                assert row._tr.tc_lst[0].grid_span == len(table.columns)
                continue
            for column, given_cell, cell in zip(
                table.columns, wanted.cells, row.cells, strict=True
            ):
                assert cell.text.startswith(given_cell.text)
                assert cell.paragraphs[0].style.name == styles[column.align]


def test_a_tone_is_said_in_words_not_by_colour_alone(word: Any, document: Document) -> None:
    text = "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    for table in report_tables(document):
        for row in table.rows:
            for cell in row.cells:
                if cell.tone in ("better", "worse", "unusual"):
                    assert any(
                        cell.tone in line for line in text.split("\n") if cell.text in line
                    ), cell


def test_captions_are_numbered_by_fields_that_word_can_list(word: Any, document: Document) -> None:
    wanted = [
        f"{'Table' if isinstance(block, Table) else 'Figure'} {block.number}. {block.title}"
        for block in document.walk()
        if isinstance(block, Table | Chart)
    ]
    assert captions(word) == wanted
    fields = [
        f.text.split()[:2] for f in word.element.body.iter(qn("w:instrText")) if "SEQ" in f.text
    ]
    assert fields == [["SEQ", caption.split()[0]] for caption in wanted]


def test_pictures_have_the_charts_alternative_text(word: Any, document: Document) -> None:
    charts = [block for block in document.walk() if isinstance(block, Chart)]
    described = [picture.get("descr") for picture in word.element.body.iter(qn("wp:docPr"))]
    assert described == [chart.alt for chart in charts]


def test_every_link_leads_to_a_place_in_the_document(word: Any) -> None:
    body = word.element.body
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    ids = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(set(names)) == len(names)
    assert len(set(ids)) == len(ids)
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    assert anchors
    assert anchors <= set(names)


def test_every_traced_figure_leads_to_its_measure_period_source_and_vintage(
    word: Any, document: Document
) -> None:
    body = word.element.body
    rows = {}
    for row in body.iter(qn("w:tr")):
        text = words_in(row)
        for mark in row.iter(qn("w:bookmarkStart")):
            rows[mark.get(qn("w:name"))] = text
    sources = {source.key: source for source in document.sources}
    for trace in document.traces:
        row = rows[bookmark_name(trace.id)]
        assert figure_words(trace) in row
        assert trace.measure in row
        assert trace.area_name in row
        assert sources[trace.source].title in row
    linked = {link.get(qn("w:anchor")): words_in(link) for link in body.iter(qn("w:hyperlink"))}
    for table in report_tables(document):
        for line in table.rows:
            for cell in line.cells:
                if cell.trace is not None:
                    assert linked[bookmark_name(cell.trace)] == cell.text


def test_numbered_paragraphs_bullets_and_callouts_are_styled_paragraphs(
    word: Any, document: Document
) -> None:
    said = [(p.style.name, p.text) for p in word.paragraphs]
    kinds = {"caveat": "Callout Caveat", "note": "Callout", "missing": "Callout Missing"}
    for block in document.walk():
        if isinstance(block, Paragraph) and block.number:
            text = "".join(span.text for span in block.spans)
            assert ("Numbered Paragraph", f"{block.number}\t{text}") in said
        elif isinstance(block, Bullets):
            for item in block.items:
                assert ("List Bullet", "".join(span.text for span in item)) in said
        elif isinstance(block, Callout):
            text = "".join(span.text for span in block.spans)
            assert any(style == kinds[block.kind] and line.endswith(text) for style, line in said)


def test_pages_are_counted_by_fields_in_the_footer(word: Any) -> None:
    footer = word.sections[0].footer._element
    assert [f.text.strip() for f in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_a_table_too_wide_for_an_upright_page_turns_its_page(
    document: Document, tmp_path: Path
) -> None:
    columns = (Column("Force", "left"), *(Column(f"Nottinghamshire {n}") for n in range(8)))
    row = Row(tuple(Cell("1") for _ in columns))
    wide = Table("table-wide", 1, "Wide", columns, (row,), notes=((Span("Source: X."),),))
    word = rendered(with_blocks(document, Paragraph((Span("Before"),)), wide), tmp_path)
    sides = [section.orientation for section in word.sections]
    assert sides == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert all(
        (section.page_width > section.page_height) == (side == WD_ORIENT.LANDSCAPE)
        for section, side in zip(word.sections, sides, strict=True)
    )
    assert "PAGE" in word.sections[1].footer._element.xml  # taken over from the pages before


def test_a_minus_is_never_parted_from_its_number(document: Document, tmp_path: Path) -> None:
    said = "decrease (8%, -12,585), -3 to-day 2019-12"
    word = rendered(with_blocks(document, Paragraph((Span(said),))), tmp_path)
    (line,) = (p for p in word.paragraphs if p.text == said)
    assert len(list(line._p.iter(qn("w:noBreakHyphen")))) == 2


def test_an_upright_report_has_one_kind_of_page(word: Any) -> None:
    assert [section.orientation for section in word.sections] == [WD_ORIENT.PORTRAIT]


def test_only_addresses_of_the_web_and_mail_become_links(
    document: Document, tmp_path: Path
) -> None:
    spans = (
        Span("web", href="https://example.org/a?b=1&c=2"),
        Span("script", href="javascript:alert(1)"),
        Span("file", href="file:///etc/passwd"),
    )
    word = rendered(with_blocks(document, Paragraph(spans)), tmp_path)
    outward = [rel.target_ref for rel in word.part.rels.values() if rel.is_external]
    assert outward == ["https://example.org/a?b=1&c=2"]
    assert any(p.text == "webscriptfile" for p in word.paragraphs)


def test_the_languages_and_the_template_are_ours(path: Path, document: Document) -> None:
    with zipfile.ZipFile(path) as parts:
        names = parts.namelist()
        everything = b"".join(parts.read(name) for name in names)
        styles = parts.read("word/styles.xml").decode()
    assert f'<w:lang w:val="{document.language}"' in styles
    assert b"python-docx" not in everything
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]


def test_a_report_with_nothing_but_words_is_a_document(document: Document, tmp_path: Path) -> None:
    bare = replace(
        with_blocks(document, Paragraph((Span("Nothing to report."),))),
        traces=(), sources=(), facts=(),
    )  # fmt: skip
    assert "Nothing to report." in [p.text for p in rendered(bare, tmp_path).paragraphs]


def test_line_ends_and_signs_of_markup_are_kept_as_text(document: Document, tmp_path: Path) -> None:
    spans = (Span('<b> & "quoted" ]]>\nsecond line  two spaces'),)
    word = rendered(with_blocks(document, Paragraph(spans)), tmp_path)
    assert '<b> & "quoted" ]]>\nsecond line  two spaces' in [p.text for p in word.paragraphs]


@given(st.lists(st.text(min_size=1), min_size=2, max_size=6, unique=True))
def test_bookmark_names_are_legal_and_never_shared(ids: list[str]) -> None:
    names = [bookmark_name(id) for id in ids]
    assert len(set(names)) == len(ids)
    for name in names:
        assert name[0].isalpha()
        assert len(name) <= LONGEST_BOOKMARK
        assert name.isascii()
        assert name.replace("_", "a").isalnum()


@given(st.lists(st.tuples(st.floats(0.5, 5), st.integers(100, 3000)), min_size=1, max_size=12))
def test_columns_fill_the_page_and_break_no_word_when_there_is_room(
    columns: list[tuple[float, int]],
) -> None:
    wanted, least = [c[0] for c in columns], [c[1] for c in columns]
    total = 9638
    widths = fit_widths(wanted, least, total)
    assert sum(widths) == total
    if sum(least) <= total:
        assert all(width >= needed for width, needed in zip(widths, least, strict=True))
