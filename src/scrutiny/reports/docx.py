"""A report as a Word document: real headings, captions, header rows, links and descriptions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scrutiny.reports.model import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Document,
    Paragraph,
    Section,
    Span,
    Spans,
    Table,
    Tone,
)
from scrutiny.reports.tracing import WHERE_TITLE, tone_words
from scrutiny.reports.word_file import UPRIGHT, WordFile
from scrutiny.reports.word_sources import sources_pages
from scrutiny.reports.word_table import cell, grid, least_widths, report_table, row
from scrutiny.reports.wordml import (
    FIELD_END,
    bookmark,
    field,
    field_start,
    link_out,
    link_to,
    paragraph,
    run,
)
from scrutiny.reports.zipped import write_zip

DEEPEST = 3  # heading levels that have a style
IN_CONTENTS = 2  # heading levels in the contents
WHERE_ID = "where"
CALLOUTS = {  # style, and the word that says what the colour does
    "note": ("Callout", "Note"),
    "caveat": ("CalloutCaveat", "Caveat"),
    "missing": ("CalloutMissing", "Not supplied"),
}
TONES: dict[Tone, str] = {"better": "145A86", "worse": "98390A", "unusual": "5D3580"}
OUTWARD = ("http://", "https://", "mailto:")
Pictures = Callable[[Chart], bytes]


def render_docx(document: Document, out: Path, pictures: Pictures | None = None) -> None:
    """Write `document` to the file `out`; the same document always gives the same bytes.

    `pictures` draws a chart as PNG; by default `scrutiny.reports.pictures.png`.
    """
    if pictures is None:
        from scrutiny.reports.pictures import png

        pictures = png
    paper = _Paper(document, pictures)
    paper.front()
    for section in document.sections:
        paper.section(section, 1)
    if document.has_figures:
        paper.sources()
    write_zip(paper.file.saved(), out)


class _Paper:
    """The report on its way into a Word file, block after block."""

    def __init__(self, document: Document, pictures: Pictures) -> None:
        self.document = document
        self.pictures = pictures
        self.file = WordFile(document)
        self.traces = {trace.id: trace for trace in document.traces}
        self.source_titles = {source.key: source.title for source in document.sources}
        self.bookmarks = 0

    def front(self) -> None:
        document = self.document
        self.file.add(paragraph(run(document.organisation), "Organisation"))
        self.file.add(paragraph(run(document.title), "Title"))
        self.file.add(paragraph(run(document.subtitle), "Subtitle"))
        if document.facts:
            widths = (UPRIGHT // 4, UPRIGHT - UPRIGHT // 4)
            rows = [
                row(
                    [
                        cell(run(text), width, "TableText")
                        for text, width in zip(fact, widths, strict=True)
                    ]
                )
                for fact in document.facts
            ]
            self.file.add(grid(rows, widths, document.title, style="FactsTable", head=False))
        self.contents()

    def contents(self) -> None:
        """The contents without page numbers, which only a word processor can count.

        The meeting finds its place by section and paragraph number; a reader on screen by link.
        """
        entries = [
            *_headings(self.document.sections, 1),
            *([(1, WHERE_ID, WHERE_TITLE)] if self.document.has_figures else []),
        ]
        lines = [link_to(id, run(title)) for _, id, title in entries]
        lines[0] = field_start(rf"TOC \o 1-{IN_CONTENTS} \n \h \z \u") + lines[0]
        lines[-1] += FIELD_END
        listed = "".join(
            paragraph(line, f"TOC{level}")
            for line, (level, _, _) in zip(lines, entries, strict=True)
        )
        self.file.add(
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
            "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>"
            f"{paragraph(run('Contents'), 'TOCHeading')}{listed}</w:sdtContent></w:sdt>"
        )

    def section(self, section: Section, level: int) -> None:
        """A section and all inside it; one on pages of its own turns them if a table is wide."""
        if section.page_break:
            self.file.turn(any(_is_wide(block) for block in section.blocks))
        else:
            self.file.turn(False)
        first = section is self.document.sections[0]
        self.heading(section.id, _title(section), level, first or section.page_break)
        for block in section.blocks:
            if isinstance(block, Section):
                self.section(block, level + 1)
            else:
                if not section.page_break:
                    self.file.turn(_is_wide(block))
                self.block(block)

    def heading(self, id: str, title: str, level: int, page_break: bool) -> None:
        broken = "<w:pageBreakBefore/>" if page_break else ""
        style = f"Heading{min(level, DEEPEST)}"
        self.file.add(paragraph(self.marked(id, run(title)), style, broken))

    def block(self, block: Block) -> None:
        match block:
            case Paragraph(spans, None):
                self.file.add(paragraph(self.spans(spans)))
            case Paragraph(spans, str(number)):
                start = run(number) + "<w:r><w:tab/></w:r>"
                self.file.add(paragraph(start + self.spans(spans), "NumberedParagraph"))
            case Bullets(items):
                for item in items:
                    self.file.add(paragraph(self.spans(item), "ListBullet"))
            case Callout(kind, spans):
                style, word = CALLOUTS[kind]
                words = run(f"{word}: ", strong=True) + self.spans(spans)
                self.file.add(paragraph(words, style))
            case Table():
                self.caption("Table", block)
                self.file.add(report_table(block, self.file.width, self.cell))
                self.notes(block.notes)
            case Chart():
                self.caption("Figure", block)
                self.picture(block)
                self.notes(block.notes)

    def caption(self, label: str, block: Table | Chart) -> None:
        number = field(rf"SEQ {label} \* ARABIC \r {block.number}", str(block.number))
        words = run(f"{label} ") + number + run(f". {block.title}")
        self.file.add(paragraph(self.marked(block.id, words), "Caption"))

    def picture(self, chart: Chart) -> None:
        drawing = self.file.picture(self.pictures(chart), chart.id, chart.alt, chart.width)
        alone = "" if chart.notes else '<w:keepNext w:val="0"/>'
        self.file.add(paragraph(drawing, "Picture", alone))

    def notes(self, notes: tuple[Spans, ...]) -> None:
        for note in notes:
            self.file.add(paragraph(self.spans(note), "TableNote"))

    def sources(self) -> None:
        self.file.turn(False)
        self.heading(WHERE_ID, WHERE_TITLE, 1, page_break=True)
        for block in sources_pages(self.document, self.file.width, self.marked):
            self.file.add(block)

    def spans(self, spans: Spans) -> str:
        return "".join(self.span(span) for span in spans)

    def span(self, span: Span) -> str:
        outward = span.href is not None and span.href.lower().startswith(OUTWARD)
        inward = span.href is not None and span.href.startswith("#")
        style = "TracedFigure" if span.trace else "Hyperlink" if outward or inward else ""
        words = run(span.text, strong=span.strong, emphasis=span.emphasis, style=style)
        if span.trace is not None:
            return link_to(span.trace, words, self.tip(span.trace))
        if span.href is not None and inward:
            return link_to(span.href[1:], words)
        if span.href is not None and outward:
            return link_out(self.file.relation(span.href), words)
        return words

    def cell(self, cell: Cell, strong: bool) -> str:
        """A cell's text, then the word for its tone where the text does not say it."""
        quiet = cell.tone in ("not comparable", "missing")
        words = run(cell.text, strong=strong, emphasis=quiet)
        if cell.trace is not None:
            words = link_to(cell.trace, words, self.tip(cell.trace))
        sign, word = tone_words(cell)
        return words + (
            run(f" {sign}\N{NO-BREAK SPACE}{word}", colour=TONES.get(cell.tone, "")) if word else ""
        )

    def tip(self, id: str) -> str:
        """What Word shows of a figure's origin when the pointer rests on it."""
        trace = self.traces[id]
        source = self.source_titles[trace.source]
        return f"{trace.title}, {trace.area_name}, {trace.period}. {source}."

    def marked(self, id: str, content: str) -> str:
        self.bookmarks += 1
        return bookmark(id, self.bookmarks, content)


def _title(section: Section) -> str:
    return f"{section.number} {section.title}".lstrip()


def _is_wide(block: Block | Section) -> bool:
    return isinstance(block, Table) and sum(least_widths(block)) > UPRIGHT


def _headings(blocks: tuple[Block | Section, ...], level: int) -> list[tuple[int, str, str]]:
    """Level, id and title of the headings that the contents list, in reading order."""
    found = []
    for block in blocks:
        if isinstance(block, Section):
            found.append((level, block.id, _title(block)))
            if level < IN_CONTENTS:
                found += _headings(block.blocks, level + 1)
    return found
