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

    What is late of inspections is put in the queue of exceptions. Run it once a day. Run again, it
    sends only what was not sent.
    """
    as_of = parse_date(day)
    space = open_workspace(context, workspace)
    open_records(space.path, production=production)
    from scrutiny.governance.asks.reminders import send
    from scrutiny.governance.raised.late import find_all_late

    with database_told("does not answer"):
        late = find_all_late(as_of)
        sent = send(as_of)
    if late:
        typer.echo(f"Exceptions added to the queue: {late}.")
    if sent.failed:
        raise ScrutinyError(str(sent))
    typer.echo(str(sent))
