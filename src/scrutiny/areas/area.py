"""What an area and a peer group are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scrutiny.periods import Month

Kind = Literal[
    "country", "region", "force", "division", "csp", "district", "ward", "lsoa", "group", "body"
]


@dataclass(frozen=True, slots=True)
class Area:
    """An area, a group of forces, or a body that records crime but has no territory.

    `code` is the ONS code where there is one. `note` says what a total of the area holds, where
    that is not plain from its name.
    """

    code: str
    name: str
    kind: Kind
    short_name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The months in which something holds; None is open."""

    first: Month | None = None
    last: Month | None = None

    @classmethod
    def parse(cls, first: str, last: str) -> Span:
        return cls(Month.parse(first) if first else None, Month.parse(last) if last else None)

    def holds(self, at: Month | None) -> bool:
        """Whether it holds in a month; None asks about today, when what has ended holds no more."""
        if at is None:
            return self.last is None
        return (self.first is None or self.first <= at) and (self.last is None or at <= self.last)


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """A most similar group: the forces that a force is compared with between two months.

    `includes_force` says whether a published total of the group holds the force itself.
    """

    code: str
    force: str
    members: tuple[str, ...]
    includes_force: bool
    basis: tuple[str, ...]
    valid_from: Month | None
    valid_to: Month | None
