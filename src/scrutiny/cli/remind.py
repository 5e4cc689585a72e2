from __future__ import annotations

import os
from typing import Annotated

import typer

from scrutiny.cli.records import open_records
from scrutiny.cli.shared import WorkspaceOption, open_workspace, parse_date
from scrutiny.cli.work import PRODUCTION, ProductionOption
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
    if production:
        os.environ["DJANGO_SETTINGS_MODULE"] = PRODUCTION
    open_records(space.path)
    from django.db import DatabaseError

    from scrutiny.governance.asks.reminders import send

    try:
        sent = send(as_of)
    except DatabaseError as error:
        why = " ".join(str(error).split())
        raise ScrutinyError(f"the records' database does not answer: {why}") from error
    if sent.failed:
        raise ScrutinyError(str(sent))
    typer.echo(str(sent))
