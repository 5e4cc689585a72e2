from pathlib import Path
from typing import Annotated

import typer

from scrutiny.cli.shared import (
    AsAtOption,
    ToOption,
    WorkspaceOption,
    areas,
    catalogue_of,
    open_workspace,
    parse_date,
    parse_month,
    progress_bar,
)


def run(
    context: typer.Context,
    to: ToOption,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write it.")],
    area: Annotated[
        str | None,
        typer.Option("--area", metavar="CODE", help="A force (default: the workspace's own)."),
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="F", help="html, pdf, docx, xlsx or csv (default: all)."),
    ] = None,
    as_at: AsAtOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Make the evidence pack of a force for an inspection, in every format.

    It holds what the loaded data allow of the figures of the inspectorate's report on police
    effectiveness of 2016, for the 12 months that end with --to. What cannot be made is named in
    it, with what is missing.
    """
    from scrutiny.errors import ScrutinyError
    from scrutiny.measures.read import Reader
    from scrutiny.reports.evidence import evidence_document
    from scrutiny.reports.render import FORMATS, render

    space = open_workspace(context, workspace)
    force = area or space.settings.force
    if force is None:
        raise ScrutinyError("name a force with --area CODE: the workspace's settings name none")
    read = Reader(space.snapshot(), catalogue_of(space), areas(), parse_date(as_at))
    with progress_bar("Making the evidence pack") as progress:
        progress("figures", 0, None)
        document = evidence_document(read, force, parse_month(to))
        made = render(document, out, formats or FORMATS, progress)
    for path in made:
        typer.echo(str(path))
