"""Reads catalogue folders: the packaged one, then any of a force's own that add or replace.

A folder holds `priorities.toml`, `sources.toml`, `offences.toml`, `breaks.toml` and
`measures/*.toml`; each is optional in a force's own folder. What a later folder defines again
under the same id replaces the earlier definition whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from scrutiny.areas import load_areas
from scrutiny.catalogue.breaks import BreakRule, read_break, with_breaks
from scrutiny.catalogue.catalogue import Catalogue
from scrutiny.catalogue.checks import check
from scrutiny.catalogue.measures import read_measures
from scrutiny.catalogue.model import Measure, OffenceSet, Priority, Source
from scrutiny.catalogue.offences import read_offences
from scrutiny.catalogue.section import Section, read_file
from scrutiny.errors import DefinitionError

PACKAGED = Path(__file__).with_name("data")
GRAINS = ("month", "quarter", "window")


def load_catalogue(extra: Sequence[Path] = ()) -> Catalogue:
    """The packaged catalogue with the definitions of any `extra` folders, read and checked once.

    Raises `DefinitionError`, which names the file, the key and the rule.
    """
    return _load((PACKAGED, *extra))


@cache
def _load(folders: tuple[Path, ...]) -> Catalogue:
    priorities: dict[str, Priority] = {}
    sources: dict[str, Source] = {}
    codes: dict[str, str] = {}
    sets: dict[str, OffenceSet] = {}
    rules: dict[str, BreakRule] = {}
    measures: dict[str, Measure] = {}
    for folder in folders:
        for id, section in _entries(folder, "priorities.toml"):
            priorities[id] = Priority(id, section.text("title"), section.text("why"))
            section.done()
        for id, section in _entries(folder, "sources.toml"):
            sources[id] = _source(id, section)
        if (folder / "offences.toml").is_file():
            read_offences(
                read_file(folder / "offences.toml", _name(folder, "offences.toml")), codes, sets
            )
        for id, section in _entries(folder, "breaks.toml"):
            rules[id] = read_break(id, section, load_areas())
    for folder in folders:
        here: dict[str, Measure] = {}
        for path in sorted((folder / "measures").glob("*.toml")):
            file = read_file(path, _name(folder, f"measures/{path.name}"))
            for measure in read_measures(file, sources, codes, sets):
                if measure.id in here:
                    rule = f"is already defined in {here[measure.id].scheme}"
                    raise DefinitionError(file.file, measure.id, rule)
                here[measure.id] = measure
        measures |= here
    check(measures, priorities, sources, rules)
    order = list(priorities)
    found = sorted(measures.values(), key=lambda m: order.index(m.priority))
    return Catalogue(
        with_breaks(found, rules.values()), tuple(priorities.values()), sources, sets, codes
    )


def _name(folder: Path, file: str) -> str:
    """What a message calls a file: the packaged ones are known by `catalogue/`."""
    return f"catalogue/{file}" if folder == PACKAGED else str(folder / file)


def _entries(folder: Path, file: str) -> Iterator[tuple[str, Section]]:
    if (folder / file).is_file():
        yield from read_file(folder / file, _name(folder, file)).sections()


def _source(id: str, section: Section) -> Source:
    grain = section.text("grain")
    if grain not in GRAINS:
        raise section.error("grain", f"must be one of {', '.join(GRAINS)} (got {grain!r})")
    source = Source(
        id=id,
        title=section.text("title"),
        publisher=section.text("publisher"),
        licence=section.text("licence"),
        released=section.text("released"),
        grain=grain,
        lag_months=section.whole("lag_months"),
    )
    section.done()
    return source
