"""Which columns each kind of file has, by whichever names it was published under."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from scrutiny.errors import InputError
from scrutiny.sources.reading import settings


@dataclass(frozen=True)
class Layout:
    """One published shape: `columns` maps a canonical name to its spellings."""

    kind: str
    name: str
    columns: Mapping[str, tuple[str, ...]]
    optional: frozenset[str]
    ignored: frozenset[str]

    def match(self, heads: Sequence[str]) -> tuple[dict[str, str], list[str], list[str]]:
        """Head to canonical name, then the columns that are missing and the heads left over."""
        spelled = {_plain(s): name for name, all_ in self.columns.items() for s in all_}
        ignored = {_plain(head) for head in self.ignored}
        names: dict[str, str] = {}
        extra = []
        for head in heads:
            name = spelled.get(_plain(head))
            if name is not None and name not in names.values():
                names[head] = name
            elif _plain(head) not in ignored:
                extra.append(head)
        found = names.values()
        missing = [
            self.columns[name][0]
            for name in self.columns
            if name not in found and name not in self.optional
        ]
        return names, missing, extra


@cache
def layouts(kind: str) -> tuple[Layout, ...]:
    return tuple(
        Layout(
            kind,
            entry["name"],
            {name: tuple(spellings) for name, spellings in entry["columns"].items()},
            frozenset(entry.get("optional", ())),
            frozenset(entry.get("ignored", ())),
        )
        for entry in settings("columns")[kind]
    )


def recognise(kind: str, file: str, heads: Sequence[str]) -> tuple[Layout, dict[str, str]]:
    """The layout of `kind` that `heads` are, and the canonical name of each head to read.

    Raises `InputError` that names what is missing or left over, and the kind of file that these
    columns do belong to, if any.
    """
    tried = [(layout, *layout.match(heads)) for layout in layouts(kind)]
    for layout, names, missing, extra in tried:
        if not missing and not extra:
            return layout, names
    for other in settings("columns"):
        for layout in layouts(other):
            _, missing, extra = layout.match(heads)
            if other != kind and not missing and not extra:
                raise InputError(
                    f"has the columns of a {other} file, not of {kind}", file=file, line=1
                )
    _, _, missing, extra = min(tried, key=lambda t: len(t[2]) + len(t[3]))
    parts = []
    if missing:
        parts.append(f"lacks the column {', '.join(map(repr, missing))}")
    if extra:
        parts.append(f"has a column that {kind} files do not: {', '.join(map(repr, extra))}")
    raise InputError(" and ".join(parts), file=file, line=1)


def _plain(head: str) -> str:
    """A head without the differences that do not matter: case, underscores, line breaks, pads."""
    return " ".join(head.replace("_", " ").split()).casefold()
