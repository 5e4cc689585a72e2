"""What is wrong with the stop and search records themselves, as their loads' reports found it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace

from scrutiny.reports.context import Context
from scrutiny.reports.model import Cell, Column, Row, Span, Table
from scrutiny.web.content.counted import loads_of
from scrutiny.web.content.remarks import Remark
from scrutiny.web.content.search_tables import ALL, Searches, count, share

EXAMPLES_SHOWN = 2
_EXAMPLE = re.compile(r"(.+) \(([\d,]+)\)")


def faults_table(context: Context, searches: Searches) -> Table | None:
    """Each kind of fault in the loads that hold these searches: how many rows, and what it means.

    A load may hold more than these searches, such as other forces, and its report is of all of it.
    """
    loads = searches.records.loads
    rows: Counter[str] = Counter()
    read = 0
    titles: dict[str, tuple[str, str]] = {}
    examples: dict[str, Counter[str]] = {}
    snapshot = context.reader.vintage.snapshot
    for quality, rows_read in snapshot.rows("loads", ("quality", "rows_read"), {"load": loads}):
        read += rows_read
        for found in json.loads(quality).get("findings", ()):
            reason = found["reason"]
            rows[reason] += found["rows"]
            titles[reason] = (found["title"], found["detail"])
            for example in found.get("examples", ()):
                if match := _EXAMPLE.fullmatch(example):
                    number = int(match[2].replace(",", ""))
                    examples.setdefault(reason, Counter())[match[1]] += number
    if not rows:
        return None
    lines = []
    for reason, number in rows.most_common():
        title, detail = titles[reason]
        most = examples.get(reason, Counter()).most_common(EXAMPLES_SHOWN)
        if most:
            detail += f" Most: {'; '.join(f'{name} ({n:,})' for name, n in most)}."
        lines.append(Row((Cell(title), count(number), share(number, read), Cell(detail))))
    columns = (
        Column("What was found", "left", width=1.5),
        Column("Rows", unit="rows"),
        Column("Share of the rows loaded", unit="percent"),
        Column("What it means", "left", width=3.0),
    )
    note = (
        Span("From the quality reports of "),
        *loads_of(searches.asked, searches.measure, searches.found[ALL]),
        Span(f", which hold these searches: {read:,} rows in all. A row can have several faults."),
    )
    title = f"Faults of the source itself, {searches.period.name}"
    return replace(context.table(title, columns, lines, (note,), "Faults"), id="faults")


def operations(searches: Searches) -> Remark:
    """How many searches were part of a policing operation, or that the records do not say."""
    found = {value: n for (value,), n in searches.records.counts("operation").items()}
    blank = found.get(None, 0)
    if blank == searches.total:
        return Remark(
            "missing", "Whether a search was part of a policing operation is blank in every record."
        )
    text = (
        f"{found.get(True, 0):,} of {searches.total:,} searches were part of a policing operation"
    )
    return Remark("note", f"{text}; {blank:,} do not say.")
