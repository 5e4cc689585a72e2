from typing import Annotated

import typer

from scrutiny.cli.shared import JsonOption, WorkspaceOption, open_workspace, print_json


def run(
    context: typer.Context,
    load: Annotated[
        str, typer.Argument(metavar="LOAD", help="A load, as `scrutiny loads` names it.")
    ],
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show what was found in the files of a load: kept, but worth knowing, by reason."""
    from scrutiny.errors import ScrutinyError
    from scrutiny.warehouse.loads import load_records

    records = load_records(open_workspace(context, workspace).snapshot())
    record = next((r for r in records if r.load == load), None)
    if record is None:
        raise ScrutinyError(f"there is no load {load!r}: `scrutiny loads` lists them")
    if json:
        print_json(
            {
                "load": record.load,
                "rows_read": record.rows_read,
                "rows_kept": record.rows_kept,
                "rows_rejected": record.rows_rejected,
                "quality": record.quality,
            }
        )
        return
    typer.echo(f"{record.load}: {record.rows_kept:,} of {record.rows_read:,} rows kept")
    findings = record.quality.get("findings", [])
    if not findings:
        typer.echo("Nothing was found that a reader should know of.")
    for finding in findings:
        typer.echo(f"  {finding['rows']:>10,}  {100 * finding['share']:5.1f}%  {finding['title']}")
        if finding.get("detail"):
            typer.echo(f"                      {finding['detail']}")
