"""The figures that a report is written about, and the template that gives it its sections."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from scrutiny.areas import load_areas
from scrutiny.catalogue import Catalogue, load_catalogue
from scrutiny.governance import clock
from scrutiny.measures.read import Reader
from scrutiny.periods import Month
from scrutiny.reports.template import TEMPLATES, Template, load_template, packaged_template
from scrutiny.warehouse.workspace import Workspace

if TYPE_CHECKING:
    from scrutiny.governance.reporting.models import Report

READERS_KEPT = 2  # that of what is drafted, and that of what is pinned; each may be large


def workspace() -> Workspace:
    """The workspace that the site shows."""
    return Workspace.open(settings.SCRUTINY_WORKSPACE)


def reader_of(report: Report) -> Reader:
    """Reads the figures that a report is pinned to; the newest, as at today, if it is not."""
    space = workspace()
    number = report.snapshot if report.pin else None
    if number is None:
        number = max(space.snapshots())
    day = report.as_at if report.pin and report.as_at else clock.today()
    return _reader(space.path, number, report.pin, day)


@lru_cache(READERS_KEPT)
def _reader(path: Path, number: int, pin: str, day: date) -> Reader:
    space = Workspace.open(path)
    snapshot = space.pinned(pin)[0] if pin else space.snapshot(number)
    return Reader(snapshot, _catalogue(space), load_areas(), day)


def _catalogue(space: Workspace) -> Catalogue:
    own = space.path / "catalogue"
    return load_catalogue((own,) if own.is_dir() else ())


def template_of(report: Report, catalogue: Catalogue) -> Template:
    """The report's template: the workspace's own of that name, else the packaged one."""
    own = _own_templates() / f"{report.template}.toml"
    if own.is_file():
        return load_template(own, catalogue)
    return packaged_template(report.template, catalogue)


def templates() -> list[str]:
    """The names of the templates that a report can be made from."""
    files = [*TEMPLATES.glob("*.toml"), *_own_templates().glob("*.toml")]
    return sorted({file.stem for file in files})


def _own_templates() -> Path:
    return workspace().path / "templates"


def month_of(report: Report) -> Month:
    return Month.parse(report.to)


def force_name(report: Report) -> str:
    return load_areas().get(report.force).name
