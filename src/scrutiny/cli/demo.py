"""The example: a workspace of the packaged real data, two reports made from it, and a year of
scrutiny in its records."""

import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

from scrutiny.cli.shared import areas, catalogue_of, progress_bar
from scrutiny.periods import Month

FORCE = "E23000003"
QUARTERS = ("2019-12", "2025-12")
PASSWORD_BYTES = 12


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to put the example.")] = Path(
        "demo"
    ),
) -> None:
    """Make the example workspace from the packaged real data, both example reports, and a year of
    scrutiny in the records.

    Its people sign in with the password that SCRUTINY_DEMO_PASSWORD gives, else with one that is
    made and printed once.
    """
    from scrutiny.measures.calculate import calculate
    from scrutiny.measures.read import Reader
    from scrutiny.reports.build import build_report
    from scrutiny.reports.render import render
    from scrutiny.reports.template import packaged_template
    from scrutiny.sources import open_source
    from scrutiny.sources.packaged import packaged
    from scrutiny.warehouse.loads import load
    from scrutiny.warehouse.workspace import Workspace

    place = folder / "workspace"
    workspace = (
        Workspace.open(place)
        if (place / "scrutiny.toml").is_file()
        else Workspace.create(place, FORCE)
    )
    known, catalogue = areas(), catalogue_of(workspace)
    files = packaged()
    with progress_bar("Loading") as progress:
        for number, file in enumerate(files):
            progress(file.title, number, len(files))
            load(workspace, open_source(file.kind, [file.path], known, catalogue), file.released)
    typer.echo(f"Loaded {len(files)} sets of published figures into {place}")
    with progress_bar("Calculating") as progress:
        calculate(workspace, workspace.engine(), catalogue, known, progress)
    reader = Reader(workspace.snapshot(), catalogue, known)
    template = packaged_template("strategic-scrutiny", catalogue)
    for quarter in QUARTERS:
        with progress_bar(f"Building the report to {quarter}") as progress:
            document = build_report(reader, template, FORCE, Month.parse(quarter))
            made = render(document, folder / "reports", progress=progress)
        typer.echo(f"Report for the quarter to {Month.parse(quarter).name}:")
        for path in made:
            typer.echo(f"  {path}")
    _fill_records(place)
    typer.echo("Ask for any figure, for example:")
    typer.echo(f"  .venv/bin/scrutiny measure all_crime --area {FORCE} --to 2025-12")
    typer.echo("See it all in a browser, at http://127.0.0.1:8000/ once this runs:")
    typer.echo(f"  .venv/bin/scrutiny serve --workspace {place}")


def _fill_records(workspace: Path) -> None:
    """The example year; its accounts are for the settings of one machine only."""
    from scrutiny.cli.records import open_records

    os.environ["DJANGO_SETTINGS_MODULE"] = "scrutiny.web.settings.local"
    open_records(workspace)
    from django.core.management import call_command

    from scrutiny.governance.example.year import fill

    call_command("migrate", verbosity=0)
    given = os.environ.get("SCRUTINY_DEMO_PASSWORD")
    password = given or secrets.token_urlsafe(PASSWORD_BYTES)
    with progress_bar("Filling the records") as progress:
        made = fill(password, progress)
    if not made:
        typer.echo("Records: the example year 2019/20 is there already")
        return
    typer.echo("Records: the example year 2019/20. Sign in as scrutiny-officer@example.org,")
    typer.echo("  commissioner@example.org, head-of-crime@example.org or administrator@example.org")
    typer.echo("  with the password " + ("in SCRUTINY_DEMO_PASSWORD" if given else password))
