"""Tables in the layouts that reports use."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

from benchmarks.claims.cells import Table
from benchmarks.claims.facts import BUDGETS, MEASURES, PARTS, RATES
from benchmarks.claims.sentences import Slot, Statement, capital
from benchmarks.claims.style import DOWN, UP, Style, rounded

MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")


def _some(rng: random.Random, how: Style, least: int = 3) -> list[tuple[str, int, int]]:
    """Measures with an earlier and a later count."""
    made = []
    for name, _, size in rng.sample(MEASURES, rng.randint(least, 7)):
        a = max(60, round(size * rng.uniform(0.5, 1.5)))
        b = max(30, round(a * (1 + rng.choice([UP, DOWN]) * rng.uniform(0.03, 0.4))))
        made.append((capital(how.own(rng, name)), a, b))
    return made


def _measure(rng: random.Random, how: Style) -> str:
    return how.own(rng, rng.choice(MEASURES)[0])


def classic(rng: random.Random, how: Style) -> Statement:
    table = Table(how)
    heads = rng.choice([("Change", "% change"), ("Difference", "%"), ("Volume change", "% Change")])
    table.rows.append([rng.choice(["Measure", "Crime type", "Offence"]), *how.short, *heads])
    for name, a, b in _some(rng, how):
        d = table.figure(how.signed(how.count(abs(b - a)), UP if b > a else DOWN), abs(b - a))
        p = table.percent(Decimal((b - a) * 100) / a, signed=True)
        table.rows.append([name, table.count(a), table.count(b), d, p])
    return table.statement("classic")


def percent_only(rng: random.Random, how: Style) -> Statement:
    table = Table(how)
    table.rows.append(["AREA", "%", *how.short])
    for name, a, b in _some(rng, how):
        p = table.percent(Decimal((b - a) * 100) / a, signed=True)
        table.rows.append([name, p, table.count(a, exact=False), table.count(b, exact=False)])
    return table.statement("percent_only", "Comparison (data source: recorded crime)")


def appendix(rng: random.Random, how: Style) -> Statement:
    table = Table(how)
    table.rows.append(["Measure", how.short[0], "Change on the period before", how.short[1]])
    for name, a, b in _some(rng, how):
        up = b > a
        p = table.percent(Decimal(abs(b - a) * 100) / a, 0)
        d = table.figure(how.count(abs(b - a)) if up else f"-{how.count(abs(b - a))}", abs(b - a))
        first, last = table.count(a), table.count(b)
        cell = ("increase (" if up else "decrease (", p, ", ", d, ")")
        table.rows.append([name, first, cell, last])
    return table.statement("appendix")


def months(rng: random.Random, how: Style) -> Statement:
    table = Table(how)
    table.rows.append(["", *MONTHS, "Total"])
    name, things, size = rng.choice(MEASURES)
    size = size // 12 + 15
    for year in rng.choice([("2017/18", "2018/19"), ("2020/21", "2021/22", "2022/23")]):
        xs = [max(2, round(size * rng.uniform(0.8, 1.2))) for _ in MONTHS]
        cells = [table.count(x) for x in xs]
        table.rows.append([year, *cells, table.count(sum(xs))])
    return table.statement("months", f"Number of {how.own(rng, name)} {things} each month")


def shares(rng: random.Random, how: Style) -> Statement:
    table = Table(how)
    kind, names = rng.choice(PARTS)
    table.rows.append([capital(kind), "Number", rng.choice(["%", "Share", "% of total"])])
    xs = [rng.randint(30, 2500) for _ in names]
    t = sum(xs)
    for name, x in zip(names, xs, strict=True):
        p = table.percent(Decimal(x * 100) / t, 1, bare=False)
        table.rows.append([capital(name), table.count(x), p])
    whole = table.percent(Decimal(100), 1)
    table.rows.append(["Total", table.count(t), whole])
    return table.statement("shares", capital(f"{_measure(rng, how)} by {kind}"))


def budget(rng: random.Random, how: Style) -> Statement:
    table = Table(how)
    table.rows.append(["", "Budget £m", "Outturn £m", "Variance £m"])
    tenth = Decimal("0.1")
    totals = [Decimal(0)] * 3
    for subject in rng.sample(BUDGETS, rng.randint(3, 6)):
        name = how.own(rng, subject)
        a = rounded(Decimal(rng.uniform(3, 120)), 1)
        v = rounded(a * Decimal(rng.uniform(-0.2, 0.2)), 1) or tenth
        row = (a, a + v, v)
        totals = [t + x for t, x in zip(totals, row, strict=True)]
        table.rows.append([capital(name), *_money(table, row)])
    table.rows.append(["Total", *_money(table, totals)])
    return table.statement("budget", "Revenue budget monitoring")


def _money(table: Table, row: Sequence[Decimal]) -> list[str | Slot]:
    tenth = Decimal("0.1")
    a, b, v = row
    change = f"-{abs(v)}" if v < 0 else f"{v}"
    return [table.figure(f"{a:,}", a, tenth, exact=False),
            table.figure(f"{b:,}", b, tenth, exact=False),
            table.figure(change, abs(v), tenth, exact=False)]  # fmt: skip


def satisfaction(rng: random.Random, how: Style) -> Statement:
    table = Table(how)
    table.rows.append(["Measure", *how.short, "Change (percentage points)"])
    tenth = Decimal("0.1")
    for subject in rng.sample(RATES, rng.randint(3, 5)):
        name = how.own(rng, subject)
        a = rounded(Decimal(rng.uniform(35, 85)), 1)
        q = rounded(Decimal(rng.uniform(0.8, 9)), 1)
        up = rng.choice([UP, DOWN])
        first, last = table.percent(a, 1), table.percent(a + up * q, 1)
        q_ = table.figure(how.signed(str(q), up), q, tenth, exact=False)
        table.rows.append([capital(name.removeprefix("the ")), first, last, q_])
    return table.statement("satisfaction")


def districts(rng: random.Random, how: Style) -> Statement:
    table = Table(how)
    _, names = rng.choice([one for one in PARTS if len(one[1]) >= 4])
    table.rows.append(["District", *how.short, "Change"])
    pairs = [(a, max(5, a + rng.randint(-a // 3, a // 3)))
             for a in (rng.randint(90, 4000) for _ in names)]  # fmt: skip
    for name, (a, b) in [
        *zip(names, pairs, strict=True),
        ("Total", (sum(a for a, _ in pairs), sum(b for _, b in pairs))),
    ]:
        d = table.figure(how.signed(how.count(abs(b - a)), UP if b >= a else DOWN), abs(b - a))
        table.rows.append([capital(name), table.count(a), table.count(b), d])
    return table.statement("districts", f"{capital(_measure(rng, how))} by district")


def transposed(rng: random.Random, how: Style) -> Statement:
    table = Table(how)
    some = _some(rng, how)[:5]
    table.rows.append(["", *(name for name, _, _ in some)])
    table.rows.append([how.short[0], *(table.count(a) for _, a, _ in some)])
    table.rows.append([how.short[1], *(table.count(b) for _, _, b in some)])
    changes = [table.figure(how.signed(how.count(abs(b - a)), UP if b > a else DOWN), abs(b - a))
               for _, a, b in some]  # fmt: skip
    table.rows.append(["Change", *changes])
    percents = [table.percent(Decimal((b - a) * 100) / a, signed=True) for _, a, b in some]
    table.rows.append(["% change", *percents])
    return table.statement("transposed")


def rates(rng: random.Random, how: Style) -> Statement:
    table = Table(how)
    table.rows.append(["Area", "Offences", "Population", "Rate per 1,000"])
    for name in rng.choice([one[1] for one in PARTS if one[0] in ("district", "division")]):
        people = rng.randint(60, 400) * 1000
        n = round(people * rng.uniform(0.02, 0.09))
        r = Decimal(n) * 1000 / people
        rate = table.figure(str(rounded(r, 1)), r, Decimal("0.1"), exact=False)
        whole = table.figure(f"{people:,}", people, 1, exact=False)
        table.rows.append([capital(name), table.count(n, exact=False), whole, rate])
    return table.statement("rates", f"{capital(_measure(rng, how))} by area, {how.periods[1]}")


def quarters(rng: random.Random, how: Style) -> Statement:
    table = Table(how)
    table.rows.append(["Crime type", "Q1", "Q2", "Q3", "Q4", "Full year"])
    for name, a, _ in _some(rng, how):
        xs = [max(2, round(a / 4 * rng.uniform(0.8, 1.2))) for _ in range(4)]
        table.rows.append([name, *(table.count(x) for x in xs), table.count(sum(xs))])
    return table.statement("quarters", f"Volumes by quarter, {how.periods[1]}")


def both_in_cell(rng: random.Random, how: Style) -> Statement:
    table = Table(how)
    table.rows.append(["Offence type", *how.short, "Annual change"])
    for name, a, b in _some(rng, how):
        up = UP if b > a else DOWN
        p = table.percent(Decimal((b - a) * 100) / a, 0, signed=True)
        d = table.figure(how.signed(how.count(abs(b - a)), up), abs(b - a))
        first, last = table.count(a), table.count(b)
        table.rows.append([name, first, last, (p, " (", d, ")")])
    return table.statement("both_in_cell")


def later_first(rng: random.Random, how: Style) -> Statement:
    """The later period before the earlier one, as dashboards print it."""
    table = Table(how)
    table.rows.append(["Offence group", how.short[1], how.short[0], "Change", "Change %"])
    for name, a, b in _some(rng, how):
        d = table.figure(how.signed(how.count(abs(b - a)), UP if b > a else DOWN), abs(b - a))
        p = table.percent(Decimal((b - a) * 100) / a, 1, signed=True)
        table.rows.append([name, table.count(b), table.count(a), d, p])
    return table.statement("later_first")


def targets(rng: random.Random, how: Style) -> Statement:
    """Where each measure stands to its target, in percentage points."""
    table = Table(how)
    table.rows.append(["Indicator", "Target", f"Actual {how.short[1]}", "Difference (pp)"])
    tenth = Decimal("0.1")
    for subject in rng.sample(RATES, rng.randint(3, 5)):
        target = Decimal(rng.choice([60, 65, 70, 75, 80, 85, 90]))
        q = rounded(Decimal(rng.uniform(0.4, 12)), 1)
        up = rng.choice([UP, DOWN, DOWN]) if target + q < 100 else DOWN
        cells = [table.percent(target, 0), table.percent(target + up * q, 1)]
        difference = table.figure(how.signed(str(q), up), q, tenth, exact=False)
        name = capital(how.own(rng, subject).removeprefix("the "))
        table.rows.append([name, *cells, difference])
    return table.statement("targets")


def workforce(rng: random.Random, how: Style) -> Statement:
    """Posts: what is budgeted, who is there, and how far apart they are."""
    table = Table(how)
    table.rows.append(["Role", "Budgeted FTE", "Actual FTE", "Variance", "Variance %"])
    rows = [(name, rng.randint(60, 3000)) for name in
            rng.sample(("Constables", "Sergeants", "PCSOs", "Staff", "Specials"), 4)]  # fmt: skip
    posts = [(name, a, a + (rng.randint(-a // 8, a // 12) or 1)) for name, a in rows]
    posts.append(("Total", sum(a for _, a, _ in posts), sum(b for _, _, b in posts)))
    for name, a, b in posts:
        sign = "-" if b < a else ""
        d = table.figure(f"{sign}{how.count(abs(b - a))}", abs(b - a))
        p = table.figure(f"{sign}{rounded(Decimal(abs(b - a) * 100) / a, 1)}%",
                         Decimal(abs(b - a) * 100) / a, Decimal("0.1"), exact=False)  # fmt: skip
        table.rows.append([name, table.count(a), table.count(b), d, p])
    return table.statement("workforce", "Strength against establishment")


OPEN = (classic, percent_only, appendix, months, shares, budget, satisfaction, districts)
# These were held out until they were measured, and nothing was read in them, or it was read wrong;
# others were written in their place.
LAYOUTS = {one.__name__: one for one in (*OPEN, transposed, targets)}
HELD = {one.__name__: one for one in (rates, quarters, both_in_cell, later_first, workforce)}
