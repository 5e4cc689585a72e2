"""How one writer writes: commas, per cent, signs, names of periods, words for up and down."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

UP, DOWN = 1, -1
WORDS = {
    # the same thing of a rise and of a fall
    "fell": (
        ("rose", "fell"),
        ("increased", "decreased"),
        ("went up", "went down"),
        ("climbed", "dropped"),
        ("grew", "declined"),
        ("increased", "reduced"),
    ),
    "fallen": (("risen", "fallen"), ("increased", "decreased"), ("gone up", "come down")),
    "fall": (
        ("rise", "fall"),
        ("increase", "decrease"),
        ("increase", "reduction"),
        ("rise", "drop"),
    ),
    "a_fall": (
        ("a rise", "a fall"),
        ("an increase", "a decrease"),
        ("an increase", "a reduction"),
        ("growth", "a drop"),
    ),
    "falling": (("increasing", "decreasing"), ("rising", "falling")),
    "up": (("up", "down"),),
    "more": (("more", "fewer"),),
    "higher": (("higher", "lower"),),
    "above": (("above", "below"),),
    "arrow": (("↑", "↓"), ("▲", "▼")),
    "bigger": (("greater", "smaller"), ("higher", "lower")),
}

AREAS = (
    "Preston", "Burnley", "Blackpool", "Lancaster", "Maidstone", "Ashford", "Hull", "Grimsby",
    "Newport", "Caerphilly", "Torfaen", "Exeter", "Plymouth", "Derby", "Chesterfield", "Durham",
    "Darlington", "Ipswich", "Lowestoft", "Norwich", "Swindon", "Salisbury", "Telford", "Worcester",
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """One writer's habits, the same all through a paper."""

    commas: bool
    percent: str  # what stands after the number
    decimals: int  # of a percentage
    minus: str
    plus: str
    force: str
    periods: tuple[str, str]  # earlier and later
    short: tuple[str, str]  # the same as heads of columns
    months: int  # of a period
    table: str  # pipe or tab
    taken: set[str] = field(default_factory=set)  # measures that a paper has spoken of

    def own(self, rng: random.Random, name: str) -> str:
        """The measure, or that of a place: a paper says each measure of an area and period once."""
        said = name
        while said in self.taken:
            area = rng.choice(AREAS)
            said = f"{name} in {area}" if name.startswith("the ") else f"{area} {name}"
        self.taken.add(said)
        return said

    def count(self, value: Decimal | int) -> str:
        return f"{int(value):,}" if self.commas else str(int(value))

    def pct(self, value: Decimal, decimals: int | None = None) -> str:
        return f"{self.number(value, decimals)}{self.percent}"

    def number(self, value: Decimal, decimals: int | None = None) -> str:
        return str(rounded(value, self.decimals if decimals is None else decimals))

    def signed(self, text: str, direction: int) -> str:
        return f"{self.plus if direction == UP else self.minus}{text}"


def rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


PERIODS = (
    # earlier and later, the same as heads of columns, and how many months each has
    (("2017/18", "2018/19"), ("2017/18", "2018/19"), 12),
    (("2021/22", "2022/23"), ("2021/22", "2022/23"), 12),
    (("2018", "2019"), ("2018", "2019"), 12),
    (("the 12 months to September 2018", "the 12 months to September 2019"),
     ("12 months to Sep 18", "12 months to Sep 19"), 12),
    (("the year ending March 2022", "the year ending March 2023"),
     ("YE March 2022", "YE March 2023"), 12),
    (("Jan-Dec 2020", "Jan-Dec 2021"), ("Jan-Dec '20", "Jan-Dec '21"), 12),
    (("Q3 2022/23", "Q3 2023/24"), ("Q3 22/23", "Q3 23/24"), 3),
    (("April to December 2014", "April to December 2015"), ("Apr-Dec 14", "Apr-Dec 15"), 9),
    (("the 2009-10 financial year", "the 2010-11 financial year"), ("2009-10", "2010-11"), 12),
    (("October 2015 to September 2016", "October 2016 to September 2017"),
     ("Oct 15 - Sep 16", "Oct 16 - Sep 17"), 12),
)  # fmt: skip


def style(rng: random.Random) -> Style:
    periods, short, months = rng.choice(PERIODS)
    return Style(
        commas=rng.random() < 0.85,
        percent=rng.choice(["%", "%", "%", "%", " per cent", " percent"]),
        decimals=rng.choice([0, 1, 1, 1, 2]),
        minus=rng.choice(["-", "-", "−", "–"]),
        plus=rng.choice(["+", "+", "+"]),
        force=rng.choice(["the force", "the Constabulary", "the Service", "Kent Police",
                          "Humberside Police", "the Force", "Gwent Police"]),
        periods=periods,
        short=short,
        months=months,
        table=rng.choice(["pipe", "pipe", "tab"]),
    )  # fmt: skip


def word(rng: random.Random, name: str, direction: int) -> str:
    up, down = rng.choice(WORDS[name])
    return up if direction == UP else down
