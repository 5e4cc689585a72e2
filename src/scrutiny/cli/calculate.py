from typing import Annotated

import typer

from scrutiny.cli.shared import (
    WorkspaceOption,
    areas,
    catalogue_of,
    counted,
    open_workspace,
    progress_bar,
)
from scrutiny.warehouse.engines import EngineName

MANY_FILES = 100
"""Files of observations; measured, one measure then takes nearly half as long again to read."""

EngineOption = Annotated[
    EngineName | None,
    typer.Option("--engine", help="What runs the queries, if not what scrutiny.toml says."),
]


def run(
    context: typer.Context, engine: EngineOption = None, workspace: WorkspaceOption = None
) -> None:
    """Bring the observations up to date with what is loaded."""
    from scrutiny.measures.calculate import calculate

    space = open_workspace(context, workspace)
    runs = space.engine(engine)  # first, for it may take seconds to start or fail to
    with progress_bar("Calculating") as progress:
        done = calculate(space, runs, catalogue_of(space), areas(), progress)
    if not done.loads:
        typer.echo("Nothing to do: every load is calculated")
        return
    again = " (the definitions changed: everything was calculated again)" if done.full else ""
    made = counted(done.observations, "observation", "observations")
    typer.echo(f"Calculated {made} from {counted(len(done.loads), 'load', 'loads')}{again}")
    files = len(done.snapshot.files("observations"))
    if files > MANY_FILES:
        typer.echo(f"All observations lie in {files} files: scrutiny compact makes reading quicker")
