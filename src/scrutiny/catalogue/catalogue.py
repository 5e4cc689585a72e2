"""The catalogue: every definition, once, with its cross-references checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from scrutiny.catalogue.model import Computed, Measure, OffenceSet, Priority, Source
from scrutiny.errors import ScrutinyError


@dataclass(frozen=True)
class Catalogue:
    """Measures, in the order they are reported, and what their definitions refer to.

    `codes` are the Home Office offence codes and their names today. `breaks` are not here: each
    measure carries its own.
    """

    measures: tuple[Measure, ...]
    priorities: tuple[Priority, ...]
    sources: Mapping[str, Source]
    offence_sets: Mapping[str, OffenceSet]
    codes: Mapping[str, str]

    @cached_property
    def _by_id(self) -> dict[str, Measure]:
        return {measure.id: measure for measure in self.measures}

    def __contains__(self, measure: object) -> bool:
        return measure in self._by_id

    def measure(self, id: str) -> Measure:
        """The measure with this id; a `ScrutinyError` with the nearest ones when there is none."""
        found = self._by_id.get(id)
        if found is None:
            from difflib import get_close_matches

            near = get_close_matches(id, self._by_id, 3, 0.5)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise ScrutinyError(f"no measure is called {id!r}{hint}")
        return found

    def for_priority(self, id: str) -> tuple[Measure, ...]:
        """The measures that are reported under a priority."""
        return tuple(m for m in self.measures if m.priority == id)

    def computed(self, table: str) -> tuple[tuple[Measure, Computed], ...]:
        """Every measure that is computed from a table of records, with how."""
        return tuple((m, c) for m in self.measures for c in m.computed if c.table == table)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all that changes a stored value: 16 hex digits.

        Titles, reasons and breaks are not in it: they change what is said of a value only.
        """
        import hashlib
        import json

        made = [
            [m.id, [[c.table, c.source, c.sum, c.where, c.unless] for c in m.computed]]
            for m in sorted(self.measures, key=lambda m: m.id)
            if m.computed
        ]
        text = json.dumps(made, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
