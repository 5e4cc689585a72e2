import typer

from scrutiny.cli.shared import (
    WorkspaceOption,
    areas,
    catalogue_of,
    open_workspace,
    progress_bar,
)


def run(context: typer.Context, workspace: WorkspaceOption = None) -> None:
    """Bring the observations up to date with what is loaded."""
    from scrutiny.measures.calculate import calculate

    space = open_workspace(context, workspace)
    with progress_bar("Calculating") as progress:
        done = calculate(space, space.engine(), catalogue_of(space), areas(), progress)
    if not done.loads:
        typer.echo("Nothing to do: every load is calculated")
        return
    again = " (the definitions changed: everything was calculated again)" if done.full else ""
    loads = "1 load" if len(done.loads) == 1 else f"{len(done.loads)} loads"
    typer.echo(f"Calculated {done.observations:,} observations from {loads}{again}")
