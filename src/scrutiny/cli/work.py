from __future__ import annotations

from typing import Annotated

import typer

from scrutiny.cli.records import ProductionOption, database_told, open_records
from scrutiny.cli.shared import WorkspaceOption, open_workspace


def run(
    context: typer.Context,
    until_none_waits: Annotated[
        bool, typer.Option("--until-none-waits", help="Stop when there is nothing to do.")
    ] = False,
    production: ProductionOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Do what the site has asked for in the background, until stopped.

    Told to stop, it ends first what it is doing. On one machine `serve` does this by itself.
    """
    space = open_workspace(context, workspace)
    open_records(space.path, production=production)
    from scrutiny.governance.background.worker import work

    if not until_none_waits:
        typer.echo("Waiting for work (stop with Control-C)")
    with database_told("does not answer"):
        work(until_none_waits=until_none_waits)
