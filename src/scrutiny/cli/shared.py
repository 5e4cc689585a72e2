"""Options and openings that several commands share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scrutiny.errors import ScrutinyError
from scrutiny.periods import Month

if TYPE_CHECKING:
    from scrutiny.areas import Areas
    from scrutiny.catalogue import Catalogue
    from scrutiny.measures.calculate import Progress
    from scrutiny.measures.read import Reader
    from scrutiny.warehouse.workspace import Workspace

DEMO_WORKSPACE = Path("demo", "workspace")

WorkspaceOption = Annotated[
    Path | None, typer.Option("--workspace", metavar="DIR", help="The workspace to use.")
]
AreaOption = Annotated[
    str, typer.Option("--area", metavar="CODE", help="An ONS area code, such as E23000003.")
]
ToOption = Annotated[
    str, typer.Option("--to", metavar="YYYY-MM", help="The last month of the period.")
]
AsAtOption = Annotated[
    str | None,
    typer.Option("--as-at", metavar="YYYY-MM-DD", help="What was published by then."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON.")]


def find_workspace(context: typer.Context, given: Path | None) -> Path:
    """The workspace that a command means.

    Named after the command, before it, by `SCRUTINY_WORKSPACE`; else the current folder if it
    is one; else the example's, once `make demo` has made it.
    """
    named = given or context.find_root().obj or os.environ.get("SCRUTINY_WORKSPACE")
    if named:
        return Path(named)
    checkout = Path(__file__).resolve().parents[3]
    for folder in (Path(), DEMO_WORKSPACE, checkout / DEMO_WORKSPACE):
        if (folder / "scrutiny.toml").is_file():
            return folder
    raise ScrutinyError(
        "no workspace: name one with --workspace DIR, make one with `scrutiny init DIR`, "
        "or make the example with `make demo`"
    )


def open_workspace(context: typer.Context, given: Path | None) -> Workspace:
    from scrutiny.warehouse.workspace import Workspace

    return Workspace.open(find_workspace(context, given))


def catalogue_of(workspace: Workspace) -> Catalogue:
    """The packaged catalogue, with the force's own definitions where the workspace has any."""
    from scrutiny.catalogue import load_catalogue

    own = workspace.path / "catalogue"
    return load_catalogue((own,) if own.is_dir() else ())


def areas() -> Areas:
    from scrutiny.areas import load_areas

    return load_areas()


def reader(context: typer.Context, given: Path | None, as_at: str | None = None) -> Reader:
    from scrutiny.measures.read import Reader

    workspace = open_workspace(context, given)
    return Reader(workspace.snapshot(), catalogue_of(workspace), areas(), parse_date(as_at))


def parse_date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ScrutinyError(f"a date is written YYYY-MM-DD (got {text!r})") from None


def parse_month(text: str) -> Month:
    return Month.parse(text)


def print_json(value: Any) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun, such as `1 load` or `2,000 loads`."""
    return f"{number:,} {one if number == 1 else many}"


def file_size(size: int) -> str:
    """Bytes as people say them, such as `3.4 MB`."""
    from rich.filesize import decimal

    return decimal(size)


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """A bar on the terminal's error stream; nothing when that is not a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
        TimeElapsedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as p:
        task = p.add_task(title, total=None)

        def step(doing: str, done: int, total: int | None) -> None:
            p.update(task, description=f"{title}: {doing}", completed=done, total=total)

        yield step
