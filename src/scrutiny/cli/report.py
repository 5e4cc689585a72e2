from pathlib import Path
from typing import Annotated

import typer

from scrutiny.cli.shared import (
    AreaOption,
    AsAtOption,
    ToOption,
    WorkspaceOption,
    parse_month,
    progress_bar,
    reader,
)


def build(
    context: typer.Context,
    area: AreaOption,
    to: ToOption,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write it.")],
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="F", help="html, pdf, docx, xlsx or csv (default: all)."),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="FILE", help="Another template than the packaged one."),
    ] = None,
    narrative: Annotated[
        Path | None,
        typer.Option("--narrative", metavar="DIR", help="Sections' text: one Markdown file each."),
    ] = None,
    as_at: AsAtOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Build the quarterly report of a force, in every format."""
    from scrutiny.reports.build import build_report
    from scrutiny.reports.render import FORMATS, render
    from scrutiny.reports.template import load_template, packaged_template

    read = reader(context, workspace, as_at)
    chosen = (
        load_template(template, read.catalogue)
        if template
        else packaged_template("strategic-scrutiny", read.catalogue)
    )
    with progress_bar("Building the report") as progress:
        progress("figures", 0, None)
        document = build_report(read, chosen, area, parse_month(to), narrative)
        made = render(document, out, formats or FORMATS, progress)
    for path in made:
        typer.echo(str(path))


COMMANDS = {"build": build}
