"""Ours: the same calls that the commands make."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

# What ours imports when it is first used: imports are not timed, and others' are not either.
import deltalake  # noqa: F401
import pandas  # type: ignore[import-untyped]  # noqa: F401
import sqlglot  # noqa: F401

from benchmarks.job import Facts, Job, Timed
from benchmarks.lookups import CHARTED, LANCASHIRE, READ
from scrutiny.analysis.control_chart import control_chart, rebase_months
from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.comparison.breaks import measured_in
from scrutiny.comparison.charting import chart_of
from scrutiny.comparison.compare import compare, series
from scrutiny.comparison.forces import among_forces
from scrutiny.measures.calculate import calculate as bring_up_to_date
from scrutiny.measures.read import Reader
from scrutiny.periods import Month, Window
from scrutiny.sources import open_source
from scrutiny.sources.packaged import packaged
from scrutiny.warehouse.loads import load as load_reading
from scrutiny.warehouse.workspace import Workspace

RELEASED = date(2026, 2, 28)  # of the month that is added, and so of all
AS_AT = date(2026, 12, 31)  # when all that is shipped is out, whatever today is
LAST_QUARTER = Month(2025, 12)
REPORTED = Month(2019, 12)


def _load(space: Workspace, files: tuple[Path, ...]) -> int:
    reading = open_source("street", files, load_areas(), load_catalogue())
    return load_reading(space, reading, RELEASED).record.rows_kept


def _calculate(space: Workspace) -> int:
    areas, catalogue = load_areas(), load_catalogue()
    return bring_up_to_date(space, space.engine(), catalogue, areas).observations


def _copy(job: Job) -> Workspace:
    """The workspace again: its Parquet files never change, so they are linked."""

    def link(source: str, to: str) -> None:
        if source.endswith(".parquet"):
            Path(to).hardlink_to(source)
        else:
            shutil.copy2(source, to)

    shutil.copytree(job.workspace, job.out / "workspace", copy_function=link)
    return Workspace.open(job.out / "workspace")


def load(job: Job) -> Timed:
    """Every check, the SHA-256 of every file, and a published Delta table."""

    def timed() -> Facts:
        space = Workspace.create(job.out / "workspace", LANCASHIRE)
        return {"rows": _load(space, job.files), "output": "workspace/tables/street"}

    return timed


def _packaged(place: Path, street: bool) -> Workspace:
    """A workspace of what the package ships, with its street counts or without."""
    space = Workspace.create(place, LANCASHIRE)
    areas, catalogue = load_areas(), load_catalogue()
    for file in packaged():
        if street or file.kind != "street":
            reading = open_source(file.kind, [file.path], areas, catalogue)
            load_reading(space, reading, file.released)
    return space


def prepare(job: Job) -> Timed:
    """A workspace of every table; only the loading of the job's street files is timed."""
    space = _packaged(job.workspace, street=False)
    return lambda: {"rows": _load(space, job.files)}


def prepare_street(job: Job) -> Timed:
    """A workspace of the job's street files alone."""
    space = Workspace.create(job.workspace, LANCASHIRE)
    return lambda: {"rows": _load(space, job.files)}


def calculate(job: Job) -> Timed:
    space = _copy(job)

    def timed() -> Facts:
        return {"rows": _calculate(space), "output": "workspace/tables/observations"}

    return timed


def load_month(job: Job) -> Timed:
    """One more month of every force, into a workspace that is calculated."""
    space = _copy(job)
    return lambda: {"rows": _load(space, job.files)}


def calculate_month(job: Job) -> Timed:
    space = _copy(job)
    _load(space, job.files)
    return lambda: {"rows": _calculate(space)}


def read(job: Job) -> Timed:
    """One measure for all forces: windows, changes, ranks then and now, and totals of groups."""
    snapshot = Workspace.open(job.workspace).snapshot()
    areas, catalogue = load_areas(), load_catalogue()
    to, window = Month.parse(job.options["to"]), Window(job.options["window"])

    def timed() -> Facts:
        reader = Reader(snapshot, catalogue, areas, AS_AT)
        found = among_forces(reader, catalogue.measure(READ), LANCASHIRE, to, window)
        if found is None:
            raise ValueError(f"there is no window of {window} to {to} that all forces have")
        answer: Facts = {}
        for row in found.comparison.rows:
            answer[f"{row.area} now"], answer[f"{row.area} before"] = row.current, row.previous
            answer[f"{row.area} rank"], answer[f"{row.area} rank before"] = (
                row.rank,
                row.rank_before,
            )
        for code, now, before in found.totals:
            answer[f"{code} now"], answer[f"{code} before"] = now.value, before.value
        job.answer(answer)
        return {}

    return timed


def read_one(job: Job) -> Timed:
    """One measure of one force, however many are loaded: its change and its control chart."""
    snapshot = Workspace.open(job.workspace).snapshot()
    areas, catalogue = load_areas(), load_catalogue()
    to, window = Month.parse(job.options["to"]), Window(job.options["window"])

    def timed() -> Facts:
        reader = Reader(snapshot, catalogue, areas, AS_AT)
        found = compare(reader, READ, LANCASHIRE, to, window)
        chart = chart_of(reader, found.measure, LANCASHIRE, to)
        return {"rows": len(chart.points)}

    return timed


def charts(job: Job) -> Timed:
    """A control chart with every rule of each force and measure; the series are read before."""
    areas, catalogue = load_areas(), load_catalogue()
    reader = Reader(Workspace.open(job.workspace).snapshot(), catalogue, areas, AS_AT)
    given = []
    for name in CHARTED:
        for force in areas.forces():
            measure = measured_in(catalogue.measure(name), force.code, areas, LAST_QUARTER)
            points = series(reader, measure, force.code, LAST_QUARTER)
            given.append((measure, points, rebase_months(measure, force.code)))

    def timed() -> Facts:
        made = [control_chart(measure, points, rebase=months) for measure, points, months in given]
        answer: Facts = {}
        for chart, (measure, points, _) in zip(made, given, strict=True):
            for n, point in enumerate(chart.points):
                key = f"{measure.id} {points[0].area} {n}"
                answer[f"{key} mean"], answer[f"{key} lower"] = point.mean, point.lower
                answer[f"{key} signal"] = f"{point.signal} {point.side}"
        job.answer(answer)
        return {"rows": sum(len(chart.points) for chart in made)}

    return timed


def report(job: Job) -> Timed:
    """The report of Lancashire for December 2019 from what the package ships, in every format."""
    # Imported here, for nobody else should be charged with the memory of it.
    from scrutiny.reports.build import build_report
    from scrutiny.reports.render import FORMATS, render
    from scrutiny.reports.template import packaged_template

    space = _packaged(job.out / "workspace", street=True)
    _calculate(space)

    def timed() -> Facts:
        reader = Reader(space.snapshot(), load_catalogue(), load_areas(), AS_AT)
        template = packaged_template("strategic-scrutiny", reader.catalogue)
        document = build_report(reader, template, LANCASHIRE, REPORTED)
        return {"rows": len(render(document, job.out / "report", FORMATS))}

    return timed
