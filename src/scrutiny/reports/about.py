"""What a report says of its own figures: the sources page and the quality page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrutiny.reports.context import Context
from scrutiny.reports.model import Block, Cell, Column, Paragraph, Row, SourceEntry, Span
from scrutiny.warehouse.loads import LoadRecord, load_records

FINDINGS_SHOWN = 6
"""How many findings of one kind of file are printed, the largest share first."""


def sources(context: Context) -> Iterator[Block]:
    """The vintages that the report uses. Made last, when every figure has been entered."""
    columns = (
        Column("Source", "left", width=2),
        Column("Publisher", "left", width=1.4),
        Column("Released", "left"),
        Column("Figures here"),
    )
    uses: dict[str, int] = {}
    for trace in context.book.traces:
        if trace.value is not None:
            uses[trace.source] = uses.get(trace.source, 0) + 1
    together: dict[tuple[str, str], list[SourceEntry]] = {}
    for entry in context.book.sources:
        if entry.key in uses:
            together.setdefault((entry.title, entry.publisher), []).append(entry)
    rows = [
        _source_row(entries, sum(uses[e.key] for e in entries)) for entries in together.values()
    ]
    yield Paragraph(
        (
            Span(
                "Each figure is from one published release, named here. The list of every figure "
                "at the end gives its measure, period, source, release date and the fingerprint "
                "(SHA-256) of the file it came from. Figures of two sources are never mixed."
            ),
        )
    )
    yield context.table("Sources of this report", columns, rows, (), "Sources")


def _source_row(entries: Sequence[SourceEntry], figures: int) -> Row:
    """One source, with the dates between which the releases that are used came out."""
    dates = sorted(e.released for e in entries if e.released)
    words = " to ".join(dict.fromkeys(f"{d:%-d %B %Y}" for d in (dates[:1] + dates[-1:])))
    first = entries[0]
    return Row(
        (
            Cell(first.title),
            Cell(first.publisher or "–"),
            Cell(words or "–"),
            Cell(f"{figures:,}", figures, 0),
        )
    )


def quality(context: Context) -> Iterator[Block]:
    """What loading found in the files behind this report: kept, but worth knowing."""
    used = {p for entry in context.book.sources for p in entry.files}
    records = [
        r
        for r in load_records(context.reader.vintage.snapshot)
        if any((file.name, file.sha256) in used for file in r.files)
    ]
    by_kind: dict[str, list[LoadRecord]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record)
    columns = (
        Column("Kind of file, and what was found in it", "left", width=3),
        Column("Rows"),
        Column("Share"),
    )
    rows: list[Row] = []
    for kind, found in sorted(by_kind.items()):
        read = sum(r.rows_read for r in found)
        kept = sum(r.rows_kept for r in found)
        rows.append(Row((Cell(f"{kind}: {kept:,} of {read:,} rows kept"),), group=True))
        counted: dict[str, int] = {}
        for record in found:
            for finding in record.quality.get("findings", []):
                counted[finding["title"]] = counted.get(finding["title"], 0) + finding["rows"]
        largest = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:FINDINGS_SHOWN]
        for title, number in largest or [("Nothing that a reader should know of", 0)]:
            share = number / read if read else 0.0
            rows.append(
                Row(
                    (
                        Cell(title),
                        Cell(f"{number:,}", number, 0),
                        Cell(f"{100 * share:.1f}%", 100 * share, 1),
                    )
                )
            )
    yield Paragraph(
        (
            Span(
                "Files are refused whole when they break a rule. What is legal but worth knowing "
                "is kept, and counted here."
            ),
        )
    )
    yield context.table("What was found in the files", columns, rows, (), "Quality")
