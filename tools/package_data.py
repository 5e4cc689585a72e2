"""Make the data that ships with the package from the full data folder.

    python tools/package_data.py FULL_DATA_FOLDER

Run again on the same folder, it writes the same bytes. What is shipped, from where and released
when is in the manifest that it writes beside the files.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from package_census import residents
from scrutiny.areas import load_areas
from scrutiny.periods import Month
from scrutiny.sources import open_source

PACKAGE = Path(__file__).parents[1] / "src" / "scrutiny"
DATA = PACKAGE / "data"
CODES = PACKAGE / "sources" / "data" / "offence_codes.csv"
FORCE = "E23000003"
KEPT_BY_HAND = "LICENCE-OGL.md"


@dataclass(frozen=True)
class Shipped:
    """One shipped file: what to load it as, and when it was released."""

    kind: str
    path: str
    released: str
    title: str
    basis: str  # where the release date comes from


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("full_data", type=Path)
    full: Path = parser.parse_args(arguments).full_data
    write_offence_codes(full)
    for old in DATA.iterdir():
        if old.name != KEPT_BY_HAND:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    shipped = [
        *recorded_crime(full),
        *figures(full),
        *populations(full),
        *workforce(full),
        *street_counts(full),
        *searches(full),
    ]
    write_manifest(shipped)


def write_offence_codes(full: Path) -> None:
    """Every offence code of the table and the reference, with the quarters it was counted in."""
    table = pq.read_table(full / "recorded_crime" / "prc_pfa_2012q1_2025q3.parquet")
    rows: dict[str, list[str]] = {}
    with (full / "recorded_crime" / "offence_reference.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code = row["Offence Code"].strip().removesuffix("*")
            names = (
                row["Offence description"],
                row["New ONS offence group"],
                row["New ONS sub-offence group"],
            )
            if code and not code.startswith("*"):  # footnotes stand in the same column
                rows[code] = [code, *(name.strip() for name in names), "", ""]
    latest = table.sort_by([("FY", "ascending"), ("Financial Quarter", "ascending")])
    columns = ("Offence Code", "Offence Description", "Group", "Offence Subgroup")
    for code, title, group, subgroup in zip(
        *(latest[name].to_pylist() for name in columns), strict=True
    ):
        rows[code] = [code, title, group, subgroup, "", ""]
    counted = latest.filter(pc.not_equal(latest["n"], 0))
    for code, year, quarter in zip(
        counted["Offence Code"].to_pylist(),
        counted["FY"].to_pylist(),
        counted["Financial Quarter"].to_pylist(),
        strict=True,
    ):
        first = str(Month(int(year[:4]), 4) + 3 * (int(quarter) - 1))
        rows[code][4] = rows[code][4] or first
        rows[code][5] = first
    header = ["code", "title", "group", "subgroup", "first", "last"]
    CODES.write_text(as_csv(header, (rows[code] for code in sorted(rows))), "utf-8")


def recorded_crime(full: Path) -> Iterator[Shipped]:
    folder = full / "recorded_crime"
    today = copy(folder / "prc_pfa_2012q1_2025q3.parquet", "recorded_crime")
    yield Shipped(
        "recorded-crime",
        today,
        "2026-04-23",
        "Police recorded crime, April 2012 to December 2025",
        "the release of the year ending December 2025",
    )
    older = copy_gzipped(folder / "prc_pfa_2017_18_older_vintage.csv", "recorded_crime")
    yield Shipped(
        "recorded-crime",
        older,
        "2018-07-19",
        "Police recorded crime, 2017/18 as first published",
        "the release of the year ending March 2018",
    )
    outcomes = copy(folder / "outcomes_2024_25.parquet", "outcomes")
    yield Shipped(
        "outcomes",
        outcomes,
        "2025-07-24",
        "Crime outcomes, 2024/25",
        "the release of the year ending March 2025",
    )


def figures(full: Path) -> Iterator[Shipped]:
    """The force's own figures, one file a report so that each has its meeting's date."""
    released = {"2017-11": "2017-11-28", "2020-02": "2020-02-20"}
    with (full / "published" / "figures.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        header = list(reader.fieldnames or ())
        rows = list(reader)
    for report in sorted({row["report"] for row in rows}):
        text = as_csv(header, ([row[h] for h in header] for row in rows if row["report"] == report))
        path = write(f"figures/figures-{report}.csv", text.encode())
        title = f"Figures of the force's report of {Month.parse(report).name}"
        yield Shipped("figures", path, released[report], title, "the report's meeting")
    copy(full / "published" / "changes.csv", "figures")


def populations(full: Path) -> Iterator[Shipped]:
    folder = full / "population"
    for name, released, title, basis in (
        (
            "pfa_mid_2024.csv",
            "2025-07-30",
            "Population of police force areas, mid-2024",
            "the ONS release of mid-2024 estimates",
        ),
        (
            "lad_mid_2019_2020_census_2021.csv",
            "2022-06-28",
            "Population of districts, mid-2019, mid-2020 and Census 2021",
            "the first results of Census 2021, the latest of the three",
        ),
        (
            "households_census_2021_lad23.csv",
            "2022-06-28",
            "Households of districts, Census 2021",
            "not stated: taken as the first results of Census 2021",
        ),
    ):
        yield Shipped("population", copy(folder / name, "population"), released, title, basis)
    yield Shipped(
        "population",
        copy_gzipped(folder / "lsoa11_lancashire_mid_2017_2019_2020.csv", "population"),
        "2021-09-16",
        "Population of LSOAs of Lancashire, mid-2017, mid-2019 and mid-2020",
        "not stated: taken as the ONS release of small area estimates for mid-2020",
    )
    header = ["Area Code", "Ethnic group", "Usual residents"]
    groups = as_csv(header, residents(folder / "ethnicity_census_2021_lad21.csv"))
    yield Shipped(
        "population",
        write("population/residents_by_ethnic_group_census_2021.csv.gz", gzipped(groups.encode())),
        "2022-11-29",
        "Usual residents of districts by ethnic group, Census 2021",
        "the first release of Census 2021 on ethnic group",
    )


def workforce(full: Path) -> Iterator[Shipped]:
    for name, released, month in (
        ("police-workforce-sep18-tables.ods", "2019-01-24", "September 2018"),
        ("police-workforce-sep19-tables.ods", "2020-01-30", "September 2019"),
    ):
        yield Shipped(
            "workforce",
            copy(full / "workforce" / name, "workforce"),
            released,
            f"Police workforce, {month}",
            "the date in its index sheet",
        )


def street_counts(full: Path) -> Iterator[Shipped]:
    """Street crime of Lancashire, counted by month, LSOA and type: one file a month.

    One file a month because each was released by itself, which decides what was known when.
    """
    areas = load_areas()
    for path in sorted((full / "street" / "lancashire").glob("*-street.csv.gz")):
        month = path.name[:7]
        batches = list(open_source("street", [path], areas).batches())
        keys = ["month", "force", "lsoa_code", "crime_type"]
        counted = pa.Table.from_batches(batches).group_by(keys, use_threads=False)
        table = counted.aggregate([("crimes", "sum")]).sort_by([(k, "ascending") for k in keys])
        names = [*keys, "crimes_sum"]
        rows = zip(*(table[name].to_pylist() for name in names), strict=True)
        header = ["Month", "Force", "LSOA code", "Crime type", "Crimes"]
        name = f"street/{month}-lancashire-street-counts.csv.gz"
        released = (Month.parse(month) + 2).last_day.isoformat()
        yield Shipped(
            "street",
            write(name, gzipped(as_csv(header, rows).encode())),
            released,
            f"Street crime and anti-social behaviour, Lancashire, {Month.parse(month).name}",
            "the last day of the second month after",
        )


def searches(full: Path) -> Iterator[Shipped]:
    for path in sorted((full / "stop_and_search" / "lancashire").glob("2019-*.csv.gz")):
        month = Month.parse(path.name[:7])
        with gzip.open(path) as file:
            content = file.read()
        yield Shipped(
            "stop-and-search",
            write(f"stop_and_search/{path.name}", gzipped(content)),
            (month + 2).last_day.isoformat(),
            f"Stop and search, Lancashire, {month.name}",
            "the last day of the second month after",
        )


def write_manifest(shipped: Sequence[Shipped]) -> None:
    lines = [
        "# The data that ships with the package, in the order to load it. Made by",
        "# tools/package_data.py; `basis` says where the release date comes from.",
    ]
    for file in shipped:
        lines += [
            "",
            "[[file]]",
            f'kind = "{file.kind}"',
            f'path = "{file.path}"',
            f"released = {file.released}",
            f'title = "{file.title}"',
            f'basis = "{file.basis}"',
        ]
    write("manifest.toml", ("\n".join(lines) + "\n").encode())


def copy(path: Path, folder: str) -> str:
    return write(f"{folder}/{path.name}", path.read_bytes())


def copy_gzipped(path: Path, folder: str) -> str:
    return write(f"{folder}/{path.name}.gz", gzipped(path.read_bytes()))


def write(name: str, content: bytes) -> str:
    target = DATA / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return name


def gzipped(content: bytes) -> bytes:
    """Without the time and name that gzip would add, so that the bytes depend on `content` only."""
    return gzip.compress(content, 9, mtime=0)


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return out.getvalue()


if __name__ == "__main__":
    main()
