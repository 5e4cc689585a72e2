import typer

from scrutiny.cli.shared import JsonOption, WorkspaceOption, catalogue_of, print_json


def run(
    context: typer.Context, json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """List the measures, by the priority they report under."""
    from scrutiny.catalogue import load_catalogue
    from scrutiny.cli.shared import open_workspace
    from scrutiny.errors import ScrutinyError

    try:
        catalogue = catalogue_of(open_workspace(context, workspace))
    except ScrutinyError:
        if workspace is not None or context.find_root().obj is not None:
            raise
        catalogue = load_catalogue()
    if json:
        print_json(
            [
                {
                    "id": m.id,
                    "title": m.title,
                    "unit": m.unit,
                    "kind": str(m.kind),
                    "better": str(m.better),
                    "priority": m.priority,
                    "source": m.source,
                    "owner": m.owner,
                    "why": m.why,
                }
                for m in catalogue.measures
            ]
        )
        return
    for priority in catalogue.priorities:
        typer.echo(priority.title)
        for m in catalogue.for_priority(priority.id):
            typer.echo(f"  {m.id:<44} {m.title}")
        typer.echo("")
