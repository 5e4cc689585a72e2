from __future__ import annotations

from typing import Annotated

import typer

from scrutiny.cli.records import ProductionOption, database_told, open_records
from scrutiny.cli.shared import WorkspaceOption, open_workspace, parse_date
from scrutiny.errors import ScrutinyError


def run(
    context: typer.Context,
    day: Annotated[
        str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="As of a day; today if none.")
    ] = None,
    production: ProductionOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Send each owner of a request or an action at most one mail about what is due.

    Run it once a day. Run again, it sends only what was not sent.
    """
    as_of = parse_date(day)
    space = open_workspace(context, workspace)
    open_records(space.path, production=production)
    from scrutiny.governance.asks.reminders import send

    with database_told("does not answer"):
        sent = send(as_of)
    if sent.failed:
        raise ScrutinyError(str(sent))
    typer.echo(str(sent))
