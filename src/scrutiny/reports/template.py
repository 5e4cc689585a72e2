"""Report templates: what a report to an oversight body holds, as TOML for an analyst to change."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from scrutiny.catalogue import Catalogue
from scrutiny.errors import DefinitionError
from scrutiny.periods import Window

MOST_PARTS = 26  # they are lettered
TEMPLATES = Path(__file__).with_name("templates")
KINDS = {
    "core-table": ("measures",),
    "in-year-table": ("rows", "window"),
    "forces-table": ("measure",),
    "months-table": ("measure",),
    "areas-table": ("measure", "within"),
    "control-chart": ("measure",),
    "forces-chart": ("measure",),
    "drivers": ("measure",),
    "projection": ("measures",),
    "exceptions": ("measures",),
    "outcomes-table": ("measures",),
    "sources": (),
    "quality": (),
}
"""The kinds of block, each with the keys that it must have."""
_OPTIONAL = frozenset({"id", "title", "source", "grain", "note", "since", "sheet"})
_TYPES: dict[type, tuple[str, set[str]]] = {
    list: ("a list", {"section", "part", "blocks", "measures", "rows", "sources"}),
    int: ("a whole number", {"since"}),
    bool: ("true or false", {"appendix", "panel", "records"}),
}
"""What the values of some keys must be; every other is text."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of an in-year table: the first of `sources` that has a figure answers for it."""

    measure: str
    sources: tuple[str, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """`id` is the block's name in its section, by which narrative gives it a place."""

    kind: str
    title: str | None = None
    measure: str | None = None
    measures: tuple[str, ...] = ()
    rows: tuple[TableRow, ...] = ()
    window: Window = Window.YEAR
    source: str | None = None
    within: str | None = None
    grain: str | None = None
    since: int | None = None  # months of a series, counted back from the report's last
    note: str | None = None
    sheet: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """`owner` writes the section's narrative; without any the report says so.

    A section that is not for the `panel` is left out of the police and crime panel's edition. One
    of `records` is filled from the desk's, and left out of a report that has nothing for it.
    """

    id: str
    title: str
    text: str = ""
    owner: str | None = None
    blocks: tuple[BlockSpec, ...] = ()
    parts: tuple[SectionSpec, ...] = ()
    appendix: bool = False
    panel: bool = True
    records: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    id: str
    title: str
    to: str
    oversight: str
    description: str
    sections: tuple[SectionSpec, ...] = field(default=())

    def numbered(self) -> Iterator[tuple[str, SectionSpec]]:
        """Every section and part with its number, such as 4.a, in reading order.

        Appendices and their parts have none: their titles are lettered instead.
        """
        number = appendix = 0
        for spec in self.sections:
            if spec.appendix:
                title = f"Appendix {chr(ord('A') + appendix)}: {spec.title}"
                appendix += 1
                yield from _parts("", replace(spec, title=title))
            else:
                number += 1
                yield from _parts(str(number), spec)

    def without(
        self, sections: Collection[str], blocks: Collection[tuple[str, str]] = ()
    ) -> Template:
        """The template less some sections, and less some blocks, each named by its section's id
        and its own. Numbers close up, so that nothing shows where they were."""
        return replace(self, sections=_pruned(self.sections, sections, blocks))

    def for_panel(self) -> Template:
        """The template of the police and crime panel's edition."""
        return self.without({spec.id for _, spec in self.numbered() if not spec.panel})


def _parts(number: str, spec: SectionSpec) -> Iterator[tuple[str, SectionSpec]]:
    yield number, spec
    for letter, part in zip("abcdefghijklmnopqrstuvwxyz", spec.parts, strict=False):
        yield from _parts(f"{number}.{letter}" if number else "", part)


def _pruned(
    specs: Sequence[SectionSpec], sections: Collection[str], blocks: Collection[tuple[str, str]]
) -> tuple[SectionSpec, ...]:
    """The sections that stay. One that held nothing but what went is gone as well."""
    kept = []
    for spec in specs:
        if spec.id in sections:
            continue
        left = replace(
            spec,
            blocks=tuple(b for b in spec.blocks if (spec.id, b.id) not in blocks),
            parts=_pruned(spec.parts, sections, blocks),
        )
        if left == spec or left.text or left.blocks or left.parts or left.owner:
            kept.append(left)
    return tuple(kept)


def load_template(path: Path, catalogue: Catalogue) -> Template:
    """Read and check a template; a `DefinitionError` names the file, the key and the rule."""
    return _Checker(path.name, catalogue).template(_read(path))


def packaged_template(name: str, catalogue: Catalogue) -> Template:
    return load_template(TEMPLATES / f"{name}.toml", catalogue)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(path.name, "file", f"cannot be read as TOML: {error}") from error


class _Checker:
    def __init__(self, file: str, catalogue: Catalogue) -> None:
        self.file, self.catalogue = file, catalogue
        self.ids: set[str] = set()

    def template(self, held: Mapping[str, Any]) -> Template:
        self._keys(held, "template", {"id", "title", "to", "oversight", "description"}, {"section"})
        sections = tuple(self._section(s) for s in held.get("section", []))
        return Template(
            held["id"], held["title"], held["to"], held["oversight"], held["description"], sections
        )

    def _keys(
        self, held: Mapping[str, Any], where: str, needed: set[str], allowed: set[str]
    ) -> None:
        if not isinstance(held, Mapping):
            raise DefinitionError(self.file, where, f"must be a table of keys (got {held!r})")
        for key in sorted(needed - held.keys()):
            raise DefinitionError(self.file, where, f"needs the key {key!r}")
        for key, value in held.items():
            if key not in needed | allowed:
                raise DefinitionError(
                    self.file, f"{where}.{key}", "is not a key that is known here"
                )
            kind, words = next(
                ((kind, words) for kind, (words, keys) in _TYPES.items() if key in keys),
                (str, "text"),
            )
            if type(value) is not kind:
                raise DefinitionError(
                    self.file, f"{where}.{key}", f"must be {words} (got {value!r})"
                )

    def _section(self, held: Mapping[str, Any]) -> SectionSpec:
        where = f"section {held['id']}" if isinstance(held, Mapping) and "id" in held else "section"
        allowed = {f.name for f in fields(SectionSpec)} - {"parts"} | {"part"}
        self._keys(held, where, {"id", "title"}, allowed)
        if not held.keys() & {"text", "owner", "blocks", "part", "records"}:
            rule = "needs a text, an owner, blocks, a part, or records"
            raise DefinitionError(self.file, where, rule)
        if len(held.get("part", ())) > MOST_PARTS:
            raise DefinitionError(self.file, where, f"has more than {MOST_PARTS} parts")
        if held["id"] in self.ids:
            raise DefinitionError(self.file, where, "two sections have this id")
        self.ids.add(held["id"])
        return SectionSpec(
            held["id"], held["title"], held.get("text", ""), held.get("owner"),
            self._named(where, [self._block(where, b) for b in held.get("blocks", [])]),
            tuple(self._section(p) for p in held.get("part", [])),
            held.get("appendix", False), held.get("panel", True), held.get("records", False),
        )  # fmt: skip

    def _named(self, where: str, blocks: Sequence[BlockSpec]) -> tuple[BlockSpec, ...]:
        """The blocks, each with an id: its own, or its kind and measure, and 2, 3 ... after it."""
        ids: set[str] = set()
        named = []
        for block in blocks:
            plain = "-".join(filter(None, [block.kind, (block.measure or "").replace("_", "-")]))
            more = (f"{plain}-{n}" for n in range(2, len(blocks) + 2))
            id = block.id or next(name for name in (plain, *more) if name not in ids)
            if id in ids:
                raise DefinitionError(self.file, where, f"two blocks have the id {id!r}")
            ids.add(id)
            named.append(replace(block, id=id))
        return tuple(named)

    def _block(self, where: str, held: Mapping[str, Any]) -> BlockSpec:
        kind = held.get("kind") if isinstance(held, Mapping) else held
        if not isinstance(kind, str) or kind not in KINDS:
            rule = f"the kinds of block are {', '.join(KINDS)} (got {kind!r})"
            raise DefinitionError(self.file, f"{where}, block", rule)
        where = f"{where}, block {kind}"
        self._keys(held, where, {"kind", *KINDS[kind]}, set(_OPTIONAL))
        self._one_of(where, held, "window", [window.value for window in Window])
        self._one_of(where, held, "grain", ["month", "quarter"])
        self._one_of(where, held, "within", ["force"])
        if "source" in held:
            self._source(where, held["source"])
        for measure in [*held.get("measures", ()), *filter(None, [held.get("measure")])]:
            self._measure(where, measure)
        return BlockSpec(
            kind=kind, title=held.get("title"), measure=held.get("measure"),
            measures=tuple(held.get("measures", ())),
            rows=tuple(self._row(where, row) for row in held.get("rows", ())),
            window=Window(held.get("window", "12m")), source=held.get("source"),
            within=held.get("within"), grain=held.get("grain"), since=held.get("since"),
            note=held.get("note"), sheet=held.get("sheet"), id=held.get("id", ""),
        )  # fmt: skip

    def _row(self, where: str, held: Mapping[str, Any] | str) -> TableRow:
        row: Mapping[str, Any] = {"measure": held} if isinstance(held, str) else held
        self._keys(row, f"{where}, row", {"measure"}, {"sources", "label"})
        self._measure(where, row["measure"])
        sources: Sequence[str] = row.get("sources", ())
        for source in sources:
            self._source(where, source)
        default = (self.catalogue.measure(row["measure"]).source,)
        return TableRow(row["measure"], tuple(sources) or default, row.get("label"))

    def _measure(self, where: str, id: str) -> None:
        if not isinstance(id, str) or id not in self.catalogue:
            raise DefinitionError(self.file, where, f"no measure is called {id!r}")

    def _source(self, where: str, id: str) -> None:
        if not isinstance(id, str) or id not in self.catalogue.sources:
            raise DefinitionError(self.file, where, f"no source is called {id!r}")

    def _one_of(
        self, where: str, held: Mapping[str, Any], key: str, allowed: Sequence[str]
    ) -> None:
        if key in held and held[key] not in allowed:
            rule = f"is one of {', '.join(allowed)} (got {held[key]!r})"
            raise DefinitionError(self.file, f"{where}.{key}", rule)
