"""The reference pages on what goes in and out: file formats, tables and commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import typer

from reference_text import markdown_table, page_text, same_names
from scrutiny.cli import COMMANDS, app
from scrutiny.sources import KINDS, file_names
from scrutiny.sources.columns import Layout, layouts
from scrutiny.sources.reading import settings
from scrutiny.warehouse.tables import TABLES


def file_formats(words: Mapping[str, Any]) -> str:
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
        markdown_table(("what is found", "what it means"), rows),
    ]
    return page_text(parts)


def _layout(layout: Layout, words: Mapping[str, str]) -> str:
    rows = [
        (" or ".join(f"`{s}`" for s in spellings), _needed(layout, name), words[name])
        for name, spellings in layout.columns.items()
    ]
    return markdown_table(("column", "needed", "holds"), rows)


def _needed(layout: Layout, name: str) -> str:
    return "no" if name in layout.optional else "yes"


def tables(words: Mapping[str, Any]) -> str:
    same_names("tables", TABLES, words)
    parts = [
        "# Tables of a workspace",
        "Each is a Delta Lake table in the folder `tables` of a workspace, which other tools may "
        "read: see [how to](../how-to/read-the-tables.md). Records are only ever appended, and a "
        "row may be of an old release: join `slices` and `loads` to choose.",
    ]
    for name, schema in TABLES.items():
        columns = words[name]["columns"]
        same_names(f"columns of {name}", schema.names, columns)
        rows = [(f"`{field.name}`", _kind(field.type), columns[field.name]) for field in schema]
        parts += [
            f"## {name}",
            words[name]["about"],
            markdown_table(("column", "type", "holds"), rows),
        ]
    return page_text(parts)


def _kind(found: pa.DataType) -> str:
    if pa.types.is_list(found):
        fields = ", ".join(f"{f.name}: {_kind(f.type)}" for f in found.value_type)
        return f"list of ({fields})"
    names = {"string": "text", "bool": "true or false", "binary": "bytes", "double": "float64"}
    if pa.types.is_timestamp(found):
        return f"time, {found.tz}"
    return "date" if pa.types.is_date(found) else names.get(str(found), str(found))


def commands() -> str:
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
    return page_text(parts)


def _command(name: str, command: Any) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    shown = " ".join(_placeholder(p) for p in arguments)
    yield f"## scrutiny {name}"
    yield command.help or ""
    words = ("scrutiny", name, shown, "[OPTIONS]")
    yield f"```sh\n{' '.join(word for word in words if word)}\n```"
    if arguments:
        rows = [(f"`{_placeholder(p)}`", p.help or "") for p in arguments]
        yield markdown_table(("argument", "what it is"), rows)
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
    return markdown_table(("option", "default", "what it does"), rows) if rows else ""
