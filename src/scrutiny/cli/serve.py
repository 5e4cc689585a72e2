from typing import Annotated

import typer

from scrutiny.cli.shared import WorkspaceOption, open_workspace


def run(
    context: typer.Context,
    host: Annotated[
        str, typer.Option("--host", metavar="NAME", help="The address to answer at.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65_535, help="The port.")
    ] = 8000,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, help="How many processes answer.")
    ] = 2,
    production: Annotated[
        bool, typer.Option("--production", help="For a server that others reach.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show the site, in a browser on this machine unless --production says otherwise."""
    from scrutiny.web.serving import serve

    space = open_workspace(context, workspace)

    def ready(address: str) -> None:
        typer.echo(f"Open {address} (stop with Control-C)")

    serve(space.path, host, port, workers, production, ready)
