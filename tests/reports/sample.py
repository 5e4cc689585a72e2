"""A short report in the shape of the real one of February 2020, for every renderer's tests.

Its figures are those that the force printed in that paper, and for other forces and for quarters
those of the Home Office's recorded crime table (rates by population
of mid-2024). It holds each thing a renderer must show: front facts, numbered sections and
paragraphs, bullets, callouts, a wide table, an Appendix A table with group rows, cells that are
missing or not comparable, charts with their data, traces and sources.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.charts.shapes import chart_of

from scrutiny.catalogue.model import Better
from scrutiny.charts import Annotation, Part, control_chart, drivers_bar, period_label
from scrutiny.periods import Month
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
    SourceEntry,
    Span,
    Spans,
    Table,
    Tone,
    Trace,
)

FORCE, FORCE_NAME = "E23000003", "Lancashire"
YEAR, YEAR_BEFORE = ("2019-01", "2019-12"), ("2018-01", "2018-12")
NAMES = {YEAR: "January to December 2019", YEAR_BEFORE: "January to December 2018"}

SOURCES = (
    SourceEntry(
        key="force-dashboard",
        title="Recorded crime dashboard",
        publisher="Lancashire Constabulary",
        licence="Open Government Licence v3.0",
        released=date(2020, 2, 20),
        loaded="2026-03-01T09:30:00Z",
        files=(
            ("figures.csv", "3f2a9c41d07be8561a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7081"),
        ),
        covers="Lancashire, January 2017 to December 2019",
    ),
    SourceEntry(
        key="home-office",
        title="Police recorded crime open data",
        publisher="Home Office",
        licence="Open Government Licence v3.0",
        released=date(2020, 1, 23),
        loaded="2026-03-01T09:31:12Z",
        files=(
            ("prc_pfa.parquet", "9b1c7d20e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5"),
        ),
        covers="43 forces, April 2012 to September 2019",
    ),
    SourceEntry(
        key="force-telephony",
        title="Call handling",
        publisher="Lancashire Constabulary",
        licence="Open Government Licence v3.0",
        released=date(2020, 2, 20),
        loaded="2026-03-01T09:30:00Z",
        files=(
            ("figures.csv", "3f2a9c41d07be8561a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7081"),
        ),
    ),
)


class _Traces:
    """Collects traces and gives each an id in order."""

    def __init__(self) -> None:
        self.all: list[Trace] = []

    def add(
        self,
        measure: str,
        title: str,
        value: float | None,
        *,
        period: tuple[str, str] = YEAR,
        unit: str = "offences",
        source: str = "force-dashboard",
        note: str = "",
    ) -> str:
        trace = Trace(
            id=f"figure-{len(self.all) + 1}",
            measure=measure,
            title=title,
            area=FORCE,
            area_name=FORCE_NAME,
            period=NAMES[period],
            first=period[0],
            last=period[1],
            source=source,
            value=value,
            unit=unit,
            note=note,
        )
        self.all.append(trace)
        return trace.id


def text(*parts: str | Span) -> Spans:
    """Strings and spans in order, as spans."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


def _appendix_row(
    traces: _Traces,
    measure: str,
    title: str,
    before: float,
    change: str,
    now: float,
    *,
    unit: str = "offences",
    source: str = "force-dashboard",
    tone: Tone = "plain",
    decimals: int = 0,
    suffix: str = "",
) -> Row:
    def cell(value: float, period: tuple[str, str]) -> Cell:
        trace = traces.add(measure, title, value, period=period, unit=unit, source=source)
        return Cell(f"{value:,.{decimals}f}{suffix}", value, decimals, trace)

    return Row(
        (
            Cell(title),
            cell(before, YEAR_BEFORE),
            Cell(change, now - before, decimals, tone=tone),
            cell(now, YEAR),
        )
    )


def _missing_row(traces: _Traces, measure: str, title: str, unit: str) -> Row:
    why = "Not supplied by Lancashire Constabulary since December 2018"
    trace = traces.add(measure, title, None, unit=unit, note=why)
    missing = Cell("not supplied", trace=trace, tone="missing")
    return Row((Cell(title), missing, Cell("no figure to compare", tone="missing"), missing))


def _group(title: str, columns: int) -> Row:
    return Row((Cell(title, strong=True), *(Cell("") for _ in range(columns - 1))), group=True)


def _appendix(traces: _Traces) -> Table:
    rows = (
        _group("Protecting local policing", 4),
        _appendix_row(
            traces,
            "response_median_grade_1",
            "Grade 1 emergency response: median time to arrive",
            9.9,
            "increase (0.3 minutes)",
            10.2,
            unit="minutes",
            tone="worse",
            decimals=1,
            suffix=" minutes",
        ),
        _appendix_row(
            traces,
            "calls_999_service_level",
            "999 calls answered within 10 seconds",
            75.2,
            "increase (0.7 percentage points)",
            75.9,
            unit="percent",
            source="force-telephony",
            tone="better",
            decimals=1,
            suffix="%",
        ),
        _missing_row(traces, "share_visible", "Share of budget: visible front line", "percent"),
        _group("Tackling crime and re-offending", 4),
        replace(
            _appendix_row(
                traces,
                "all_crime",
                "All crime",
                161_398,
                "decrease (8%, -12,585); not comparable",
                148_813,
                tone="not comparable",
            ),
            emphasis=True,
        ),
        _appendix_row(
            traces,
            "violence_with_injury",
            "Violence with injury",
            19_788,
            "decrease (15%, -3,032); not comparable",
            16_756,
            tone="not comparable",
        ),
        _appendix_row(
            traces,
            "violence_without_injury",
            "Violence without injury",
            23_114,
            "increase (2%, 566)",
            23_680,
        ),
        _appendix_row(
            traces,
            "burglary_residential",
            "Burglary, residential",
            8_787,
            "decrease (8%, -714)",
            8_073,
            tone="better",
        ),
        _appendix_row(
            traces,
            "robbery_personal",
            "Robbery of personal property",
            965,
            "increase (15%, 149)",
            1_114,
            tone="worse",
        ),
        _group("Supporting vulnerable people and victims", 4),
        _appendix_row(traces, "rape", "Rape", 1_583, "decrease (7%, -103)", 1_480, tone="unusual"),
        _appendix_row(
            traces,
            "modern_slavery",
            "Modern slavery",
            72,
            "increase (96%, 69); small numbers",
            141,
            tone="unusual",
        ),
    )
    return Table(
        id="table-appendix-a",
        number=3,
        title="Performance data, 12 months to December 2019",
        columns=(
            Column("Measure", "left", width=3.0),
            Column("Previous 12 months, Jan to Dec 2018", unit="as stated", width=1.4),
            Column("In-year performance against the previous 12 months", width=2.2),
            Column("In-year performance, Jan to Dec 2019", unit="as stated", width=1.4),
        ),
        rows=rows,
        notes=(
            text(
                "Source: Lancashire Constabulary recorded crime dashboard, released 20 February "
                "2020. Call figures: force telephony."
            ),
            text(
                "Crime recording changed in April 2018, so calendar 2018 is not comparable with "
                "2019 for all crime and violence with injury."
            ),
        ),
        sheet="Appendix A",
    )


def _core_table(traces: _Traces) -> Table:
    def row(measure: str, title: str, *cells: tuple[str, float, Tone]) -> Row:
        return Row(
            (
                Cell(title),
                *(
                    Cell(
                        words,
                        value,
                        0,
                        traces.add(measure, title, value, note="Change on the year before"),
                        tone,
                    )
                    for words, value, tone in cells
                ),
            )
        )

    return Table(
        id="table-core",
        number=1,
        title="Annual change as last reported, annual change now, and the quarter",
        columns=(
            Column("Offence type", "left", width=1.6),
            Column("Annual change to September 2019", unit="offences"),
            Column("Annual change to December 2019", unit="offences"),
            Column("October to December 2019 against 2018", unit="offences"),
        ),
        rows=(
            row(
                "all_crime",
                "All crime",
                ("increase (2%, 3,192)", 3_192, "plain"),
                ("decrease (8%, -12,585); not comparable", -12_585, "not comparable"),
                ("decrease (12%, -4,947)", -4_947, "better"),
            ),
            row(
                "robbery_personal",
                "Robbery of personal property",
                ("increase (29%, 258)", 258, "worse"),
                ("increase (15%, 149)", 149, "worse"),
                ("decrease (16%, -41)", -41, "better"),
            ),
            row(
                "public_order",
                "Public order",
                ("increase (4%, 506)", 506, "plain"),
                ("decrease (21%, -3,092)", -3_092, "better"),
                ("decrease (33%, -1,234)", -1_234, "better"),
            ),
        ),
        notes=(text("Source: Lancashire Constabulary recorded crime dashboard."),),
        sheet="Core table",
    )


# Force, 12 months to September 2018 and 2019, per 1,000 people, ranks of the rate.
PEERS: tuple[tuple[str, int, int, float, str, str], ...] = (
    ("South Wales", 108_817, 112_290, 82.4, "25 of 43", "1 of 8"),
    ("Nottinghamshire", 103_436, 108_715, 91.5, "30 of 43", "2 of 8"),
    ("Lancashire", 153_362, 152_691, 95.3, "31 of 43", "3 of 8"),
    ("Kent", 196_458, 193_286, 100.1, "35 of 43", "4 of 8"),
    ("South Yorkshire", 143_507, 144_882, 101.3, "36 of 43", "5 of 8"),
    ("Northumbria", 157_062, 154_431, 102.3, "37 of 43", "6 of 8"),
    ("Humberside", 95_332, 103_243, 107.3, "39 of 43", "7 of 8"),
    ("West Yorkshire", 284_016, 294_889, 121.1, "41 of 43", "8 of 8"),
)


def _peers_table(traces: _Traces) -> Table:
    def row(name: str, before: int, now: int, rate: float, rank: str, group_rank: str) -> Row:
        change = now - before
        trace = traces.add("all_crime", "All crime", now, source="home-office")
        return Row(
            (
                Cell(name),
                Cell(f"{before:,}", before, 0),
                Cell(f"{now:,}", now, 0, trace),
                Cell(f"{change:+,}", change, 0),
                Cell(f"{100 * change / before:.1f}%", 100 * change / before, 1),
                Cell(f"{rate:.1f}", rate, 1),
                Cell(rank),
                Cell(group_rank),
            ),
            emphasis=name == FORCE_NAME,
        )

    return Table(
        id="table-peers",
        number=2,
        title="All crime: Lancashire among its most similar forces",
        columns=(
            Column("Force", "left", width=1.8),
            Column("12 months to September 2018", unit="offences"),
            Column("12 months to September 2019", unit="offences"),
            Column("Change", unit="offences"),
            Column("Change, per cent", unit="percent"),
            Column("Per 1,000 people", unit="per 1,000"),
            Column("Rank, England and Wales", "right"),
            Column("Rank, most similar group", "right"),
        ),
        rows=(
            *(row(*peer) for peer in PEERS),
            Row((Cell("Police Scotland"), *(Cell("no data", tone="missing") for _ in range(7)))),
        ),
        notes=(
            text(
                "Source: ",
                Span("Home Office police recorded crime open data", href="https://example.org/prc"),
                ", released 23 January 2020. Ranks: 1 is the lowest rate; 43 forces ranked.",
            ),
        ),
        sheet="Peers all crime",
    )


# Robbery of personal property (offence 34B) in Lancashire, from April 2012, by financial quarter.
ROBBERIES = (
    133, 111, 147, 134, 128, 167, 167, 131, 132, 126, 146, 105, 123, 127, 139, 136,
    167, 157, 175, 196, 215, 214, 200, 189, 207, 309, 266, 253, 316, 324, 237,
)  # fmt: skip
DRIVERS = (
    ("Public order", -3_092),
    ("Violence with injury", -3_032),
    ("Burglary, residential", -714),
    ("Violence without injury", 566),
    ("Robbery of personal property", 149),
)


def _data(id: str, number: int, title: str, head: str, numbers: dict[str, float]) -> Table:
    return Table(
        id=f"{id}-data",
        number=10 + number,
        title=f"Data for figure {number}: {title}",
        columns=(Column(head, "left"), Column("Offences", unit="offences")),
        rows=tuple(
            Row((Cell(name), Cell(f"{value:,.0f}", value, 0))) for name, value in numbers.items()
        ),
        sheet=f"Figure {number}",
    )


def _robbery_chart() -> Chart:
    title = "Robbery of personal property by quarter"
    chart = chart_of(2012, ROBBERIES, Month(2016, 7))
    spec = control_chart(
        chart,
        unit="Offences a quarter",
        better=Better.DOWN,
        annotations=(Annotation(Month(2018, 4), "Crime recording changed"),),
    )
    return Chart(
        id="chart-robbery",
        number=1,
        title=title,
        alt="Robbery stepped up in 2016. Since then two quarters of 2019 are above what is usual.",
        spec=spec,
        width=spec["width"],
        height=spec["height"],
        notes=(text("Source: Home Office police recorded crime open data."),),
        data=_data(
            "chart-robbery",
            1,
            title,
            "Quarter",
            {period_label(p.period): p.value for p in chart.points if p.value is not None},
        ),
    )


def _drivers_chart() -> Chart:
    title = "What drove the change in all crime"
    spec = drivers_bar(
        [Part(name, change) for name, change in DRIVERS],
        Part("All crime", -12_585),
        unit="Change in offences, 2019 against 2018",
    )
    return Chart(
        id="chart-drivers",
        number=2,
        title=title,
        alt="Public order and violence with injury make up half of the fall of 12,585 offences.",
        spec=spec,
        width=spec["width"],
        height=spec["height"],
        data=_data("chart-drivers", 2, title, "Offence type", dict(DRIVERS)),
    )


def sample_document() -> Document:
    """The sample report, built anew; equal on every call."""
    traces = _Traces()
    now = traces.add("all_crime", "All crime", 148_813)
    before = traces.add("all_crime", "All crime", 161_398, period=YEAR_BEFORE)
    sections = (
        Section(
            "issue",
            "1",
            "Issue for consideration",
            (Paragraph(text("The performance of Lancashire Constabulary."), "1.1"),),
        ),
        Section(
            "recommendation",
            "2",
            "Recommendation",
            (
                Paragraph(
                    text("The Commissioner is requested to review the report & comment."), "2.1"
                ),
            ),
        ),
        Section(
            "exceptions",
            "3",
            "Exceptions",
            (
                Paragraph(text("Two measures need the meeting's attention."), "3.1"),
                Bullets(
                    (
                        text(
                            Span("Robbery of personal property", strong=True),
                            ": nine of the latest ten months are above the mean.",
                        ),
                        text(
                            Span("Modern slavery", strong=True),
                            ": unusual, and the numbers are ",
                            Span("small", emphasis=True),
                            ".",
                        ),
                    )
                ),
            ),
        ),
        Section(
            "crime",
            "4",
            "Tackling crime and re-offending",
            (
                Section(
                    "recorded-crime",
                    "4.a",
                    "Recorded crime",
                    (
                        Paragraph(
                            text(
                                "All crime was ",
                                Span("148,813", trace=now),
                                " offences, against ",
                                Span("161,398", trace=before),
                                " a year earlier: a decrease of 12,585 (8%).",
                            ),
                            "4.1",
                        ),
                        Callout(
                            "caveat",
                            text(
                                "Crime recording changed in April 2018. The two years are not "
                                "comparable."
                            ),
                        ),
                        _core_table(traces),
                        _robbery_chart(),
                        Paragraph(text("Similar forces saw larger rises."), "4.2"),
                        _peers_table(traces),
                    ),
                ),
                Section(
                    "threats",
                    "4.b",
                    "Crime threats <attacks on cash machines>",
                    (
                        Callout("missing", text("The force has supplied no narrative here.")),
                        _drivers_chart(),
                        Callout("note", text("An example #note with $signs_ and *stars* kept.")),
                    ),
                ),
            ),
        ),
        Section(
            "appendix-a",
            "",
            "Appendix A: performance data",
            (
                Paragraph(text("Figures are for Lancashire unless a row says otherwise.")),
                _appendix(traces),
            ),
            page_break=True,
        ),
    )
    return Document(
        id="lancashire-2019-12",
        title="Quarterly report",
        subtitle="Performance of Lancashire Constabulary, October to December 2019",
        organisation="Police and Crime Commissioner for Lancashire",
        to="Strategic scrutiny meeting",
        period="October to December 2019",
        issued=date(2020, 2, 20),
        language="en-GB",
        description="How Lancashire Constabulary performed in the quarter to December 2019.",
        keywords=("police", "performance", "Lancashire"),
        sections=sections,
        traces=tuple(traces.all),
        sources=SOURCES,
        facts=(
            ("Report to", "Strategic scrutiny meeting"),
            ("Date", "20 February 2020"),
            ("Title", "Quarterly report"),
            ("Period", "October to December 2019"),
        ),
    )
