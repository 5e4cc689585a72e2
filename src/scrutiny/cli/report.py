from pathlib import Path
from typing import Annotated

import typer

from scrutiny.cli.shared import (
    AreaOption,
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
    pinned: Annotated[
        str | None,
        typer.Option("--pinned", metavar="NAME", help="Build a pinned report again, by its id."),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Build the quarterly report of a force, in every format.

    The data it was built from are pinned under the report's id, such as lancashire-2019-12, so
    that --pinned gives the same report to the byte however much is loaded later.
    """
    from scrutiny.measures.read import Reader
    from scrutiny.reports.build import build_report
    from scrutiny.reports.render import FORMATS, render
    from scrutiny.reports.template import load_template, packaged_template
    from scrutiny.warehouse.vintages import today

    space = open_workspace(context, workspace)
    snapshot, date_read = space.pinned(pinned) if pinned else (space.snapshot(), parse_date(as_at))
    date_read = date_read or today()
    read = Reader(snapshot, catalogue_of(space), areas(), date_read)
    chosen = (
        load_template(template, read.catalogue)
        if template
        else packaged_template("strategic-scrutiny", read.catalogue)
    )
    with progress_bar("Building the report") as progress:
        progress("figures", 0, None)
        document = build_report(read, chosen, area, parse_month(to), narrative)
        made = render(document, out, formats or FORMATS, progress)
    if pinned is None:
        space.pin(document.id, date_read, snapshot.number)
    for path in made:
        typer.echo(str(path))


COMMANDS = {"build": build}
