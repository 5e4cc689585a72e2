"""What could not be made, and about the data: written from what the pack used and lacked."""

from __future__ import annotations

from scrutiny.reports import about
from scrutiny.reports.evidence.pack import IN_LINE, STANDINGS, Gap, Pack
from scrutiny.reports.model import Block, Cell, Column, Paragraph, Row, Section, Span

HIGHEST, LOWEST = STANDINGS.values()
METHOD = (
    "England and Wales is the 43 territorial forces together, made of their sums and never of "
    "their rates. British Transport Police and the national fraud bodies are not in it, as they "
    "are not in the inspectorate's.",
    f"A force is {HIGHEST} or {LOWEST} when it is in the top or the bottom 25 per cent of the "
    "forces that have a figure: ten of 43. Any other, and one that ties across that edge, is "
    f"{IN_LINE}. The words say where a force stands, not whether that is good.",
    "A figure that is not loaded is missing. It is named, and never taken for nought.",
)


def not_made(pack: Pack, number: str) -> Section:
    """Each item that could not be made, or only in part, with what is missing."""
    if not pack.gaps:
        blocks: list[Block] = [Paragraph((Span("Everything could be made."),))]
    else:
        columns = Column("Item", "left", width=4), Column("Made", "left", width=0.7)
        lacking: dict[str, list[Gap]] = {}
        for gap in pack.gaps:
            lacking.setdefault(gap.missing, []).append(gap)
        rows: list[Row] = []
        for why, gaps in lacking.items():
            rows.append(Row((Cell(why),), group=True))
            rows += [Row((Cell(g.item), Cell("in part" if g.made else "no"))) for g in gaps]
        words = (
            "Each group begins with what is missing. Load it, or bring it as a figures file, and "
            "make the pack again."
        )
        blocks = [
            Paragraph((Span(words),)),
            pack.context.table("What could not be made", columns, rows, (), "Not made"),
        ]
    return Section("not-made", number, "What could not be made", tuple(blocks))


def about_the_data(pack: Pack, title: str) -> Section:
    """The annex. Made last, when every figure has been entered."""
    blocks: list[Block | Section] = [Paragraph((Span(words),)) for words in METHOD]
    if not pack.context.book.sources:
        blocks.append(Paragraph((Span("Nothing that is loaded could be used."),)))
        return Section("about-the-data", "", title, tuple(blocks), page_break=True)
    parts = [
        Section("caveats", "", "What to bear in mind", tuple(_caveats(pack))),
        Section("left-out", "", "Who is missing from which figure", tuple(_left_out(pack))),
        Section("sources", "", "Sources", tuple(about.sources(pack.context))),
        Section("quality", "", "What was found in the files", tuple(about.quality(pack.context))),
    ]
    return Section("about-the-data", "", title, (*blocks, *parts), page_break=True)


def _caveats(pack: Pack) -> list[Block]:
    if not pack.caveats:
        return [Paragraph((Span("The figures used carry no caveats."),))]
    columns = Column("Caveat", "left", width=3), Column("It is about", "left", width=1.4)
    rows = [Row((Cell(caveat), Cell(", ".join(items)))) for caveat, items in pack.caveats.items()]
    return [pack.context.table("Caveats of the figures used", columns, rows, (), "Caveats")]


def _left_out(pack: Pack) -> list[Block]:
    if not pack.left_out:
        words = "No force is left out where forces are set side by side."
        return [Paragraph((Span(words),))]
    columns = (
        Column("Figure", "left"), Column("Left out", "left", width=2),
        Column("Why", "left", width=2),
    )  # fmt: skip
    rows = [
        Row((Cell(item), Cell(", ".join(names)), Cell(why)))
        for (item, why), names in pack.left_out.items()
    ]
    return [pack.context.table("Who is left out", columns, rows, (), "Left out")]
