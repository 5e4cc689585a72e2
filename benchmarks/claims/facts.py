"""Plausible figures of invented series: what a statement is about, and which figures must agree."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from benchmarks.claims.style import DOWN, UP, Style, rounded

# Measure, what is counted, and roughly how many a year.
MEASURES = (
    ("residential burglary", "offences", 8000), ("violence with injury", "offences", 17000),
    ("violence without injury", "crimes", 24000), ("vehicle crime", "offences", 9000),
    ("shoplifting", "offences", 11000), ("personal robbery", "offences", 1100),
    ("drug trafficking", "offences", 4200), ("public disorder", "offences", 12000),
    ("hate crime", "reports", 2700), ("domestic abuse", "crimes", 20000),
    ("rape", "offences", 1500), ("stalking and harassment", "offences", 9500),
    ("criminal damage", "offences", 15000), ("bicycle theft", "offences", 2300),
    ("anti-social behaviour", "incidents", 52000), ("missing persons", "reports", 9800),
    ("knife crime", "offences", 1250), ("stop and search", "searches", 7700),
    ("business robbery", "offences", 240), ("arson", "offences", 870),
    ("theft from the person", "offences", 1900), ("modern slavery", "crimes", 141),
    ("all crime", "offences", 148000), ("rural crime", "reports", 3300),
)  # fmt: skip
RATES = (
    "victim satisfaction", "the positive outcome rate", "public confidence",
    "the 999 service level", "the charge rate", "compliance with the Victims' Code",
    "user satisfaction for burglary", "the attendance rate", "the solved rate",
    "the share of calls answered within 10 seconds", "body-worn video use",
)  # fmt: skip
TIMES = (
    "the median response time to Grade 1 incidents", "the average time to answer a 101 call",
    "the average attendance time for priority calls", "the median time to attend routine incidents",
)  # fmt: skip
BUDGETS = (
    "police officer pay", "local policing", "premises", "transport", "supplies and services",
    "agency costs", "overtime", "the capital programme", "PCSO pay", "forensic services",
)  # fmt: skip
GROUPS = (
    ("domestic abuse flagged crimes", "charged"), ("searches", "for drugs"),
    ("searches", "led to an arrest"), ("respondents", "very satisfied"),
    ("victims", "female"), ("calls", "answered in time"), ("complaints", "upheld"),
    ("custody records", "fully compliant"), ("offences", "flagged as alcohol related"),
    ("files", "returned for more work"), ("incidents", "attended within target"),
)  # fmt: skip
PARTS = (
    ("division", ("North division", "South division", "East division", "West division")),
    ("type", ("first-hand reports", "third-party reports", "online reports")),
    ("kind", ("dwellings", "sheds and garages", "businesses")),
    ("district", ("Burnley", "Preston", "Chorley", "Hyndburn", "Pendle")),
    ("weapon", ("knives", "firearms", "blunt objects", "other weapons")),
)


@dataclass
class Facts:
    """One statement's figures: the exact values, how each is written, and the words about them.

    `direction` is of the change. `groups` are sets of names that must agree, each with how many of
    its names must be stated before anything can be checked.
    """

    kind: str
    direction: int
    values: dict[str, Decimal]
    texts: dict[str, str]
    steps: dict[str, Decimal]
    words: dict[str, str]
    groups: tuple[tuple[frozenset[str], int], ...] = ()
    signed: frozenset[str] = field(default_factory=frozenset)


def _moved(rng: random.Random, before: int) -> int:
    """A later value of a yearly count: some 2 to 45% away, and never the same."""
    factor = rng.choice([UP, UP, DOWN]) * rng.uniform(0.02, 0.45)
    after = round(before * (1 + factor))
    return after if after != before else before + 1


def change(rng: random.Random, how: Style) -> Facts:
    name, things, size = rng.choice(MEASURES)
    a = max(40, round(size * rng.uniform(0.5, 1.6)))
    b = _moved(rng, a)
    d, p = abs(b - a), Decimal(abs(b - a) * 100) / a
    direction = UP if b > a else DOWN
    texts = {"a": how.count(a), "b": how.count(b), "d": how.count(d), "p": how.pct(p)}
    texts |= {"sd": how.signed(texts["d"], direction), "sp": how.signed(texts["p"], direction)}
    texts |= {"pn": how.number(p), "spn": how.signed(how.number(p), direction)}
    step = Decimal(1).scaleb(-how.decimals)
    one = Decimal(1)
    return Facts(
        "change",
        direction,
        {"a": Decimal(a), "b": Decimal(b), "d": Decimal(d), "sd": Decimal(d), "p": p, "sp": p,
         "pn": p, "spn": p},
        texts,
        {"a": one, "b": one, "d": one, "sd": one, "p": step, "sp": step, "pn": step, "spn": step},
        {"m": how.own(rng, name), "things": things},
        ((frozenset({"a", "b", "d", "sd", "p", "sp", "pn", "spn"}), 3),),
        frozenset({"sd", "sp", "spn"}),
    )  # fmt: skip


def share(rng: random.Random, how: Style) -> Facts:
    group, part = rng.choice(GROUPS)
    w = rng.randint(60, 9000)
    n = rng.randint(max(5, w // 12), w - w // 12)
    p = Decimal(n * 100) / w
    step = Decimal(1).scaleb(-how.decimals)
    return Facts(
        "share", UP,
        {"n": Decimal(n), "w": Decimal(w), "p": p, "pn": p},
        {"n": how.count(n), "w": how.count(w), "p": how.pct(p), "pn": how.number(p)},
        {"n": Decimal(1), "w": Decimal(1), "p": step, "pn": step},
        {"group": how.own(rng, group), "part": part},
        ((frozenset({"n", "w", "p", "pn"}), 3),),
    )  # fmt: skip


def average(rng: random.Random, how: Style) -> Facts:
    name, things, size = rng.choice(MEASURES)
    ways = [("month", how.months)] * 2
    ways += [("week", 52), ("day", 365)] if how.months == 12 else []
    every, k = rng.choice(ways)
    t = max(400, round(size * rng.uniform(0.5, 1.6)))
    decimals = 0 if t / k > 50 else 1
    m = Decimal(t) / k
    return Facts(
        "average", UP,
        {"t": Decimal(t), "m_": m},
        {"t": how.count(t), "m_": f"{rounded(m, decimals):,}" if how.commas else
         str(rounded(m, decimals))},
        {"t": Decimal(1), "m_": Decimal(1).scaleb(-decimals)},
        {"m": how.own(rng, name), "things": things, "every": every},
        ((frozenset({"t", "m_"}), 2),),
    )  # fmt: skip


def points(rng: random.Random, how: Style) -> Facts:
    """A percentage that moves by percentage points."""
    decimals = rng.choice([0, 1, 1])
    a = rounded(Decimal(rng.uniform(25, 90)), decimals)
    q = rounded(Decimal(rng.uniform(1.2, 9)), decimals) or Decimal(2)
    direction = rng.choice([UP, DOWN])
    b = a + direction * q
    step = Decimal(1).scaleb(-decimals)
    unit = rng.choice([" percentage points", " percentage points", " points", "pp", " pp"])
    texts = {
        "a": f"{a}{how.percent}",
        "b": f"{b}{how.percent}",
        "q": f"{q}{unit}",
        "sq": how.signed(f"{q}{unit}", direction),
        "qn": str(q),
    }
    return Facts(
        "points", direction,
        {"a": a, "b": b, "q": q, "sq": q, "qn": q}, texts,
        {"a": step, "b": step, "q": step, "sq": step, "qn": step},
        {"m": how.own(rng, rng.choice(RATES))},
        ((frozenset({"a", "b", "q", "sq", "qn"}), 3),),
        frozenset({"sq"}),
    )  # fmt: skip


def total(rng: random.Random, how: Style) -> Facts:
    name, things, size = rng.choice(MEASURES)
    _, names = rng.choice([one for one in PARTS if len(one[1]) <= 4])
    chosen = list(names[:3])
    xs = [max(5, round(size * rng.uniform(0.05, 0.5))) for _ in chosen]
    t = sum(xs)
    values = {"t": Decimal(t)} | {f"x{i}": Decimal(x) for i, x in enumerate(xs)}
    return Facts(
        "total", UP, values, {k: how.count(v) for k, v in values.items()},
        {k: Decimal(1) for k in values},
        {"m": how.own(rng, name), "things": things} | {f"n{i}": n for i, n in enumerate(chosen)},
        ((frozenset(values), 4),),
    )  # fmt: skip


def minutes(rng: random.Random, how: Style) -> Facts:
    """A time that moves; `h` is the later one in hours."""
    a = rounded(Decimal(rng.uniform(70, 900)), 0)
    d = rounded(a * Decimal(rng.uniform(0.05, 0.4)), 0) + 1
    direction = rng.choice([UP, DOWN])
    b = a + direction * d
    h = b / 60
    unit = rng.choice([" minutes", " mins", " min"])
    tenth = Decimal("0.1")
    return Facts(
        "minutes", direction,
        {"a": a, "b": b, "d": d, "sd": d, "h": h},
        {"a": f"{a}{unit}", "b": f"{b}{unit}", "d": f"{d}{unit}",
         "sd": how.signed(f"{d}{unit}", direction), "h": f"{rounded(h, 1)} hours"},
        {"a": Decimal(1), "b": Decimal(1), "d": Decimal(1), "sd": Decimal(1), "h": tenth},
        {"m": how.own(rng, rng.choice(TIMES))},
        ((frozenset({"a", "b", "d", "sd"}), 3), (frozenset({"b", "h"}), 2)),
        frozenset({"sd"}),
    )  # fmt: skip


def money(rng: random.Random, how: Style) -> Facts:
    """Spending against a budget: an over- or underspend, and what share of the budget it is."""
    budget = rounded(Decimal(rng.uniform(4, 300)), 1)
    over = rng.choice([UP, DOWN])
    v = rounded(budget * Decimal(rng.uniform(0.03, 0.2)), 1) or Decimal("0.3")
    spent = budget + over * v
    p = v * 100 / budget
    m = rng.choice(["m", " million"])
    step = Decimal(1).scaleb(-1)
    return Facts(
        "money", over,
        {"a": budget, "b": spent, "d": v, "p": p},
        {"a": f"£{budget}{m}", "b": f"£{spent}{m}", "d": f"£{v}{m}", "p": how.pct(p, 1)},
        {"a": step, "b": step, "d": step, "p": step},
        {"m": how.own(rng, rng.choice(BUDGETS)),
         "overspend": "overspend" if over == UP else "underspend",
         "over": "over" if over == UP else "under"},
        ((frozenset({"a", "b", "d", "p"}), 3),),
    )  # fmt: skip


def rate(rng: random.Random, how: Style) -> Facts:
    name, things, size = rng.choice(MEASURES)
    n = max(300, round(size * rng.uniform(0.5, 1.6)))
    people = rng.randint(500, 2500) * 1000
    r = Decimal(n) * 1000 / people
    decimals = 1 if r > 5 else 2
    return Facts(
        "rate", UP,
        {"n": Decimal(n), "w": Decimal(people), "r": r},
        {"n": how.count(n), "w": f"{people:,}", "r": str(rounded(r, decimals))},
        {"n": Decimal(1), "w": Decimal(1000), "r": Decimal(1).scaleb(-decimals)},
        {"m": how.own(rng, name), "things": things},
        ((frozenset({"n", "w", "r"}), 3),),
    )  # fmt: skip


def multiple(rng: random.Random, how: Style) -> Facts:
    """Two counts with a word for how many times the one is the other."""
    name, things, _ = rng.choice(MEASURES)
    said, factor = rng.choice([
        ("doubled", Decimal(2)), ("halved", Decimal("0.5")), ("trebled", Decimal(3)),
        ("risen by half", Decimal("1.5")), ("fallen by a third", Decimal(2) / 3),
        ("risen by a quarter", Decimal("1.25")), ("quadrupled", Decimal(4)),
    ])  # fmt: skip
    a = rng.randint(20, 400) * 12
    b = round(a * factor)
    return Facts(
        "multiple", UP if factor > 1 else DOWN,
        {"a": Decimal(a), "b": Decimal(b), "said": factor},
        {"a": how.count(a), "b": how.count(b), "said": said},
        {"a": Decimal(1), "b": Decimal(1), "said": Decimal("0.01")},
        {"m": how.own(rng, name), "things": things},
        ((frozenset({"a", "b", "said"}), 3),),
    )  # fmt: skip


def fraction(rng: random.Random, how: Style) -> Facts:
    group, part = rng.choice(GROUPS)
    said, of = rng.choice([
        ("a third", 3), ("a quarter", 4), ("half", 2), ("one in five", 5), ("one in ten", 10),
        ("a fifth", 5), ("one in four", 4),
    ])  # fmt: skip
    n = rng.randint(20, 700)
    return Facts(
        "fraction", UP,
        {"n": Decimal(n), "w": Decimal(n * of), "said": Decimal(1) / of},
        {"n": how.count(n), "w": how.count(n * of), "said": said},
        {"n": Decimal(1), "w": Decimal(1), "said": Decimal("0.01")},
        {"group": how.own(rng, group), "part": part},
        ((frozenset({"n", "w", "said"}), 3),),
    )  # fmt: skip


def versus(rng: random.Random, how: Style) -> Facts:
    """The force's percentage beside another area's: only the word between them can be wrong."""
    facts = points(rng, how)
    other = rng.choice(["the national average", "the average of most similar forces",
                        "the regional figure", "the England and Wales average"])  # fmt: skip
    return Facts("versus", facts.direction, facts.values, facts.texts, facts.steps,
                 facts.words | {"other": other}, facts.groups, facts.signed)  # fmt: skip


MAKERS: dict[str, Callable[[random.Random, Style], Facts]] = {
    "change": change, "share": share, "average": average, "points": points, "total": total,
    "minutes": minutes, "money": money, "rate": rate, "multiple": multiple, "fraction": fraction,
    "versus": versus,
}  # fmt: skip
