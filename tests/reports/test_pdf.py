"""The PDF: tagged as PDF/UA-1, read in the model's order, every cell with its headers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.reports.renders import renders_the_same_everywhere
from tests.reports.sample import sample_document

from scrutiny.errors import ScrutinyError
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
from scrutiny.reports.pdf import pdf_bytes


@pytest.fixture(scope="module")
def document() -> Document:
    return sample_document()


@pytest.fixture(scope="module")
def made(document: Document) -> bytes:
    return pdf_bytes(document)


@pytest.fixture(scope="module")
def pdf(made: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(made)) as opened:
        yield opened


def kids(element: Any) -> list[Any]:
    found = element.get(Name.K)
    return list(found) if isinstance(found, Array) else [found]


def walk(element: Any) -> Iterator[Any]:
    """The structure elements at and under `element`, in reading order."""
    if Name.S in element:
        yield element
    for kid in kids(element):
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield from walk(kid)


def tags(pdf: pikepdf.Pdf, *kinds: str) -> list[Any]:
    return [e for e in walk(pdf.Root.StructTreeRoot) if str(e[Name.S])[1:] in kinds]


class Words:
    """The text of each piece of marked content, so that a tag's own words can be read."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._of: dict[tuple[tuple[int, int], int], str] = {}
        for page in pdf.pages:
            maps = {
                str(name): self._unicode(font)
                for name, font in page.Resources.get(Name.Font, {}).items()
            }
            self._read(page, maps)

    @staticmethod
    def _unicode(font: Any) -> dict[bytes, str]:
        found: dict[bytes, str] = {}
        pending: list[Any] = []
        for operands, operator in pikepdf.parse_content_stream(font.ToUnicode):
            if str(operator) == "endbfchar":
                for code, text in zip(operands[::2], operands[1::2], strict=True):
                    found[bytes(code)] = bytes(text).decode("utf-16-be")
            elif str(operator) == "endbfrange":
                for low, high, text in zip(
                    operands[::3], operands[1::3], operands[2::3], strict=True
                ):
                    first, last = (int.from_bytes(bytes(end), "big") for end in (low, high))
                    start = int.from_bytes(bytes(text), "big")
                    for n in range(first, last + 1):
                        found[n.to_bytes(len(bytes(low)), "big")] = chr(start + n - first)
            pending.clear()
        return found

    def _read(self, page: Any, maps: dict[str, dict[bytes, str]]) -> None:
        marks: list[int | None] = []
        font: dict[bytes, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC" | "BMC":
                    properties = operands[1] if len(operands) > 1 else None
                    has = isinstance(properties, Dictionary) and Name.MCID in properties
                    marks.append(int(properties.MCID) if has else None)
                case "EMC":
                    marks.pop()
                case "Tf":
                    font = maps[str(operands[0])]
                case "Tj" | "TJ" if marks and marks[-1] is not None:
                    parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                    for part in parts:
                        if isinstance(part, pikepdf.String):
                            raw = bytes(part)
                            text = "".join(
                                font.get(raw[n : n + 2], "") for n in range(0, len(raw), 2)
                            )
                            key = (page.obj.objgen, marks[-1])
                            self._of[key] = self._of.get(key, "") + text

    def of(self, element: Any, page: Any = None) -> str:
        page = element.get(Name.Pg, page)
        found = []
        for kid in kids(element):
            if isinstance(kid, int):
                found.append(self._of.get((page.objgen, kid), ""))
            elif isinstance(kid, Dictionary) and Name.MCID in kid:
                here = kid.get(Name.Pg, page)
                found.append(self._of.get((here.objgen, int(kid.MCID)), ""))
            elif isinstance(kid, Dictionary) and Name.S in kid:
                found.append(self.of(kid, page))
        return "".join(found)


@pytest.fixture(scope="module")
def words(pdf: pikepdf.Pdf) -> Words:
    return Words(pdf)


def plain(text: str) -> str:
    """Without spaces, which a page's lines come and go with."""
    return "".join(text.replace("\u200b", "").split())


def said(spans: tuple[Span, ...]) -> str:
    return plain("".join(span.text for span in spans))


def test_it_claims_pdf_ua_1_and_is_tagged(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked is True
    assert Name.StructTreeRoot in pdf.Root
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_it_says_its_title_language_and_whose_it_is(pdf: pikepdf.Pdf, document: Document) -> None:
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert str(pdf.docinfo[Name.Title]) == f"{document.title}: {document.subtitle}"
    assert str(pdf.docinfo[Name.Author]) == document.organisation


def test_its_date_is_the_issue_date_and_not_the_clocks(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo[Name.CreationDate]) == "D:20200220000000Z"
    assert pdf.docinfo[Name.ModDate] == pdf.docinfo[Name.CreationDate]


def test_headings_are_the_sections_in_order_and_skip_no_level(
    pdf: pikepdf.Pdf, words: Words, document: Document
) -> None:
    headings = tags(pdf, "H1", "H2", "H3", "H4", "H5", "H6")
    shown = [plain(words.of(heading)) for heading in headings]
    sections = [
        plain(f"{block.number}{block.title}")
        for block in document.walk()
        if isinstance(block, Section)
    ]
    assert shown[0] == "Contents"
    assert shown[1 : 1 + len(sections)] == sections
    levels = [int(str(heading[Name.S])[2]) for heading in headings]
    assert levels[0] == 1
    assert max(b - a for a, b in itertools.pairwise(levels)) <= 1


def test_it_is_read_in_the_order_of_the_model(
    pdf: pikepdf.Pdf, words: Words, document: Document
) -> None:
    whole = plain("".join(words.of(kid) for kid in kids(tags(pdf, "Document")[0])))
    at = 0
    for block in document.walk():
        match block:
            case Section():
                wanted = [plain(f"{block.number}{block.title}")]
            case Paragraph():
                wanted = [(block.number or "") + said(block.spans)]
            case Bullets():
                wanted = [said(item) for item in block.items]
            case Callout():
                wanted = [said(block.spans)]
            case Table():
                wanted = [plain(block.title)]
                wanted += [plain(c.text) for row in block.rows for c in row.cells if c.text]
                wanted += [said(note) for note in block.notes]
            case Chart():
                wanted = [plain(block.title), *(said(note) for note in block.notes)]
        if at == 0:
            at = whole.index(wanted[0], whole.index("Appendix"))  # after the contents
        for piece in wanted:
            at = whole.index(piece, at) + len(piece)


def test_every_chart_has_its_finding_as_alternative_text(
    pdf: pikepdf.Pdf, document: Document
) -> None:
    charts = [block for block in document.walk() if isinstance(block, Chart)]
    assert [str(figure[Name.Alt]) for figure in tags(pdf, "Figure")] == [c.alt for c in charts]


def test_the_words_in_a_chart_are_drawn(made: bytes) -> None:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(made)).pages)
    assert "Offences a quarter" in text
    assert "Upper limit" in text


def test_every_table_has_its_caption_and_columns_as_headers(
    pdf: pikepdf.Pdf, words: Words, document: Document
) -> None:
    tables = [block for block in document.walk() if isinstance(block, Table)]
    drawn = tags(pdf, "Table")
    assert len(drawn) == len(tables) + 2  # and the two that say where figures come from
    for element, table in zip(drawn, tables, strict=False):
        caption = next(e for e in walk(element) if e[Name.S] == Name.Caption)
        assert plain(words.of(caption)) == plain(f"Table {table.number}. {table.title}")
        head = next(e for e in walk(element) if e[Name.S] == Name.TR)
        assert {str(cell[Name.S]) for cell in kids(head)} == {"/TH"}
        assert [plain(words.of(cell)) for cell in kids(head)] == [
            plain(column.head) for column in table.columns
        ]


def attributes(cell: Any) -> Any:
    return next(a for a in cell[Name.A] if a[Name.O] == Name.Table)


def test_every_cell_names_its_columns_its_groups_and_its_rows_header(
    pdf: pikepdf.Pdf, words: Words, document: Document
) -> None:
    by_id = {str(e[Name.ID]): e for e in tags(pdf, "TH")}
    appendix = next(b for b in document.walk() if isinstance(b, Table) and b.number == 3)
    drawn = next(
        table for table in tags(pdf, "Table") if appendix.title in words.of(kids(table)[0])
    )
    group = ""
    rows = [row for row in walk(drawn) if row[Name.S] == Name.TR][1:]
    for row, model in zip(rows, appendix.rows, strict=True):
        cells = kids(row)
        if model.group:
            group = model.cells[0].text
            assert [str(cell[Name.S]) for cell in cells] == ["/TH"]
            continue
        assert cells[0][Name.S] == Name.TH
        assert attributes(cells[0])[Name.Scope] == Name.Row
        for column, cell in zip(appendix.columns[1:], cells[1:], strict=True):
            assert cell[Name.S] == Name.TD
            heads = [plain(words.of(by_id[str(h)])) for h in attributes(cell)[Name.Headers]]
            assert heads == [plain(h) for h in (column.head, group, model.cells[0].text)]


def test_every_id_can_be_looked_up(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root.StructTreeRoot
    listed = pikepdf.NameTree(root.IDTree)
    ids = [str(e[Name.ID]) for e in walk(root) if Name.ID in e]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(listed.keys())
    assert all(str(listed[id][Name.ID]) == id for id in ids)


def test_every_traced_figure_is_a_link_with_words_to_its_entry(
    pdf: pikepdf.Pdf, words: Words, document: Document
) -> None:
    links = [plain(words.of(link)) for link in tags(pdf, "Link")]
    spans = [
        span.text
        for block in document.walk()
        if isinstance(block, Paragraph)
        for span in block.spans
        if span.trace
    ]
    cells = [
        cell.text
        for table in document.tables()
        for row in table.rows
        for cell in row.cells
        if cell.trace
    ]
    for figure in (*spans, *cells):
        assert plain(figure) in links
    assert all(links)
    for page in pdf.pages:
        for note in page.get(Name.Annots, []):
            assert Name.Contents in note
            assert Name.StructParent in note


def test_every_figures_measure_period_and_vintage_are_listed(
    made: bytes, document: Document
) -> None:
    text = plain("".join(p.extract_text() for p in pypdf.PdfReader(BytesIO(made)).pages))
    where = text[text.rindex("Figuresbymeasure") :]
    for trace in document.traces:
        assert trace.measure in where.replace("\u200b", "")
        assert plain(trace.period) in where
    for source in document.sources:
        assert plain(source.title) in where
        assert source.loaded in where
        assert source.files[0][1][:12] in where


def test_the_bookmarks_are_the_sections(made: bytes, document: Document) -> None:
    def titles(outline: Any) -> Iterator[str]:
        for entry in outline:
            if isinstance(entry, list):
                yield from titles(entry)
            else:
                yield plain(entry.title)

    shown = list(titles(pypdf.PdfReader(BytesIO(made)).outline))
    sections = [b for b in document.walk() if isinstance(b, Section)]
    assert [plain(f"{s.number}{s.title}") for s in sections] == [
        title for title in shown if title != "Contents"
    ][: len(sections)]


def test_pages_are_numbered_out_of_the_whole_and_headed_after_the_first(made: bytes) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(made)).pages]
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
    running = "Quarterly report, October to December 2019"
    assert running not in pages[0]
    assert all(running in text for text in pages[1:])


def test_only_the_shipped_font_is_used_and_it_is_inside(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for font in page.Resources.get(Name.Font, {}).values():
            assert "SourceSans3" in str(font.BaseFont)
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert any(key in descriptor for key in (Name.FontFile2, Name.FontFile3))


def test_a_long_table_repeats_its_header_on_every_page() -> None:
    rows = tuple(Row((Cell(f"Force {n}"), Cell(f"{n}", n, 0))) for n in range(120))
    table = Table("t", 1, "Long", (Column("Name of force", "left"), Column("Offences")), rows)
    document = replace(sample_document(), sections=(Section("s", "1", "Forces", (table,)),))
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf_bytes(document))).pages]
    holding = [text for text in pages if "Force 1" in text or "Force 9" in text]
    assert len(holding) >= 2
    assert all("Name of force" in text for text in holding)


@pytest.mark.parametrize(("word", "turned"), [("1,234", 0), ("Nottinghamshire", 1)])
def test_a_table_of_many_columns_has_a_page_on_its_side_when_its_words_need_it(
    word: str, turned: int
) -> None:
    columns = (Column("Year", "left"), *(Column(f"Q{n}") for n in range(12)))
    table = Table("t", 1, "Wide", columns, (Row(tuple(Cell(word) for _ in columns)),))
    document = replace(sample_document(), sections=(Section("s", "1", "Forces", (table,)),))
    with pikepdf.open(BytesIO(pdf_bytes(document))) as made:
        sideways = [p for p in made.pages if p.mediabox[2] > p.mediabox[3]]
    assert len(sideways) == turned


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ScrutinyError, match="row 1 has 1 cells under 2 columns"):
        Table("t", 1, "Short", (Column("A"), Column("B")), (Row((Cell("x"),)),))


def test_words_that_look_like_markup_stay_words() -> None:
    hostile = '#panic("x") *not strong* $x$ <label> @ref \\ // no [brackets] https://a.example'
    document = replace(
        sample_document(),
        sections=(Section("s", "1", hostile, (Paragraph((Span(hostile),)),)),),
    )
    pages = pypdf.PdfReader(BytesIO(pdf_bytes(document))).pages
    assert plain(hostile) in plain(pages[1].extract_text())


def test_the_pdf_is_the_same_bytes_in_any_time_zone_locale_and_hash_seed() -> None:
    assert renders_the_same_everywhere("pdf")


def test_an_independent_checker_finds_nothing(made: bytes, tmp_path: Any) -> None:
    pdfua = pytest.importorskip("pdfua", reason="the PDF/UA checker is not installed")
    path = tmp_path / "report.pdf"
    path.write_bytes(made)
    report = pdfua.validate(str(path))
    assert [finding.message for finding in report.findings] == []
