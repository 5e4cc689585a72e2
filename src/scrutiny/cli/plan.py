"""The scrutiny plan from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scrutiny.cli.records import open_records
from scrutiny.cli.shared import WorkspaceOption, catalogue_of, counted, open_workspace
from scrutiny.errors import ScrutinyError

if TYPE_CHECKING:
    from scrutiny.warehouse.workspace import Workspace

PlanFile = Annotated[Path, typer.Argument(metavar="FILE", help="A plan as TOML.")]


def open_ready_records(space: Workspace) -> None:
    """Set Django up with records that have every step of an upgrade."""
    open_records(space.path)
    from scrutiny.governance.upgrading import waiting

    if waiting():
        raise ScrutinyError("the records are not up to date: run `scrutiny records upgrade`")


def load(context: typer.Context, file: PlanFile, workspace: WorkspaceOption = None) -> None:
    """Put a scrutiny plan into the records as a draft, all of it or nothing.

    A version that is there already is left as it is.
    """
    space = open_workspace(context, workspace)
    open_ready_records(space)
    from scrutiny.governance.plan.load import load_plan

    loaded = load_plan(file, catalogue_of(space))
    if loaded.already:
        typer.echo(f"Already loaded: {loaded.plan}. To change it, give the file another version.")
    else:
        typer.echo(f"Loaded {loaded.plan}, as a draft. Put it in force on its page of the site.")


def check(context: typer.Context, file: PlanFile, workspace: WorkspaceOption = None) -> None:
    """Say what is wrong with a plan's file, or what is in it. It changes nothing."""
    from scrutiny.governance.plan.file import read_plan

    plan = read_plan(file, catalogue_of(open_workspace(context, workspace)))
    items = sum(len(section.items) for section in plan.sections)
    areas = sum(len(section.areas) for section in plan.sections)
    meetings = len(plan.meetings) + len(plan.foresees)
    typer.echo(
        f"{plan.title}, version {plan.version}: "
        f"{counted(len(plan.sections), 'section', 'sections')}, "
        f"{counted(items, 'standing item', 'standing items')}, "
        f"{counted(areas, 'area', 'areas')} identified for consideration, "
        f"{counted(meetings, 'meeting', 'meetings')}. Nothing is wrong with it."
    )


COMMANDS = {"load": load, "check": check}
