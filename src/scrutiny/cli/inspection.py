"""A published inspection from a file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from scrutiny.cli.plan import open_ready_records
from scrutiny.cli.shared import WorkspaceOption, catalogue_of, counted, open_workspace

InspectionFile = Annotated[Path, typer.Argument(metavar="FILE", help="An inspection as TOML.")]


def load(context: typer.Context, file: InspectionFile, workspace: WorkspaceOption = None) -> None:
    """Put a published inspection into the records, all of it or nothing.

    One that is there already is left as it is.
    """
    space = open_workspace(context, workspace)
    open_ready_records(space)
    from scrutiny.governance.inspection.entering import load_inspection

    loaded = load_inspection(file, catalogue_of(space))
    found = counted(loaded.inspection.findings.count(), "finding", "findings")
    if loaded.already:
        typer.echo(f"Already there: {loaded.inspection}, with {found}. It was left as it is.")
    else:
        typer.echo(f"Loaded {loaded.inspection}, with {found}.")


def check(context: typer.Context, file: InspectionFile, workspace: WorkspaceOption = None) -> None:
    """Say what is wrong with an inspection's file, or what is in it. It changes nothing."""
    from scrutiny.catalogue.frameworks import load_frameworks
    from scrutiny.governance.inspection.file import NAMES, Kind, read_inspection

    space = open_workspace(context, workspace)
    read = read_inspection(file, load_frameworks((space.path / "frameworks",)), catalogue_of(space))
    kinds = Counter(finding.kind for finding in read.findings)
    said = [counted(len(read.grades), "grade", "grades")]
    said += [counted(kinds[kind], *NAMES[kind]) for kind in Kind if kinds[kind]]
    said.append(counted(len(read.practices), "practice", "practices"))
    typer.echo(f"{read.title}: {', '.join(said)}. Nothing is wrong with it.")


COMMANDS = {"load": load, "check": check}
