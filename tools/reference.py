"""Writes docs/reference and docs/paper-slips.md from what they describe.

    python tools/reference.py           writes every page again
    python tools/reference.py --check   says which pages differ, and exits 1 if any does

What the code does not say by itself (what a table or a column is for) stands in reference.toml,
beside this file. A table or column without words, or words without a table or column, stops it.
"""

from __future__ import annotations

import csv
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import typer

from scrutiny.catalogue import Catalogue, load_catalogue
from scrutiny.catalogue.describe import describe
from scrutiny.catalogue.model import Break, Measure
from scrutiny.cli import COMMANDS, app
from scrutiny.sources import KINDS, file_names
from scrutiny.sources.columns import Layout, layouts
from scrutiny.sources.reading import settings
from scrutiny.warehouse.tables import TABLES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SLIPS = ROOT / "tests" / "analysis" / "golden" / "paper_slips_2020.csv"
MADE = "<!-- Made by tools/reference.py. Change what it describes, then run it again. -->"
_EVERYWHERE = "Every area"


class WordsError(Exception):
    """reference.toml and the code do not name the same things."""


def pages() -> dict[str, str]:
    """Every page by its path below docs, as it should be."""
    words = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    catalogue = load_catalogue()
    made = {
        "reference/measures.md": _measures(catalogue),
        "reference/sources.md": _sources(catalogue),
        "reference/offence-sets.md": _offence_sets(catalogue),
        "reference/breaks.md": _breaks(catalogue),
        "reference/file-formats.md": _file_formats(words["files"]),
        "reference/tables.md": _tables(words["tables"]),
        "reference/commands.md": _commands(),
        "paper-slips.md": _slips(words["slips"]["about"]),
    }
    for priority in catalogue.priorities:
        measures = catalogue.for_priority(priority.id)
        parts = [f"# {priority.title}", priority.why, *(describe(m, catalogue) for m in measures)]
        made[f"reference/{_page(priority.id)}"] = _text(parts)
    return {path: f"{MADE}\n\n{text}" for path, text in made.items()}


def _text(parts: Iterable[str]) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([_cell(c) for c in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def anchor(title: str) -> str:
    """The anchor of a heading, as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")


def _page(priority: str) -> str:
    return f"measures-{priority.replace('_', '-')}.md"


# The catalogue


def _measures(catalogue: Catalogue) -> str:
    parts = [
        "# Measures",
        f"The catalogue defines {len(catalogue.measures)} measures. Each reports under one "
        "priority of the plan. A name leads to its definition: why it matters, who owns it, how "
        "it is made, and what to beware of.",
    ]
    for priority in catalogue.priorities:
        rows = [
            (f"[{m.title}]({_page(priority.id)}#{anchor(m.title)})", f"`{m.id}`", m.unit, m.better)
            for m in catalogue.for_priority(priority.id)
        ]
        parts += [f"## {priority.title}", priority.why]
        parts.append(_table(("measure", "id", "unit", "better"), rows))
    return _text(parts)


def _sources(catalogue: Catalogue) -> str:
    rows = []
    for source in catalogue.sources.values():
        lag = f"{source.lag_months} month{'' if source.lag_months == 1 else 's'}"
        grain = "the exact period" if source.grain == "window" else source.grain
        rows.append((f"`{source.id}`", source.title, source.publisher, grain, lag, source.released))
    return _text(
        [
            "# Sources",
            "Who says so. Every figure carries its source. Two sources may give the same measure: "
            "they stand side by side and are never blended. All are under the "
            f"{_one({s.licence for s in catalogue.sources.values()})} licence.",
            _table(("id", "source", "publisher", "shortest period", "lag", "comes out"), rows),
        ]
    )


def _one(values: set[str]) -> str:
    if len(values) != 1:
        raise WordsError(f"sources have several licences ({', '.join(sorted(values))}): list them")
    return values.pop()


def _offence_sets(catalogue: Catalogue) -> str:
    parts = [
        "# Offence sets",
        "Measures of recorded crime are made of Home Office offence codes. Names and groups of "
        "offences change from release to release; codes keep their meaning. A definition names a "
        "set with `@`, such as `@robbery`.",
    ]
    for offences in catalogue.offence_sets.values():
        named = [f"`{code}` {catalogue.codes[code]}" for code in offences.codes]
        parts += [f"## {offences.title}", f"`@{offences.id}`", "\n".join(f"- {n}" for n in named)]
    return _text(parts)


def _breaks(catalogue: Catalogue) -> str:
    from scrutiny.areas import load_areas

    areas = load_areas()
    found: dict[Break, list[Measure]] = {}
    for measure in catalogue.measures:
        for broken in measure.breaks:
            found.setdefault(broken, []).append(measure)
    parts = [
        "# Breaks in series",
        "Where a series is not made as it was before. A change across a reclassification, or "
        "across a change in recording, is **not comparable**: its figures and words stay, with "
        "the reason. An event, such as a lockdown, is drawn on charts; the change stands, with a "
        "caveat.",
    ]
    for broken in sorted(found, key=lambda b: (b.month, b.id)):
        until = f" to {broken.until.name}" if broken.until else ""
        where = areas.get(broken.area).name if broken.area else _EVERYWHERE
        touched = found[broken]
        names = (
            f"All {len(touched)} measures"
            if len(touched) == len(catalogue.measures)
            else ", ".join(f"`{m.id}`" for m in touched)
        )
        parts += [
            f"## {broken.month.name}{until}: {broken.id.replace('_', ' ')}",
            broken.why,
            f"- Kind: {broken.kind}\n- Where: {where}\n- Touches: {names}",
        ]
    return _text(parts)


# Files and tables


def _file_formats(words: Mapping[str, Any]) -> str:
    same_names("kinds of file", KINDS, words)
    parts = [
        "# File formats",
        "The kinds of file that `scrutiny load` reads. A path is a file, a folder, a `.zip` or a "
        "`.gz`. In a folder or a zip, only files named as shown are taken; a file that is given by "
        "itself may have any name. Case, underscores and spaces at the ends of column heads do "
        "not matter. A column that is not listed is refused, so that nothing is dropped unseen.",
    ]
    for kind in KINDS:
        about = words[kind]
        parts += [f"## {kind}", about["about"]]
        parts.append(f"In a folder: {', '.join(f'`{p}`' for p in file_names(kind))}.")
        parts.append(f"Release date: {about['released']}")
        found = layouts(kind) if kind in settings("columns") else ()
        same_names(
            f"columns of {kind}", {c for x in found for c in x.columns}, about.get("columns", {})
        )
        for layout in found:
            parts.append(f"### {layout.name}" if len(found) > 1 else "")
            parts.append(_layout(layout, about["columns"]))
            if ignored := sorted(filter(None, layout.ignored)):
                parts.append(f"Allowed and not read: {', '.join(f'`{i}`' for i in ignored)}.")
    rows = [(f["title"], f["detail"]) for f in settings("findings").values()]
    parts += [
        "## What is kept and counted",
        "What is legal but suspicious is kept, and counted by reason with its share. "
        "`scrutiny quality LOAD` shows it; the report prints it in its last appendix.",
        _table(("what is found", "what it means"), rows),
    ]
    return _text(parts)


def _layout(layout: Layout, words: Mapping[str, str]) -> str:
    rows = [
        (" or ".join(f"`{s}`" for s in spellings), _needed(layout, name), words[name])
        for name, spellings in layout.columns.items()
    ]
    return _table(("column", "needed", "holds"), rows)


def _needed(layout: Layout, name: str) -> str:
    return "no" if name in layout.optional else "yes"


def _tables(words: Mapping[str, Any]) -> str:
    same_names("tables", TABLES, words)
    parts = [
        "# Tables of a workspace",
        "Each is a Delta Lake table in the folder `tables` of a workspace, which other tools may "
        "read: see [how to](../how-to/read-the-tables.md). Rows are only ever appended, and a row "
        "may be of an old release: join `slices` and `loads` to choose.",
    ]
    for name, schema in TABLES.items():
        columns = words[name]["columns"]
        same_names(f"columns of {name}", schema.names, columns)
        rows = [(f"`{field.name}`", _kind(field.type), columns[field.name]) for field in schema]
        parts += [f"## {name}", words[name]["about"], _table(("column", "type", "holds"), rows)]
    return _text(parts)


def _kind(found: pa.DataType) -> str:
    if pa.types.is_list(found):
        fields = ", ".join(f"{f.name}: {_kind(f.type)}" for f in found.value_type)
        return f"list of ({fields})"
    names = {"string": "text", "bool": "true or false", "binary": "bytes", "double": "float64"}
    if pa.types.is_timestamp(found):
        return f"time, {found.tz}"
    return "date" if pa.types.is_date(found) else names.get(str(found), str(found))


def same_names(what: str, known: Iterable[str], described: Iterable[str]) -> None:
    if missing := sorted(set(known) - set(described)):
        raise WordsError(f"reference.toml says nothing of the {what}: {', '.join(missing)}")
    if extra := sorted(set(described) - set(known)):
        raise WordsError(f"reference.toml describes {what} that do not exist: {', '.join(extra)}")


# The command line


def _commands() -> str:
    group: Any = typer.main.get_command(app)
    parts = [
        "# Commands",
        "A command exits with 0 when it did what was asked, with 1 and one clear error when it "
        "could not, and with 2 when it was called wrongly. The workspace is the one that "
        "`--workspace` names, before or after the command; else the one in the environment "
        "variable `SCRUTINY_WORKSPACE`; else the current folder; else the demo's.",
        "## scrutiny",
        _options(group),
    ]
    for name in COMMANDS:
        found = group.get_command(None, name)
        inner = getattr(found, "commands", None)
        each = inner.items() if inner else [("", found)]
        for sub, command in each:
            parts += list(_command(f"{name} {sub}".strip(), command))
    return _text(parts)


def _command(name: str, command: Any) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    shown = " ".join(_placeholder(p) for p in arguments)
    yield f"## scrutiny {name}"
    yield command.help or ""
    words = ("scrutiny", name, shown, "[OPTIONS]")
    yield f"```sh\n{' '.join(word for word in words if word)}\n```"
    if arguments:
        rows = [(f"`{_placeholder(p)}`", p.help or "") for p in arguments]
        yield _table(("argument", "what it is"), rows)
    yield _options(command)


def _placeholder(param: Any) -> str:
    name = str(param.metavar or param.name.upper())
    return name if param.required else f"[{name}]"


def _options(command: Any) -> str:
    rows = []
    for param in command.params:
        if param.param_type_name == "argument":
            continue
        values = getattr(param.type, "choices", None)
        value = "|".join(str(v) for v in values) if values else param.metavar or ""
        default = param.default
        said = "needed" if param.required else ""
        if not (param.required or param.is_flag or default is None):
            said = f"`{getattr(default, 'value', default)}`"
        option = " ".join([", ".join(param.opts), value]).strip()
        rows.append((f"`{option}`", said, param.help or ""))
    return _table(("option", "default", "what it does"), rows) if rows else ""


# The paper


def _slips(about: str) -> str:
    with SLIPS.open(encoding="utf-8", newline="") as file:
        slips = list(csv.DictReader(file))
    parts = ["# Slips in the figures of the 2020 paper", about]
    for where in dict.fromkeys(slip["where"] for slip in slips):
        rows = [
            (f"`{s['measure']}`", s["printed"], s["should_be"] or "not known", s["why"])
            for s in slips
            if s["where"] == where
        ]
        parts += [f"## {where}", _table(("measure", "printed", "should be", "why"), rows)]
    return _text(parts)


def main() -> None:
    made = pages()
    stale = [p for p, t in made.items() if not _is(DOCS / p, t)]
    known = {DOCS / path for path in made}
    old = [p for p in (DOCS / "reference").glob("*.md") if p not in known]
    if "--check" in sys.argv[1:]:
        for page in [*stale, *(p.name for p in old)]:
            print(f"docs: {page} is not what tools/reference.py makes")  # noqa: T201
        sys.exit(1 if stale or old else 0)
    for path in old:
        path.unlink()
    for page in stale:
        (DOCS / page).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / page).write_text(made[page], "utf-8")
    print(f"{len(stale)} of {len(made)} pages written again")  # noqa: T201


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


if __name__ == "__main__":
    main()
