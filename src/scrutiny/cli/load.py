from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from scrutiny.cli.shared import (
    WorkspaceOption,
    areas,
    catalogue_of,
    open_workspace,
    parse_date,
    progress_bar,
)


def run(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The kind of file.")],
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files, folders, .zip or .gz.")
    ],
    released: Annotated[
        str | None,
        typer.Option("--released", metavar="YYYY-MM-DD", help="When the figures were published."),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Load published files of one kind; a bad file changes nothing.

    SOURCE is recorded-crime, outcomes, street, street-outcomes, stop-and-search, population,
    workforce, ons-tables or figures. Without --released, the figures count as released today.
    """
    from scrutiny.sources import open_source
    from scrutiny.warehouse.loads import load

    space = open_workspace(context, workspace)
    date_of_release = parse_date(released) or datetime.now(UTC).date()
    reading = open_source(source, paths, areas(), catalogue_of(space))
    with progress_bar(f"Loading {source}") as progress:

        def so_far(rows: int) -> None:
            progress(f"{rows:,} rows", reading.bytes_read, reading.bytes_total)

        result = load(space, reading, date_of_release, progress=so_far)
    record = result.record
    if result.already:
        typer.echo(f"Already loaded as {record.load}: nothing to do")
        return
    typer.echo(
        f"Loaded {record.rows_kept:,} of {record.rows_read:,} rows as {record.load}, "
        f"released {record.released:%-d %B %Y}"
    )
    typer.echo(f"See what was found with: scrutiny quality {record.load}")
