"""What became of recorded crimes, of one group of offences or of all, in one area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scrutiny.catalogue.model import Measure
from scrutiny.comparison.records import Records, records_of
from scrutiny.measures.read import Reader
from scrutiny.observation import Observation
from scrutiny.periods import Period

WHOLE, POSITIVE = "crimes_by_outcome", "positive_outcomes"

# The groups of the Home Office's "Crime outcomes in England and Wales" (its table of outcome types
# by group), with the smallest put together. Which are positive is the catalogue's to say.
ANSWERED = "An offender answered for it: positive outcomes"
_OTHER_GROUPS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("Diverted or passed on", (19, 20, 22)),
    ("Prevented, or not in the public interest", (5, 9, 10, 11, 12, 13, 17, 21)),
    ("Evidential difficulties", (14, 15, 16)),
    ("No suspect identified", (18,)),
    ("Not yet assigned an outcome", (0,)),
)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The crimes of an area by outcome type. `observed` has the measure's value of each type for
    all crimes; it is empty for one group of offences, which has no measures of its own."""

    counts: Mapping[int, int]
    whole: Observation  # of all crimes: whose figures these are, and whether they are provisional
    observed: Mapping[int, Observation]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def of(self, types: tuple[int, ...]) -> int:
        return sum(self.counts.get(each, 0) for each in types)

    def share(self, *types: int) -> float | None:
        """Per cent of the crimes that had one of some outcome types; None of no crimes."""
        return 100 * self.of(types) / self.total if self.total else None


def types_of(reader: Reader) -> dict[int, Measure]:
    """The catalogue's measure of each outcome type, by its number."""
    parts = [reader.catalogue.measure(id) for id in reader.catalogue.measure(WHOLE).parts]
    return {_types(measure)[0]: measure for measure in parts}


def groups_of(reader: Reader) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The groups of outcome types, in the order of the page; every type is in one."""
    positive = _types(reader.catalogue.measure(POSITIVE))
    return ((ANSWERED, positive), *_OTHER_GROUPS)


def _types(measure: Measure) -> tuple[int, ...]:
    return tuple(int(value) for value in measure.computed[0].where["outcome_type"])


def outcome_records(reader: Reader, area: str, period: Period) -> Records:
    return records_of(reader, reader.catalogue.measure(WHOLE), area, period)


def outcomes_of(reader: Reader, area: str, period: Period, group: str | None) -> Outcomes | None:
    """An area's crimes by outcome type; None where the area lacks them for part of the period.

    `group` is a group of offences by its name in the records, None for all crimes.
    """
    whole = reader.observe(WHOLE, area, period)
    if whole.value is None:
        return None
    if group is None:
        observed = {n: reader.observe(m, area, period) for n, m in types_of(reader).items()}
        counts = {n: int(o.value or 0) for n, o in observed.items()}
        return Outcomes(counts, whole, observed)
    found = outcome_records(reader, area, period).counts("offence_group", "outcome_type")
    return Outcomes({n: c for (of, n), c in found.items() if of == group}, whole, {})


def offence_groups(reader: Reader, area: str, period: Period) -> dict[str, str]:
    """The groups of offences with crimes, from their words in an address to their names."""
    found = outcome_records(reader, area, period).counts("offence_group")
    names = sorted(name for (name,), count in found.items() if count)
    return {name.lower().replace(" ", "-"): name for name in names}
