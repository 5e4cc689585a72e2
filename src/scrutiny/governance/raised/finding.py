"""Putting the exceptions of a quarter in the queue, and marking those that a revision removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from scrutiny.analysis.exceptions import ExceptionFound
from scrutiny.analysis.rounding import format_value
from scrutiny.comparison.exceptions import exceptions_of
from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.raised.late import find_late
from scrutiny.governance.raised.models import Raised
from scrutiny.measures.read import Reader
from scrutiny.observation import Observation, Provenance
from scrutiny.periods import Month, Period

Key = tuple[str, str, str, str, str]  # measure, area, source, last month, kind


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking for exceptions changed in the queue."""

    added: tuple[Raised, ...]
    gone: tuple[Raised, ...]
    back: tuple[Raised, ...]

    @property
    def said(self) -> str:
        """In a sentence or three."""
        told = [f"Exceptions added to the queue: {len(self.added)}."]
        if self.gone:
            told.append(f"No longer raised: {len(self.gone)}.")
        if self.back:
            told.append(f"Raised again: {len(self.back)}.")
        return " ".join(told)


def find(reader: Reader, snapshot: int, area: str, to: Month) -> Looked:
    """Put the exceptions of an area and quarter in the queue, each once, with what is late today.

    Those that the figures of `reader` no longer raise are marked gone, with what changed; those
    that they raise again are not gone any more. Doing it twice, or two at once, adds nothing twice.
    """
    found = exceptions_of(reader, area, to)
    try:
        return _with_late(reader, found, snapshot, area, to)
    except (IntegrityError, ValidationError):  # somebody else has added one meanwhile
        return _with_late(reader, found, snapshot, area, to)


@transaction.atomic
def _with_late(
    reader: Reader, found: Iterable[ExceptionFound], snapshot: int, area: str, to: Month
) -> Looked:
    looked = _remember(reader, found, snapshot, area, to)
    added, gone, back = find_late(area)
    return Looked((*looked.added, *added), (*looked.gone, *gone), (*looked.back, *back))


def _remember(
    reader: Reader, found: Iterable[ExceptionFound], snapshot: int, area: str, to: Month
) -> Looked:
    now = {_key(each): each for each in found}
    known = {_key_of(raised): raised for raised in _of_figures(area)}
    added = [_raise(reader, now[key], snapshot, to) for key in now if key not in known]
    back = [raised for key, raised in known.items() if key in now and raised.gone]
    gone = [
        raised for key, raised in known.items()
        if key not in now and not raised.gone and raised.asked == str(to)
    ]  # fmt: skip
    for raised in back:
        raised.gone, raised.gone_why = None, ""
        raised.save(note=f"The figures of snapshot {snapshot} raise it again")
    for raised in gone:
        raised.gone, raised.gone_why = clock.today(), _what_changed(reader, raised)
        raised.save(note=raised.gone_why)
    return Looked(tuple(added), tuple(gone), tuple(back))


def _of_figures(area: str) -> Iterable[Raised]:
    kept: Iterable[Raised] = Raised.objects.filter(area=area).exclude(measure="")
    return kept


def _key(found: ExceptionFound) -> Key:
    seen = found.observed
    return found.measure, found.area, seen.source, str(seen.period.last), found.kind


def _key_of(raised: Raised) -> Key:
    return raised.measure, raised.area, raised.source, raised.to, raised.kind


def _raise(reader: Reader, found: ExceptionFound, snapshot: int, asked: Month) -> Raised:
    seen = found.observed
    newest = newest_of(seen.provenance)
    assert newest is not None  # a value always comes from a load
    raised = Raised(
        measure=found.measure, area=found.area, source=seen.source,
        first=str(seen.period.first), to=str(seen.period.last), asked=str(asked),
        kind=found.kind, severity=int(found.severity), reason=found.reason,
        value=seen.value, unit=reader.catalogue.measure(found.measure).unit,
        load=newest.load, loads=[each.load for each in seen.provenance],
        released=newest.released, snapshot=snapshot,
    )  # fmt: skip
    raised.save()
    return raised


def newest_of(provenance: Iterable[Provenance]) -> Provenance | None:
    """The load that was released last of those that a figure comes from."""
    return max(provenance, key=lambda each: (each.released, each.loaded), default=None)


def figure_now(reader: Reader, raised: Raised) -> Observation | None:
    """The same figure as the newest load gives it; None when its measure or source is no more."""
    period = Period.parse(raised.first, raised.to)
    try:
        return reader.observe(raised.measure, raised.area, period, raised.source)
    except ScrutinyError:
        return None


def printed(reader: Reader, raised: Raised, value: float) -> str:
    """A value of the figure that raised an exception, as its measure prints it."""
    decimals = 0
    if raised.measure in reader.catalogue:
        decimals = reader.catalogue.measure(raised.measure).decimals
    return format_value(value, raised.unit, decimals)


def revisions(now: Observation, raised: Raised) -> tuple[Provenance, ...]:
    """The loads that the figure comes from now and did not when it raised the exception."""
    return tuple(each for each in now.provenance if each.load not in raised.loads)


def _what_changed(reader: Reader, raised: Raised) -> str:
    now = figure_now(reader, raised)
    if now is None:
        return "The catalogue no longer has its measure or source."
    if now.value is None:
        return f"There is no figure any more: {now.missing}."
    new = newest_of(revisions(now, raised))
    by = f" by {new.load}, released {new.released:%-d %B %Y}" if new else ""
    if raised.value is None or now.value == raised.value:
        return f"The figure stands; what it is compared with was revised{by}."
    was, became = printed(reader, raised, raised.value), printed(reader, raised, now.value)
    return f"The figure was {was} and is {became}: revised{by}."
