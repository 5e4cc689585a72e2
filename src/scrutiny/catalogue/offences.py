"""Offence codes and the named sets of them that measures are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scrutiny.catalogue.model import OffenceSet
from scrutiny.catalogue.section import Section

REFERENCE = "@"
"""A list of codes may name a set: `@robbery`."""


def read_offences(file: Section, codes: dict[str, str], sets: dict[str, OffenceSet]) -> None:
    """Add the codes and sets of one file. A set may use codes and sets defined before it."""
    known = file.section("codes")
    codes |= {code: known.text(code) for code in known}
    for id, section in file.section("sets").sections():
        named = section.values("codes", str)
        title = section.text("title")
        section.done()
        sets[id] = OffenceSet(id, title, expand(named, codes, sets, section, "codes"))
    file.done()


def expand(
    named: Sequence[str],
    codes: Mapping[str, str],
    sets: Mapping[str, OffenceSet],
    section: Section,
    key: str,
) -> tuple[str, ...]:
    """The offence codes that a list of codes and `@sets` names, each once, in order."""
    found: dict[str, None] = {}
    for name in named:
        if name.startswith(REFERENCE):
            offences = sets.get(name[1:])
            if offences is None:
                raise section.error(key, f"no offence set defined so far is called {name!r}")
            found |= dict.fromkeys(offences.codes)
        elif name in codes:
            found[name] = None
        else:
            raise section.error(key, f"{name!r} is not a Home Office offence code")
    return tuple(found)
