from __future__ import annotations

import os
from typing import Annotated

import typer

from scrutiny.cli.records import open_records
from scrutiny.cli.shared import WorkspaceOption, open_workspace
from scrutiny.errors import ScrutinyError

PRODUCTION = "scrutiny.web.settings.production"
ProductionOption = Annotated[
    bool, typer.Option("--production", help="With the settings of a server that others reach.")
]


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
    if production:
        os.environ["DJANGO_SETTINGS_MODULE"] = PRODUCTION
    open_records(space.path)
    from django.db import DatabaseError

    from scrutiny.governance.work.worker import work

    if not until_none_waits:
        typer.echo("Waiting for work (stop with Control-C)")
    try:
        work(until_none_waits=until_none_waits)
    except DatabaseError as error:
        why = " ".join(str(error).split())
        raise ScrutinyError(f"the records' database does not answer: {why}") from error
