"""What the catalogue and the areas say, as small files, for competitors who have neither.

    area_of_lsoa        force, lsoa_code, area     every area that an LSOA of a force lies in
    members_TABLE       measure, source, and the columns that TABLE's measures look at
    settings.json       forces, groups, and the months to read: for the comparison and the charts

A row of `members_TABLE` says that records with these values count towards the measure.
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.job import Facts, Job, Timed
from scrutiny.analysis.control_chart import rebase_months
from scrutiny.areas import Areas, load_areas
from scrutiny.areas.area import Kind
from scrutiny.catalogue import Catalogue, load_catalogue
from scrutiny.catalogue.model import Better, Computed
from scrutiny.warehouse.snapshot import Snapshot
from scrutiny.warehouse.workspace import Workspace

COUNTED_BY: tuple[Kind, ...] = ("ward", "district", "csp", "division")
TABLES = ("recorded_crime", "outcomes", "stop_and_search", "street")
LANCASHIRE, NATION = "E23000003", "K04000001"
READ = "street_crime"  # the measure that is compared
# The Home Office's main groups of offences that are whole in all 55 quarters.
CHARTED = (
    "violence_against_the_person",
    "robbery",
    "theft_offences",
    "criminal_damage_and_arson",
    "drug_offences",
    "possession_of_weapons",
    "public_order",
    "miscellaneous_crimes",
    "sexual_offences",
)


def write(job: Job) -> Timed:
    """Write every look-up of the job's workspace to its folder of look-ups."""

    def timed() -> Facts:
        areas, catalogue = load_areas(), load_catalogue()
        snapshot = Workspace.open(job.workspace).snapshot()
        job.lookups.mkdir(parents=True, exist_ok=True)
        pq.write_table(_area_of_lsoa(areas), job.lookup("area_of_lsoa"))
        for table in TABLES:
            pq.write_table(_members(snapshot, catalogue, table), job.lookup(f"members_{table}"))
        settings = json.dumps(_settings(areas, catalogue))
        (job.lookups / "settings.json").write_text(settings)
        return {}

    return timed


def _area_of_lsoa(areas: Areas) -> pa.Table:
    force_of = dict(areas.roll_up_lsoa("force"))
    rows = [(force, lsoa, lsoa) for lsoa, force in force_of.items()]
    for kind in COUNTED_BY:
        pairs = areas.roll_up_lsoa(kind)
        rows += [(force_of[lsoa], lsoa, area) for lsoa, area in pairs if lsoa in force_of]
    return pa.table(list(zip(*rows, strict=True)), names=["force", "lsoa_code", "area"])


def _members(snapshot: Snapshot, catalogue: Catalogue, table: str) -> pa.Table:
    """Every combination of the values that are there, with each measure that counts it."""
    measures = catalogue.computed(table)
    columns = sorted({column for _, c in measures for column in (*c.where, *c.unless)})
    present = [sorted(set(snapshot.rows(table, (column,))), key=repr) for column in columns]
    found: dict[str, list[object]] = {name: [] for name in ("measure", "source", *columns)}
    for values in product(*([value for (value,) in column] for column in present)):
        record = dict(zip(columns, values, strict=True))
        for measure, computed in measures:
            if _counts(computed, record):
                row = {"measure": measure.id, "source": computed.source, **record}
                for name, value in row.items():
                    found[name].append(value)
    return pa.table(found)


def _counts(computed: Computed, record: dict[str, object]) -> bool:
    kept = all(record[column] in values for column, values in computed.where.items())
    return kept and not any(record[column] in values for column, values in computed.unless.items())


def _settings(areas: Areas, catalogue: Catalogue) -> dict[str, object]:
    group = areas.most_similar_group(LANCASHIRE)
    region = areas.region_of(LANCASHIRE)
    codes = [code for code in (group.code if group else None, region, NATION) if code]
    return {
        "forces": [force.code for force in areas.forces()],
        "groups": {code: areas.members(code) for code in codes},
        "highest_first": catalogue.measure(READ).better is not Better.DOWN,
        "rebase": {
            measure: {
                force.code: [str(m) for m in rebase_months(catalogue.measure(measure), force.code)]
                for force in areas.forces()
            }
            for measure in CHARTED
        },
    }


def settings(lookups: Path) -> dict[str, object]:
    held: dict[str, object] = json.loads((lookups / "settings.json").read_text())
    return held
