"""Made-up tables, true by their making, in the layouts that reports use; and tables with a slip.

A layout is a function of a source of chance that gives rows of texts. `CHECKED` layouts hold
relations; `LOOSE` ones look as if they did, and nothing in them may be called wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from scrutiny.claims.model import Check, Grid, GridCell, Marks
from scrutiny.claims.periods import Context
from scrutiny.claims.tables import facts_of_grid
from scrutiny.periods import Month

Rows = list[list[str]]
Layout = Callable[[Random], Rows]
WRITTEN = Context(Month(2020, 2))
OFFENCES = [
    "All Crime", "Violence with injury", "Violence without injury", "Burglary Residential",
    "Robbery (Personal)", "Public Order Offences", "Criminal Damage", "Vehicle Offences",
    "Shoplifting", "Drug Offences", "Domestic Abuse", "Hate Crime", "Arson", "Theft from person",
]  # fmt: skip
AREAS = ["North", "South", "East", "West", "Central", "Coast", "City", "Valley"]
PAIRS = [
    ("2017/18", "2018/19"), ("Jan '18 - Dec '18", "Jan '19 - Dec '19"), ("2018", "2019"),
    ("Previous 12 months", "Current 12 months"), ("12M to Sep '18", "12M to Sep '19"),
    ("Year ending March 2018", "Year ending March 2019"), ("Q3 2018/19", "Q3 2019/20"),
    ("Apr-Dec 2018", "Apr-Dec 2019"), ("Last year", "This year"), ("Baseline", "Latest"),
]  # fmt: skip
CHANGE = ["Change", "Difference", "+/-", "Variance", "Actual change", "Change (No.)", "Diff"]
PERCENT = ["% change", "Change (%)", "% diff", "% Change on previous year", "Percentage change"]


def rounded(value: float | Decimal, places: int = 0) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def counted(chance: Random, low: int = 40, high: int = 60_000) -> int:
    return int(low * (high / low) ** chance.random())


def _after(chance: Random, before: int) -> int:
    now = int(before * chance.uniform(0.6, 1.5))
    return now if now != before else before + 3


def _names(chance: Random, count: int, names: list[str] = OFFENCES) -> list[str]:
    return chance.sample(names, count)


def _signed(value: Decimal | int, mark: str = "", plus: bool = True) -> str:
    sign = "-" if value < 0 else "+" if plus and value > 0 else ""
    return f"{sign}{abs(value):,}{mark}"


def changes(chance: Random) -> Rows:
    """Two values and their change, in one column or in two, before, after or between them."""
    one, two = chance.choice(PAIRS)
    style = chance.choice(["apart", "word", "percent first", "count first", "percent", "count"])
    places, plus = chance.choice([0, 1]), chance.random() < 0.7
    comma = "," if chance.random() < 0.7 else ""
    heads = {
        "apart": [chance.choice(CHANGE), chance.choice(PERCENT)],
        "percent": [chance.choice(PERCENT)],
        "count": [chance.choice(CHANGE)],
    }.get(style, [chance.choice(["Change", "Performance Versus Previous Period", "Variance"])])
    rows: Rows = []
    order = chance.choice(["values first", "between", "changes first", "now first"])
    for name in _names(chance, chance.randint(4, 9)):
        before = counted(chance, 200)
        now = _after(chance, before)
        gap, share = now - before, rounded(Decimal(100 * (now - before)) / before, places)
        count, percent = _signed(gap, "", plus), _signed(share, "%", plus)
        word = "increase" if gap > 0 else "decrease"
        said = {
            "apart": [count, percent],
            "word": [f"{word} ({abs(share)}%, {count})"],
            "percent first": [f"{percent} ({count})"],
            "count first": [f"{count} ({percent})"],
            "percent": [percent],
            "count": [count],
        }[style]
        values = [f"{before:{comma}}", f"{now:{comma}}"]
        rows.append([name, *_ordered(order, values, said)])
    return [["Measure", *_ordered(order, [one, two], heads)], *rows]


def _ordered(order: str, values: list[str], said: list[str]) -> list[str]:
    if order == "between":
        return [values[0], *said, values[1]]
    if order == "changes first":
        return [*said, *values]
    return [*reversed(values), *said] if order == "now first" else [*values, *said]


def points(chance: Random) -> Rows:
    """Percentages and their change in points."""
    one, two = chance.choice(PAIRS)
    rows = [["Satisfaction", one, two, chance.choice(["Change", "Change (pp)", "% point change"])]]
    for name in _names(chance, chance.randint(4, 8)):
        before, now = rounded(chance.uniform(40, 90), 1), rounded(chance.uniform(40, 90), 1)
        rows.append([name, f"{before}%", f"{now}%", _signed(now - before)])
    return rows


def times(chance: Random) -> Rows:
    """Response times, with a second unit in brackets."""
    one, two = chance.choice(PAIRS)
    rows = [["Median time to arrive", one, "Change", two]]
    for name in ["Grade 1", "Grade 2", "Grade 3", "Grade 4", "Scheduled"]:
        before, now = chance.randint(20, 900), chance.randint(20, 900)
        if before == now:
            now += 5
        rows.append([
            name, f"{before} min ({rounded(Decimal(before) / 60, 1)}hrs)",
            _signed(now - before, " min"), f"{now} min ({rounded(Decimal(now) / 60, 1)}hrs)",
        ])  # fmt: skip
    return rows


def totals(chance: Random) -> Rows:
    """Areas by years, with a total below and, at times, at the right."""
    years = chance.sample(["2015/16", "2016/17", "2017/18", "2018/19", "2019/20"], 3)
    years.sort()
    across = chance.random() < 0.5
    where = chance.choice(["below", "above"])
    values = [[counted(chance) for _ in years] for _ in range(chance.randint(3, 7))]
    body = [[f"{v:,}" for v in row] + ([f"{sum(row):,}"] if across else []) for row in values]
    down = [sum(one) for one in zip(*values, strict=True)]
    total = [f"{v:,}" for v in down] + ([f"{sum(down):,}"] if across else [])
    names = _names(chance, len(values), AREAS)
    rows = [[name, *row] for name, row in zip(names, body, strict=True)]
    last = [chance.choice(["Total", "Force total", "TOTAL", "Grand Total"]), *total]
    head = [chance.choice(["", "Division", "Area"]), *years, *(["Total"] if across else [])]
    return [head, last, *rows] if where == "above" else [head, *rows, last]


def subtotals(chance: Random) -> Rows:
    """Groups with subtotals of their own, and a grand total."""
    rows: Rows = []
    grand = [0, 0]
    for group in chance.sample(
        ["Violence", "Theft", "Other crime", "Sexual"], chance.randint(2, 3)
    ):
        values = [[counted(chance), counted(chance)] for _ in range(chance.randint(2, 4))]
        sums = [sum(one) for one in zip(*values, strict=True)]
        grand = [a + b for a, b in zip(grand, sums, strict=True)]
        names = _names(chance, len(values))
        rows += [[n, *(f"{v:,}" for v in row)] for n, row in zip(names, values, strict=True)]
        rows.append([f"Total {group}", *(f"{v:,}" for v in sums)])
    one, two = chance.choice(PAIRS)
    return [["Offence", one, two], *rows, ["Total", *(f"{v:,}" for v in grand)]]


def shares(chance: Random) -> Rows:
    """Counts with their shares of the total, in the same cell or beside it."""
    values = [counted(chance, 20, 4000) for _ in range(chance.randint(4, 8))]
    whole, places = sum(values), chance.choice([0, 1, 1])
    together = chance.random() < 0.5
    total = chance.random() < 0.7
    rows = [["Object of search", *(["Number (%)"] if together else ["Number", "% of total"])]]
    for name, value in zip(_names(chance, len(values)), values, strict=True):
        share = f"{rounded(Decimal(100 * value) / whole, places)}%"
        rows.append([name, f"{value:,} ({share})"] if together else [name, f"{value:,}", share])
    if total:
        rows.append(["Total", f"{whole:,}"] if together else ["Total", f"{whole:,}", "100%"])
    return rows


def outcomes(chance: Random) -> Rows:
    """A part, its whole and the rate, row by row."""
    rows = [["Ethnicity", "Searches", "Positive outcomes", "Positive outcome rate (%)"]]
    for name in _names(chance, chance.randint(4, 7), AREAS):
        whole = counted(chance, 100, 9000)
        part = int(whole * chance.uniform(0.05, 0.6))
        rows.append([name, f"{whole:,}", f"{part:,}", str(rounded(Decimal(100 * part) / whole, 1))])
    return rows


def rates(chance: Random) -> Rows:
    """Offences per 1,000 population."""
    rows = [["District", "Population", "Offences", "Rate per 1,000 population"]]
    for name in _names(chance, chance.randint(4, 8), AREAS):
        people, crimes = counted(chance, 20_000, 400_000), counted(chance, 300, 30_000)
        rows.append([
            name, f"{people:,}", f"{crimes:,}", str(rounded(Decimal(1000 * crimes) / people, 1))
        ])  # fmt: skip
    return rows


def turned(chance: Random) -> Rows:
    """Years down, measures across, with rows for the change."""
    one, two = chance.choice(PAIRS)
    names = _names(chance, chance.randint(4, 7))
    before = [counted(chance, 200) for _ in names]
    now = [_after(chance, value) for value in before]
    gaps = [b - a for a, b in zip(before, now, strict=True)]
    percents = [rounded(Decimal(100 * g) / a, 1) for g, a in zip(gaps, before, strict=True)]
    rows = [["Period", *names], [one, *map("{:,}".format, before)], [two, *map("{:,}".format, now)]]
    rows.append(["Change", *(_signed(gap) for gap in gaps)])
    if chance.random() < 0.6:
        rows.append(["% change", *(_signed(share, "%") for share in percents)])
    return rows


def months(chance: Random) -> Rows:
    """Months across, years down, with a total and an average."""
    names = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
    rows = [["", *names, "Total", "Average"]]
    for year in ("2016/17", "2017/18", "2018/19"):
        values = [chance.randint(700, 2200) for _ in names]
        mean = rounded(Decimal(sum(values)) / 12)
        rows.append([year, *map("{:,}".format, values), f"{sum(values):,}", f"{mean:,}"])
    return rows


def money(chance: Random) -> Rows:
    """Budget, actual and variance in millions."""
    rows = [["", "Budget £m", "Actual £m", "Variance £m"]]
    sums = [Decimal(0)] * 3
    for name in ["Police pay", "Staff pay", "Premises", "Transport", "Supplies"]:
        budget = rounded(chance.uniform(2, 90), 1)
        actual = budget + rounded(chance.uniform(-1.9, 1.9), 1)
        row = [budget, actual, actual - budget]
        sums = [a + b for a, b in zip(sums, row, strict=True)]
        rows.append([name, str(budget), str(actual), _signed(actual - budget)])
    return [*rows, ["Total", str(sums[0]), str(sums[1]), _signed(sums[2])]]


def years(chance: Random) -> Rows:
    """Five years, and the change between the last two."""
    names = ["2014/15", "2015/16", "2016/17", "2017/18", "2018/19"]
    rows = [["Offence", *names, "Change 2017/18 to 2018/19", "% change"]]
    for name in _names(chance, chance.randint(4, 8)):
        values = [counted(chance, 300)]
        while len(values) < 5:
            values.append(_after(chance, values[-1]))
        gap = values[-1] - values[-2]
        share = rounded(Decimal(100 * gap) / values[-2], 1)
        rows.append([name, *map("{:,}".format, values), _signed(gap), _signed(share, "%")])
    return rows


def spread_heads(chance: Random) -> Rows:
    """Two rows of heads: the number and the percentage of each year under its own head."""
    kinds = _names(chance, chance.randint(3, 6))
    columns = [[counted(chance, 30, 3000) for _ in kinds] for _ in range(2)]
    rows = [["", "2017/18", "", "2018/19", ""], ["Outcome", "Number", "%", "Number", "%"]]
    for i, kind in enumerate(kinds):
        row = [kind]
        for column in columns:
            share = rounded(Decimal(100 * column[i]) / sum(column), 1)
            row += [f"{column[i]:,}", f"{share}%"]
        rows.append(row)
    return [*rows, ["Total", f"{sum(columns[0]):,}", "100%", f"{sum(columns[1]):,}", "100%"]]


def ranked(chance: Random) -> Rows:
    """Forces by rank."""
    values = sorted({rounded(chance.uniform(30, 120), 1) for _ in range(8)}, reverse=True)
    rows = [["Force", "Rate per 1,000", "Rank"]]
    body = [
        [name, str(value), str(i)]
        for i, (name, value) in enumerate(zip(AREAS, values, strict=False), 1)
    ]
    chance.shuffle(body)
    return rows + body


def loose_values(chance: Random) -> Rows:
    """Figures that have nothing to do with each other."""
    one, two = chance.choice(PAIRS)
    heads = chance.choice([
        [one, two], ["Lancashire", "England and Wales", "Most similar group"],
        ["Number", "%"], ["Calls", "Answered in time (%)", "Abandoned (%)"], ["Target", "Actual"],
        ["Officers", "Staff", "PCSOs"], ["Mean", "Median", "90th percentile"],
    ])  # fmt: skip
    rows = [["Measure", *heads]]
    for name in _names(chance, chance.randint(2, 8)):
        rows.append([
            name, *(f"{rounded(chance.uniform(3, 97), 1)}%" if "%" in head
                    else f"{counted(chance):,}" for head in heads),
        ])  # fmt: skip
    return rows


def loose_all(chance: Random) -> Rows:
    """All crime with some of the kinds of crime, which do not make it up."""
    one, two = chance.choice(PAIRS)
    names = [n for n in _names(chance, 5) if n != "All Crime"]
    a, b = counted(chance, 40_000, 200_000), counted(chance, 40_000, 200_000)
    rows = [["Offence", one, two], ["All Crime", f"{a:,}", f"{b:,}"]]
    return rows + [[n, f"{counted(chance, 40, 9000):,}", f"{counted(chance, 40, 9000):,}"]
                   for n in names]  # fmt: skip


def loose_rates(chance: Random) -> Rows:
    """Rates and averages with a row for all, which is their mean and not their sum."""
    spans = [(50, 90), (2, 9), (5, 40)]
    body = [[rounded(chance.uniform(*span), 1) for span in spans] for _ in range(5)]
    mean = [rounded(sum(one, Decimal(0)) / 5, 1) for one in zip(*body, strict=True)]
    rows = [["Area", "Satisfied (%)", "Days lost per officer", "Average time (mins)"]]
    for name, values in zip([*_names(chance, 5, AREAS), "Force total"], [*body, mean], strict=True):
        rows.append([name, *map(str, values)])
    return rows


def loose_changes(chance: Random) -> Rows:
    """Two periods of change, of which no values are shown; and a change on another period."""
    rows = [["Offence", "Q2 2019/20", "Q3 2019/20", "Change on same quarter last year"]]
    for name in _names(chance, 5):
        rows.append([
            name, f"{counted(chance):,}", f"{counted(chance):,}",
            _signed(rounded(chance.uniform(-40, 40)), "%"),
        ])  # fmt: skip
    return rows


CHECKED: dict[str, Layout] = {
    one.__name__: one
    for one in (changes, points, times, totals, subtotals, shares, outcomes, rates, turned, months,
                money, years, spread_heads, ranked)
}  # fmt: skip
LOOSE: dict[str, Layout] = {
    one.__name__: one for one in (loose_values, loose_all, loose_rates, loose_changes)
}


def grid_of(rows: Rows) -> Grid:
    """The rows as a table of a file: each cell on a line of its own column."""
    made = []
    for number, row in enumerate(rows):
        column, cells = 0, []
        for text in row:
            cells.append(GridCell(text, Marks((0,), (number + 1,), (column,))))
            column += len(text) + 1
        made.append(tuple(cells))
    return Grid(tuple(made))


def checks_of(rows: Rows) -> list[Check]:
    return facts_of_grid(grid_of(rows), 0, WRITTEN)[1]


def with_slip(rows: Rows, chance: Random) -> tuple[Rows, int, int, str] | None:
    """The table with one figure typed wrong: the row and column of it, and what was there."""
    places = [
        (r, c)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if r and c and sum(x.isdigit() for x in text) >= 2 and rows[1][0] and row[0]
        and not any(x in text for x in "/'")
    ]  # fmt: skip
    if not places:
        return None
    r, c = chance.choice(places)
    text = rows[r][c]
    digits = [i for i, x in enumerate(text) if x.isdigit()]
    first = [i for i in digits if text[i] != "0"][:2] or digits[:1]
    kind = chance.choice(["other", "dropped", "swapped"])
    at = chance.choice(first)
    if kind == "dropped" and len(digits) >= 3 and "," not in text and "." not in text:
        made = text[:at] + text[at + 1 :]
    elif kind == "swapped" and at + 1 in digits and text[at] != text[at + 1]:
        made = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    else:
        made = text[:at] + str((int(text[at]) + chance.randint(2, 7)) % 9 + 1) + text[at + 1 :]
    bare = made.lstrip("+-")
    if made == text or (bare.startswith("0") and not bare.startswith("0.")):
        return None
    slip = [list(row) for row in rows]
    slip[r][c] = made
    return slip, r, c, text
