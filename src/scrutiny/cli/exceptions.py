import typer

from scrutiny.cli.shared import (
    AreaOption,
    JsonOption,
    ToOption,
    WorkspaceOption,
    parse_month,
    print_json,
    reader,
)


def run(
    context: typer.Context,
    area: AreaOption,
    to: ToOption,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """List what a scrutiny meeting should look at, the gravest first, each with its reason."""
    from scrutiny.comparison.exceptions import exceptions_of

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
