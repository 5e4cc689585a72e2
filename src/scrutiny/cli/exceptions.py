from pathlib import Path
from typing import Annotated

import typer

from scrutiny.cli.shared import (
    AreaOption,
    JsonOption,
    ToOption,
    WorkspaceOption,
    open_workspace,
    parse_month,
    print_json,
    reader,
)


def run(
    context: typer.Context,
    area: AreaOption,
    to: ToOption,
    json: JsonOption = False,
    queue: Annotated[
        bool, typer.Option("--queue", help="Put them in the queue of the records, each once.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """List what a scrutiny meeting should look at, the gravest first, each with its reason."""
    from scrutiny.comparison.exceptions import exceptions_of

    if queue:
        _queue(context, workspace, area, to)
        return
    read = reader(context, workspace)
    found = exceptions_of(read, area, parse_month(to))
    if json:
        print_json(
            [
                {
                    "measure": e.measure,
                    "area": e.area,
                    "kind": e.kind,
                    "severity": int(e.severity),
                    "reason": e.reason,
                }
                for e in found
            ]
        )
        return
    if not found:
        typer.echo("No exceptions: nothing is a signal, out of line or off its target.")
    for e in found:
        typer.echo(f"- {e.reason}")


def _queue(context: typer.Context, workspace: Path | None, area: str, to: str) -> None:
    from scrutiny.cli.plan import open_ready_records

    space, read = open_workspace(context, workspace), reader(context, workspace)
    open_ready_records(space)
    from scrutiny.governance.raised.finding import find

    looked = find(read, read.vintage.snapshot.number, area, parse_month(to))
    typer.echo(looked.said)
