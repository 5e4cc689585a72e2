"""The order of a plan's parts: sections under their section, items, boxes of the strategy map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from scrutiny.governance.plan.models import Priority, Section, StandingItem

Part = Section | StandingItem | Priority


def outline(sections: Iterable[Section]) -> Iterator[tuple[int, Section]]:
    """Sections as a plan prints them, each after the one that it is part of, with how deep it is.

    One whose own section is not among them (it may be restricted) stands at the top.
    """
    given = list(sections)
    known = {section.pk for section in given}

    def below(number: int | None, depth: int) -> Iterator[tuple[int, Section]]:
        for section in given:
            if (section.part_of_id if section.part_of_id in known else None) == number:
                yield depth, section
                yield from below(section.pk, depth + 1)

    return below(None, 0)


def beside(part: Part) -> Sequence[Part]:
    """The parts among which one can be moved, in their order."""
    if isinstance(part, Section):
        found = part.plan.sections.current().filter(part_of=part.part_of)
    elif isinstance(part, StandingItem):
        found = part.section.items.current()
    else:
        found = part.plan.priorities.current().filter(kind=part.kind)
    return list(found)


@transaction.atomic
def move(part: Part, places: int) -> None:
    """Move a part up (-1) or down (1) among those beside it; at the end it stays.

    A section takes along what is part of it.
    """
    rows = list(beside(part))
    at = next(place for place, row in enumerate(rows) if row.pk == part.pk)
    rows.insert(max(at + places, 0), rows.pop(at))
    if isinstance(part, Section):
        ranks = {row.pk: rank for rank, row in enumerate(rows)}
        others = sorted(part.plan.sections.current(), key=lambda s: ranks.get(s.pk, -1))
        rows = [section for _, section in outline(others)]
    number(rows)


def number(rows: Iterable[Part]) -> None:
    """Number parts in the order in which they are given."""
    for order, row in enumerate(rows, 1):
        if row.order != order:
            row.order = order
            row.save()


@transaction.atomic
def settle(part: Part) -> None:
    """Give a part that is new, or is now part of another section, its place at the end there."""
    if isinstance(part, Section):
        number(section for _, section in outline(part.plan.sections.current()))
    else:
        number([*(row for row in beside(part) if row.pk != part.pk), part])


def take_out(part: Part) -> None:
    """Take a part out of a draft; it stays on the record, and can be put back."""
    if isinstance(part, Section) and part.parts.current().exists():
        raise ValidationError(f"Take out the parts of section {part.number} first.")
    part.withdrawn = True
    part.save()


@transaction.atomic
def put_back(part: Part) -> None:
    """Put back a part that was taken out, at the end of those beside it."""
    part.withdrawn = False
    part.save()
    settle(part)
