import typer

from scrutiny.cli.shared import WorkspaceOption, file_size, open_workspace, progress_bar


def run(context: typer.Context, workspace: WorkspaceOption = None) -> None:
    """Put the many small files of each table together, so that reading opens few.

    Every figure, older snapshot and pinned report reads as before. Nothing is removed: that is
    what `scrutiny vacuum` is for.
    """
    from scrutiny.warehouse.compact import compact

    space = open_workspace(context, workspace)
    with progress_bar("Compacting") as progress:
        done = compact(space, progress)
    if not done.merged:
        typer.echo("Nothing to do: no table has several small files")
        return
    for merged in done.merged:
        (were, are), (before, after) = merged.files, merged.bytes
        typer.echo(
            f"{merged.table}: {were} files are now {are}, "
            f"and {file_size(before)} are {file_size(after)}"
        )
    typer.echo("The old files stay until nothing needs them: scrutiny vacuum removes them")
