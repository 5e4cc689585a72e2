"""Who is who, and what lies in what, when."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from scrutiny.areas import load_areas
from scrutiny.errors import ScrutinyError
from scrutiny.periods import Month

AREAS = load_areas()
LANCASHIRE = "E23000003"
NORTH_WEST = ("E23000002", LANCASHIRE, "E23000004", "E23000005", "E23000006")


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Lancashire", LANCASHIRE),
        ("Lancashire Constabulary", LANCASHIRE),
        ("lancashire", LANCASHIRE),
        ("London, City of", "E23000034"),
        ("City of London", "E23000034"),
        ("City of London Police", "E23000034"),
        ("city-of-london", "E23000034"),
        ("Metropolitan Police Service", "E23000001"),
        ("Metropolitan Police ", "E23000001"),
        ("metropolitan", "E23000001"),
        ("Devon & Cornwall", "E23000035"),
        ("Devon & Cornwall Police", "E23000035"),
        ("devon-and-cornwall", "E23000035"),
        ("Avon & Somerset", "E23000036"),
        ("Avon and Somerset Constabulary", "E23000036"),
        ("Leicestershire [note 4]", "E23000021"),
        ("Cleveland1,2", "E23000013"),
        ("  West Midlands 3", "E23000014"),
        ("Dyfed-Powys", "W15000004"),
        ("Hampshire and Isle of Wight Constabulary", "E23000030"),
        ("Police Service of Northern Ireland", "PSNI"),
        ("British Transport Police", "BTP"),
        ("btp", "BTP"),
        ("Action Fraud", "ACTION-FRAUD"),
        ("CIFAS", "CIFAS"),
        ("Cifas", "CIFAS"),
        ("UK Finance", "UK-FINANCE"),
        ("Financial Fraud Action UK", "FFA-UK"),
    ],
)
def test_a_force_is_known_by_every_published_spelling(spelling: str, code: str) -> None:
    force = AREAS.force_named(spelling)
    assert force is not None
    assert force.code == code


@pytest.mark.parametrize(
    "name", ["", "Total 43 forces", "ENGLAND AND WALES [note 3]", "North West "]
)
def test_a_name_that_is_no_force_is_none(name: str) -> None:
    assert AREAS.force_named(name) is None


@pytest.mark.full_data
def test_every_force_of_the_real_files_is_known(full_data: Path) -> None:
    import pyarrow.parquet as pq

    crime = full_data / "recorded_crime"
    names = set(pq.read_table(crime / "prc_pfa_2012q1_2025q3.parquet")["Force"].to_pylist())
    names |= set(pq.read_table(crime / "outcomes_2024_25.parquet")["Force"].to_pylist())
    for path in (full_data / "stop_and_search").glob("*/*.gz"):
        names.add(path.name[8:].removesuffix("-stop-and-search.csv.gz"))
    for path in (full_data / "street").glob("national/2025-12-*.gz"):
        names.add(path.name[8:].removesuffix("-street.csv.gz"))
        with gzip.open(path, "rt", encoding="utf-8") as file:
            names.add(next(csv.DictReader(file))["Falls within"])
    assert [name for name in sorted(names) if AREAS.force_named(name) is None] == []


def test_there_are_43_territorial_forces_in_england_and_wales() -> None:
    assert len(AREAS.forces()) == 43
    assert {a.kind for a in AREAS.forces()} == {"force"}
    assert AREAS.members("K04000001") == tuple(a.code for a in AREAS.forces())
    assert "British Transport Police" in AREAS.get("K04000001").note
    assert len(AREAS.members("E92000001")) == 39
    assert len(AREAS.members("W92000004")) == 4


def test_every_force_is_in_one_region_and_every_region_in_england_but_wales() -> None:
    regions = {AREAS.region_of(force.code) for force in AREAS.forces()}
    assert len(regions) == 10
    assert AREAS.region_of("W15000003") == "W92000004"
    assert AREAS.region_of(LANCASHIRE) == "E12000002"
    assert AREAS.members("E12000002") == NORTH_WEST
    assert sum(len(AREAS.members(r)) for r in regions if r) == 43


def test_the_most_similar_group_of_lancashire_is_dated_and_includes_it() -> None:
    group = AREAS.most_similar_group(LANCASHIRE, Month(2019, 12))
    assert group is not None
    assert group.includes_force
    assert len(group.members) == 8
    assert LANCASHIRE in group.members
    assert AREAS.members(group.code, Month(2019, 12)) == group.members
    assert AREAS.get(group.code).note == "The total of the group includes Lancashire."
    assert AREAS.most_similar_group(LANCASHIRE, Month(2013, 9)) is None
    assert AREAS.most_similar_group("E23000004") is None


def test_a_group_has_no_members_before_it_began() -> None:
    with pytest.raises(ScrutinyError, match=r"Most similar group of Lancashire .* at 2013-09"):
        AREAS.members("MSG-E23000003", Month(2013, 9))


def test_a_district_is_not_made_of_forces() -> None:
    with pytest.raises(ScrutinyError, match=r"Blackpool .* is not made of police forces"):
        AREAS.members("E06000009")


def test_lancashire_has_14_districts_in_three_divisions() -> None:
    districts = AREAS.districts_of(LANCASHIRE)
    assert len(districts) == 14
    assert AREAS.children(LANCASHIRE, "division") == ("LANCS-EAST", "LANCS-SOUTH", "LANCS-WEST")
    by_division = [AREAS.districts_of(d) for d in AREAS.children(LANCASHIRE, "division")]
    assert sorted(d for found in by_division for d in found) == sorted(districts)
    assert AREAS.division_of("E06000009") == "LANCS-WEST"
    assert AREAS.division_of("E06000009", Month(2013, 3)) is None  # the divisions began in April
    assert AREAS.get(AREAS.csp_of("E06000009") or "").kind == "csp"


def test_an_abolished_district_lies_in_its_force_until_its_last_month() -> None:
    cumbria = "E23000002"
    assert len(AREAS.districts_of(cumbria, Month(2023, 3))) == 6
    assert AREAS.districts_of(cumbria, Month(2023, 4)) == ("E06000063", "E06000064")
    assert AREAS.force_of("E07000026") == cumbria
    assert AREAS.region_of("E07000026", Month(2019, 6)) == "E12000002"


def test_the_force_of_anything_below_it() -> None:
    lsoa = AREAS.children("E06000009", "lsoa")[0]
    ward = AREAS.children("E06000009", "ward")[0]
    for code in (
        LANCASHIRE,
        "LANCS-WEST",
        "E06000009",
        AREAS.csp_of("E06000009") or "",
        ward,
        lsoa,
    ):
        assert AREAS.force_of(code) == LANCASHIRE, code
    assert AREAS.force_of("E12000002") is None


def test_lsoas_of_2011_and_2021_lie_in_a_district() -> None:
    assert AREAS.lsoa_district("E01012571") == "E06000008"
    assert AREAS.get("E01012571").name == "Blackburn with Darwen 007A"
    assert AREAS.lsoa_district("E01033764") is not None
    assert AREAS.lsoa_district("95GG01S1") is None
    # An LSOA of 2011 that straddles Gateshead and Northumberland goes where its name says.
    assert AREAS.lsoa_district("E01008187") == "E08000037"


def test_lancashire_has_945_lsoas_of_2021_and_941_of_2011() -> None:
    import pyarrow.parquet as pq

    from scrutiny.areas.areas import DATA

    rows = pq.read_table(DATA / "lsoas.parquet").to_pylist()
    ours = [row for row in rows if AREAS.force_of(row["district"]) == LANCASHIRE]
    assert sum(row["in_2021"] for row in ours) == 945
    assert sum(row["in_2011"] for row in ours) == 941
    assert all(row["ward"] for row in rows if row["in_2021"])
    assert len(AREAS.children(LANCASHIRE, "lsoa")) == len(ours)
    assert len(AREAS.children(LANCASHIRE, "ward")) == 253


@pytest.mark.full_data
def test_a_split_lsoa_has_a_ward_only_if_all_its_parts_are_in_it(full_data: Path) -> None:
    wards: dict[str, str] = {}
    parts: dict[str, set[str]] = {}
    geography = full_data / "geography"
    with (geography / "lookup_lsoa21_ward24_lad24.csv").open(encoding="utf-8") as file:
        wards = {row["lsoa21_code"]: row["ward24_code"] for row in csv.DictReader(file)}
    with (geography / "lookup_lsoa11_lsoa21_lad22.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            parts.setdefault(row["lsoa11_code"], set()).add(wards[row["lsoa21_code"]])
    split = {code: found for code, found in parts.items() if len(found) > 1}
    assert split
    assert all(AREAS.lsoa_ward(code) is None for code in split)
    kept = {code: next(iter(found)) for code, found in parts.items() if code not in split}
    assert all(AREAS.lsoa_ward(code) == ward for code, ward in kept.items())


def test_lsoas_roll_up_to_every_kind_of_area() -> None:
    for kind in ("ward", "district", "csp", "division", "force"):
        pairs = AREAS.roll_up_lsoa(kind)
        assert len({lsoa for lsoa, _ in pairs}) == len(pairs)
        assert {AREAS.get(code).kind for code in {code for _, code in pairs}} == {kind}
    assert len(AREAS.roll_up_lsoa("district")) == len(AREAS.roll_up_lsoa("force"))
    assert {code for _, code in AREAS.roll_up_lsoa("force")} == {f.code for f in AREAS.forces()}
    with pytest.raises(ScrutinyError, match="cannot be added up to a region"):
        AREAS.roll_up_lsoa("region")


def test_an_unknown_code_is_refused_with_its_neighbours() -> None:
    with pytest.raises(
        ScrutinyError, match=r"no area has the code 'lancashire'; did you mean E23000003"
    ):
        AREAS.get("lancashire")
    with pytest.raises(ScrutinyError, match=r"'\?\?\?'$"):
        AREAS.get("???")
    assert "E99999999" not in AREAS
    assert "E01012571" in AREAS


def test_finding_a_force_needs_no_heavy_library() -> None:
    code = (
        "import sys; from scrutiny.areas import load_areas; "
        "load_areas().force_named('Lancashire Constabulary'); "
        "print([m for m in ('pyarrow', 'numpy', 'pandas', 'duckdb') if m in sys.modules])"
    )
    env = {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
