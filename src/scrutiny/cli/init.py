from pathlib import Path
from typing import Annotated

import typer

from scrutiny.cli.shared import areas


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    force: Annotated[
        str, typer.Option("--force", metavar="CODE", help="The force's ONS area code.")
    ] = "E23000003",
) -> None:
    """Make a workspace: the folder that holds what is loaded and calculated."""
    from scrutiny.warehouse.workspace import Workspace

    name = areas().get(force).name
    Workspace.create(folder, force)
    typer.echo(f"Made a workspace for {name} in {folder}")
