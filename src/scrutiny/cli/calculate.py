from typing import Annotated

import typer

from scrutiny.cli.shared import (
    WorkspaceOption,
    areas,
    catalogue_of,
    open_workspace,
    progress_bar,
)
from scrutiny.warehouse.engines import EngineName

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
    loads = "1 load" if len(done.loads) == 1 else f"{len(done.loads)} loads"
    made = "1 observation" if done.observations == 1 else f"{done.observations:,} observations"
    typer.echo(f"Calculated {made} from {loads}{again}")
