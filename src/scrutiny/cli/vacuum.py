from datetime import timedelta
from typing import Annotated

import typer

from scrutiny.cli.shared import WorkspaceOption, counted, file_size, open_workspace


def run(
    context: typer.Context,
    keep: Annotated[
        int,
        typer.Option(
            "--keep", metavar="DAYS", min=0, help="Keep what was current in so many days."
        ),
    ] = 7,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be removed.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Remove what nothing needs any more: old snapshots, and the files that only they named.

    What a pinned report was made from is never removed, nor what was current in the last days
    (--keep). Leftovers go after a day: what a stopped command had begun to write, and what only a
    report needed that was built and pinned again since.
    """
    from scrutiny.warehouse.vacuum import vacuum

    space = open_workspace(context, workspace)
    done = vacuum(space, timedelta(days=keep), dry_run)
    if dry_run:
        for each in done.everything:
            typer.echo(f"{file_size(each.bytes):>10}  {each.path.relative_to(space.path)}")
    verb = "Would remove" if dry_run else "Removed"
    for one, many, removed in (
        ("old snapshot", "old snapshots", done.snapshots),
        ("file that only old snapshots named", "files that only old snapshots named", done.files),
        ("leftover", "leftovers", done.leftovers),
    ):
        if removed:
            size = file_size(sum(each.bytes for each in removed))
            typer.echo(f"{verb} {counted(len(removed), one, many)} ({size})")
    if not done.everything:
        typer.echo("Nothing to remove")
    snapshots = counted(len(done.kept), "snapshot", "snapshots")
    typer.echo(
        f"Kept: {snapshots} and {counted(len(space.pins()), 'pinned report', 'pinned reports')}"
    )
