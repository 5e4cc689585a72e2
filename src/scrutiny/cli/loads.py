import typer

from scrutiny.cli.shared import JsonOption, WorkspaceOption, open_workspace, print_json

WIDEST = 1_000  # characters


def run(
    context: typer.Context, json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """List what has been loaded, latest first: source, release date, rows and files."""
    from scrutiny.warehouse.loads import load_records

    records = load_records(open_workspace(context, workspace).snapshot())
    records = sorted(records, key=lambda r: (r.loaded, r.load), reverse=True)
    if json:
        print_json(
            [
                {
                    "load": r.load,
                    "kind": r.kind,
                    "source": r.source,
                    "released": r.released.isoformat(),
                    "loaded": r.loaded.isoformat(timespec="seconds"),
                    "rows_read": r.rows_read,
                    "rows_kept": r.rows_kept,
                    "rows_rejected": r.rows_rejected,
                    "files": [{"name": f.name, "sha256": f.sha256} for f in r.files],
                }
                for r in records
            ]
        )
        return
    if not records:
        typer.echo("Nothing has been loaded yet. Load files with: scrutiny load SOURCE PATH...")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for head in ("Load", "Source", "Released", "Loaded (UTC)"):
        table.add_column(head, no_wrap=True)
    for head in ("Rows kept", "Files"):
        table.add_column(head, justify="right")
    for r in records:
        table.add_row(
            r.load, r.source, r.released.isoformat(), f"{r.loaded:%Y-%m-%d %H:%M}",
            f"{r.rows_kept:,}", str(len(r.files)),
        )  # fmt: skip
    # Names are shown whole, wider than the terminal if need be: `quality` is asked by them.
    Console(width=WIDEST).print(table)
