"""A report's printed figures beside the same ones from today's data, each difference explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from scrutiny.analysis.rounding import format_number, round_half_away
from scrutiny.analysis.wording import as_sentence
from scrutiny.catalogue.model import Kind as MeasureKind
from scrutiny.comparison.forces import ENGLAND_AND_WALES
from scrutiny.observation import Observation
from scrutiny.periods import Period
from scrutiny.reports.book import NO_FIGURE
from scrutiny.reports.evidence.changes import changed
from scrutiny.reports.evidence.pack import Found, Pack
from scrutiny.reports.evidence.printed import Kind, Printed, PrintedReport, effectiveness_2016
from scrutiny.reports.model import Block, Bullets, Cell, Column, Paragraph, Row, Section, Span

SAME = "The same when rounded."


@dataclass(frozen=True, slots=True)
class Line:
    """One printed value beside today's; `figures` are what today's was made of."""

    item: Printed
    area: str
    printed: float
    today: float
    why: str
    figures: tuple[Observation, ...]

    @property
    def difference(self) -> float:
        return round_half_away(self.today, self.item.decimals) - self.printed


def beside_the_report(pack: Pack) -> Section | None:
    """The annex for the force and the date of a report whose printed values ship; else None."""
    report = effectiveness_2016()
    if (pack.area, pack.context.to) != (report.area, report.to):
        return None
    lines, missing = reconciled(pack, report)
    same = sum(line.why == SAME for line in lines)
    intro = (
        f"These are the values that the inspectorate printed in {report.title}, beside the same "
        f"ones from the data loaded now. {len(lines)} values can be made again: {same} are the "
        f"same when rounded, and the others differ for the reasons given. {len(missing)} items "
        "cannot be made, and what is missing is named."
    )
    blocks: list[Block] = [Paragraph((Span(intro),))]
    blocks.append(Bullets(tuple((Span(words),) for words in _causes(report, lines))))
    blocks.append(_lines_table(pack, lines))
    if missing:
        blocks.append(_missing_table(pack, missing))
    blocks.append(Paragraph((Span("Printed as pictures only, so that there is no value to set:"),)))
    blocks.append(Bullets(tuple((Span(title),) for title in report.pictures)))
    blocks.append(Paragraph((Span("Whom the report left out of its figures:"),)))
    blocks.append(Bullets(tuple((Span(f"{f}: {who}."),) for f, who in report.excluded)))
    title = "Beside the figures that the inspectorate printed"
    return Section("printed", "", title, tuple(blocks))


def reconciled(pack: Pack, report: PrintedReport) -> tuple[list[Line], list[tuple[Printed, str]]]:
    """Each printed value beside today's; and the items that cannot be made, with what lacks."""
    lines: list[Line] = []
    missing: list[tuple[Printed, str]] = []
    for item in report.items:
        period = Period.ending(item.to, item.months)
        found, lacking = pack.exactly(item.measures, period, item.back)
        if found is not None and item.what is not Kind.VALUE and found.earlier.value is None:
            lacking, found = as_sentence(found.earlier.missing or ""), None
        if found is None:
            missing.append((item, lacking))
        else:
            lines += _both(pack, report, item, found)
    return lines, missing


def _both(pack: Pack, report: PrintedReport, item: Printed, found: Found) -> Iterator[Line]:
    if item.what is Kind.RISING:
        every = pack.every_force(found)
        assert item.nation is not None
        risen = float(every.comparison.increases)
        yield _line(
            item, ENGLAND_AND_WALES, item.nation, risen, "Counts were restated.", found.nation
        )
        return
    for area, printed, now, before in (
        (pack.area, item.own, found.own, found.earlier),
        (ENGLAND_AND_WALES, item.nation, found.nation, found.nation_earlier),
    ):
        if printed is None or now.value is None:
            continue
        if item.what is Kind.CHANGE:
            percent = changed(pack, found, now, before).percent
            if percent is not None:
                why = _restated(printed, now, before)
                yield _line(item, area, printed, percent, why, now, before)
        else:
            yield _line(item, area, printed, now.value, _per_head(report, item, found, now), now)


def _line(
    item: Printed, area: str, printed: float, today: float, why: str, *figures: Observation
) -> Line:
    same = round_half_away(today, item.decimals) == printed
    return Line(item, area, printed, today, SAME if same else why, figures)


def _causes(report: PrintedReport, lines: Sequence[Line]) -> Iterator[str]:
    """Why figures differ, told once for all of them."""
    low, high = report.people
    yield (
        f"Restatement: the report used the release of {report.released}, and forces have "
        "corrected their records since. It is all that can change a percentage of two counts."
    )
    estimates = [word for line in lines if (word := _estimate(line.figures[0], PEOPLE))]
    if estimates:
        yield (
            f"Population: the report's rates are per head of the {report.population} estimate, "
            f"which is not loaded, and today's of the {estimates[0]} estimate. Two counts that the "
            "report prints with their rates put its population at "
            f"{format_number(low / 1e6, 3)} to {format_number(high / 1e6, 3)} million."
        )
    yield (
        "Exclusions: British Transport Police and the fraud bodies are not in the recorded crime "
        "of either. What else the report left out stands at the end."
    )


def _restated(printed: float, now: Observation, before: Observation) -> str:
    """What it takes in the later year's count to come from the printed change to today's."""
    assert now.value is not None
    assert before.value is not None
    extra = now.value - before.value * (1 + printed / 100)
    words = "more" if extra > 0 else "fewer"
    share = format_number(100 * abs(extra) / now.value, 1)
    return (
        f"Restatement: about {format_number(round(abs(extra), -1))} {words} crimes in the later "
        f"year ({share}%) would make it."
    )


def _per_head(report: PrintedReport, item: Printed, found: Found, now: Observation) -> str:
    """How much of a rate's difference is its population, as far as the report tells."""
    if found.measure.kind is not MeasureKind.RATE or now.numerator is None or not now.denominator:
        return "Restatement."
    heads = found.measure.ratio.denominator if found.measure.ratio else ""
    here = _million(now.denominator)
    if heads != PEOPLE:
        basis = _estimate(now, heads)
        return f"Households: {here} here ({basis}); the report does not say how many. Restatement."
    if now.area != report.area:
        people = found.measure.per * now.numerator / _printed_of(item)
        return (
            f"Population and restatement, which cannot be told apart: its rate and today's count "
            f"imply {_million(people)} people; here there are {here}."
        )
    low, high = report.people
    most, least = (found.measure.per * now.numerator / people for people in (low, high))
    left = [value - _printed_of(item, own=True) for value in (least, most)]
    return (
        f"Population: with the report's people, today's count gives {_range(least, most)}. "
        f"Restatement and rounding: the other {_range(*left, signed=True)}."
    )


PEOPLE = "population"
HEADS = "per head of the "


def _estimate(figure: Observation, heads: str) -> str:
    """The estimate that a rate is per head of, such as `mid-2019`, from its caveat."""
    told = (c.removeprefix(HEADS) for c in figure.caveats if c.startswith(HEADS))
    found = next((words for words in told if f" {heads} " in words), "")
    return found.split()[0].replace("census-", "Census ") if found else ""


def _million(people: float) -> str:
    return f"{format_number(people / 1e6, 1 if people > 1e7 else 2)} million"


def _printed_of(item: Printed, *, own: bool = False) -> float:
    printed = item.own if own else item.nation
    assert printed is not None
    return printed


def _plus(value: float, decimals: int) -> str:
    text = format_number(value, decimals)
    return text if text.startswith("-") or not round_half_away(value, decimals) else f"+{text}"


def _range(low: float, high: float, *, signed: bool = False) -> str:
    ends = [(_plus if signed else format_number)(value, 1) for value in (low, high)]
    return " to ".join(dict.fromkeys(ends))


def _lines_table(pack: Pack, lines: list[Line]) -> Block:
    context = pack.context
    columns = (
        Column("Item", "left", width=1.6), Column("Area", "left", width=0.9),
        Column("Printed", width=0.6), Column("Today", width=0.6), Column("Difference", width=0.75),
        Column("Why", "left", width=2.8),
    )  # fmt: skip
    rows: list[Row] = []
    for where, held in groupby(lines, key=lambda line: line.item.where):
        rows.append(Row((Cell(where),), group=True))
        for line in held:
            traces = [context.book.trace(o) for o in line.figures]
            places = line.item.decimals
            rows.append(Row((
                Cell(line.item.title), Cell(context.name(line.area)),
                Cell(_shown(line.item, line.printed), line.printed, places),
                Cell(_shown(line.item, line.today), line.today, places, traces[0]),
                Cell(_plus(line.difference, places), line.difference, places), Cell(line.why),
            )))  # fmt: skip
    return context.table("Printed, and today", columns, rows, (), "Printed and today")


def _missing_table(pack: Pack, missing: list[tuple[Printed, str]]) -> Block:
    context = pack.context
    columns = (
        Column("Item", "left", width=2.4), Column("Where", "left", width=1.2),
        Column(context.name(pack.area), width=0.8), Column("England and Wales", width=0.8),
    )  # fmt: skip
    rows: list[Row] = []
    for why, held in groupby(missing, key=lambda pair: pair[1]):
        rows.append(Row((Cell(f"Missing: {why}"),), group=True))
        for item, _ in held:
            values = [
                Cell(NO_FIGURE if v is None else _shown(item, v), v, item.decimals)
                for v in (item.own, item.nation)
            ]
            rows.append(Row((Cell(item.title), Cell(item.where), *values)))
    title = "Printed, and not to be made of what is loaded"
    return context.table(title, columns, rows, (), "Printed, not made")


def _shown(item: Printed, value: float) -> str:
    if item.what is Kind.CHANGE:
        return f"{_plus(value, item.decimals)}%"
    return format_number(value, item.decimals)
