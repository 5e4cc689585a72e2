"""The Home Office tables of recorded crime and outcomes, in every format they come in."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from scrutiny.errors import InputError
from scrutiny.sources.recorded_crime import offence_codes
from scrutiny.sources.workbooks import SUFFIXES

TODAY = "recorded_crime/prc_pfa_2012q1_2025q3.parquet"
OLDER = "recorded_crime/prc_pfa_2017_18_older_vintage.csv.gz"
PUBLISHED = (
    "Financial Year",
    "Financial Quarter",
    "Force Name",
    "Offence Description",
    "Offence Group",
    "Offence Subgroup",
    "Offence Code",
    "Number of Offences",
)
FRAUD = [f"{c}" for c, o in offence_codes().items() if o.group.startswith("Fraud offences")]


@pytest.fixture(scope="module")
def today(read, shipped):
    return read("recorded-crime", shipped / TODAY)


@pytest.fixture(scope="module")
def older(read, shipped):
    return read("recorded-crime", shipped / OLDER)


def offences(table: pa.Table, first: str, last: str, force: str = "E23000003") -> int:
    """All crime excluding fraud, of the quarters from one month to another."""
    kept = pc.and_(pc.equal(table["force"], force), pc.greater_equal(table["first"], first))
    kept = pc.and_(kept, pc.less_equal(table["last"], last))
    fraud = pc.is_in(table["offence_code"], value_set=pa.array(FRAUD))
    return pc.sum(table.filter(pc.and_not(kept, fraud))["offences"]).as_py()


@pytest.mark.parametrize(
    ("first", "last", "total"),
    [
        ("2018-01", "2018-12", 162_935),
        ("2019-01", "2019-12", 146_063),
        ("2025-01", "2025-12", 127_150),
        ("2018-04", "2018-06", 43_235),
        ("2017-04", "2017-06", 30_546),
        ("2017-04", "2018-03", 127_409),
    ],
)
def test_lancashire_reconciles(today, first, last, total):
    assert offences(today[0], first, last) == total


def test_the_older_vintage_has_its_own_total(older):
    assert offences(older[0], "2017-04", "2018-03") == 127_028


def test_every_row_is_kept(today, older):
    assert today[0].num_rows == today[1].quality.rows_kept == 321_893
    assert older[0].num_rows == older[1].quality.rows_kept == 23_068


def test_a_slice_is_a_force_and_a_quarter(today):
    table, reading = today
    keys = {(s.area, s.first, s.last) for s in reading.slices}
    rows = zip(*(table[n].to_pylist() for n in ("force", "first", "last")), strict=True)
    assert keys == set(rows)
    assert len(keys) == len(reading.slices)
    last = max(s.last for s in reading.slices)
    assert last == "2025-12", "2025/26 has three quarters"


def test_transport_police_and_fraud_bodies_have_their_codes(today):
    codes = set(today[0]["force"].to_pylist())
    assert {"BTP", "ACTION-FRAUD", "CIFAS", "UK-FINANCE", "FFA-UK"} < codes
    assert len(codes) == 43 + 5


def test_spellings_of_a_force_are_one_force(today, older):
    named = {f.reason: f.examples for f in today[1].quality.findings}["names-normalised"]
    assert "London, City of is City of London (7,312)" in named
    assert "CIFAS is Cifas (39)" in named
    assert offences(older[0], "2017-04", "2018-03", "E23000034") > 0


def test_negative_counts_are_corrections_and_kept(today, found):
    table, reading = today
    negative = table.filter(pc.less(table["offences"], 0))
    assert found(reading, "negative-counts") == negative.num_rows == 426
    by_year = [m[:4] + m[5:] for m in negative["first"].to_pylist()]
    assert sum("201204" <= m <= "201301" for m in by_year) == 212
    assert sum("201804" <= m <= "201901" for m in by_year) == 5


def test_noughts_of_retired_codes_are_counted(today, found):
    table, reading = today
    old_burglary = pc.and_(
        pc.equal(table["offence_code"], "28A"), pc.greater_equal(table["first"], "2017-04")
    )
    rows = table.filter(old_burglary)
    assert rows.num_rows > 0
    assert pc.sum(rows["offences"]).as_py() == 0
    assert found(reading, "retired-codes") >= rows.num_rows


def test_outcome_only_names_may_hold_counts(today):
    finding = {f.reason: f for f in today[1].quality.findings}["outcome-only-with-counts"]
    assert finding.rows == 5_631
    assert any(text.startswith("Burglary in a dwelling(outcome only)") for text in finding.examples)


def test_homicide_came_in_four_parts_under_one_code(older):
    finding = {f.reason: f for f in older[1].quality.findings}["repeated-keys"]
    assert finding.rows == 704
    assert finding.examples == ("1/4.1/4.10/4.2 (704)",)


def rows_of(shipped, force: str, code: str | None = None) -> list[dict[str, object]]:
    table = pq.read_table(shipped / TODAY)
    kept = pc.and_(pc.equal(table["Force"], force), pc.equal(table["FY"], "2019/20"))
    if code:
        kept = pc.and_(kept, pc.equal(table["Offence Code"], code))
    return table.filter(kept).to_pylist()


def published_rows(shipped, force: str = "Lancashire") -> list[list[str | float]]:
    """Real rows in the layout of the Home Office's open data workbooks."""
    names = ("FY", "Financial Quarter", "Force", "Offence Description")
    more = ("Group", "Offence Subgroup", "Offence Code", "n")
    return [[row[n] for n in (*names, *more)] for row in rows_of(shipped, force)]


def ods(sheets: dict[str, list[list[str | float]]]) -> bytes:
    """A workbook as the standard describes it, with as little as a reader needs."""

    def cell(value: str | float) -> str:
        if isinstance(value, float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        text = escape(value)
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{text}</text:p></table:table-cell>"
        )

    body = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" '
        f'xmlns:text="{names}text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f"{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{names}manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def lancashire_2019(table: pa.Table) -> list[dict[str, object]]:
    kept = pc.and_(
        pc.equal(table["force"], "E23000003"), pc.greater_equal(table["first"], "2019-04")
    )
    kept = pc.and_(kept, pc.less_equal(table["last"], "2020-03"))
    return table.filter(kept).to_pylist()


def test_the_published_workbook_reads_the_same(read, save, shipped, today):
    cover = [["Police recorded crime open data tables"], ["Published under the licence"]]
    rows = [list(PUBLISHED), *published_rows(shipped)]
    path = save("prc-pfa-open-data.ods", ods({"Cover": cover, "2019-20": rows}))
    table, reading = read("recorded-crime", path)
    assert ".ods" in SUFFIXES
    assert table.to_pylist() == lancashire_2019(today[0])
    assert len(reading.slices) == 4


def test_the_published_csv_reads_the_same(read, save, shipped, today):
    out = io.StringIO()
    csv.writer(out).writerows([PUBLISHED, *published_rows(shipped)])
    table, _ = read("recorded-crime", save("prc-pfa.csv", out.getvalue()))
    assert table.to_pylist() == lancashire_2019(today[0])


def test_a_code_in_a_number_cell_that_may_be_two_codes_is_refused(read, save, shipped):
    rows = published_rows(shipped)
    corporate = next(row for row in rows if row[6] == "4.10")
    corporate[6] = 4.1
    path = save("prc.ods", ods({"2019-20": [list(PUBLISHED), *rows]}))
    with pytest.raises(InputError, match=r"may be 4\.1 or 4\.10") as caught:
        read("recorded-crime", path)
    assert caught.value.line == rows.index(corporate) + 2


def test_a_workbook_cut_short_is_refused(read, save, shipped):
    whole = ods({"2019-20": [list(PUBLISHED), *published_rows(shipped)]})
    with pytest.raises(InputError, match="is not a whole workbook"):
        read("recorded-crime", save("prc.ods", whole[: len(whole) // 2]))


def test_a_workbook_without_the_table_says_what_it_lacks(read, save):
    rows: list[list[str | float]] = [
        ["Force", "Year", "Crimes", "Rate"],
        ["Kent", "2019", 1.0, 2.0],
    ]
    with pytest.raises(InputError, match="lacks the column 'Financial Year'"):
        read("recorded-crime", save("prc.ods", ods({"Data": rows})))


def test_a_parquet_file_cut_short_is_refused(read, save, shipped):
    whole = (shipped / TODAY).read_bytes()
    with pytest.raises(InputError, match="not a whole Parquet file"):
        read("recorded-crime", save("prc.parquet", whole[:-100]))
    with pytest.raises(InputError, match=r"is not the \.parquet file that its name says"):
        read("recorded-crime", save("prc2.parquet", b"FY,Force\n"))


def test_a_gzipped_parquet_file_reads_too(read, save, shipped, today):
    table, _ = read(
        "recorded-crime", save("prc.parquet.gz", gzip.compress((shipped / TODAY).read_bytes(), 1))
    )
    assert table.equals(today[0])


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        (0, "2019/21", "is not a financial year"),
        (0, "1819/20", "is not a financial year"),
        (0, "2199/00", "is not a month|begins more than"),
        (1, "5", "is not a financial quarter"),
        (1, "", "is blank"),
        (2, "Gotham", "is not a police force or fraud body"),
        (6, "999Z", "is not a Home Office offence code"),
        (7, "1.5", "is not a whole number"),
        (7, "0x10", "is not a whole number"),
        (7, "many", "is not a whole number"),
        (7, "", "is blank"),
    ],
)
def test_a_wrong_value_names_its_line_and_column(read, save, shipped, column, value, rule):
    rows = [list(map(str, row)) for row in published_rows(shipped)]
    rows[40][column] = value
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([PUBLISHED, *rows])
    with pytest.raises(InputError, match=rule) as caught:
        read("recorded-crime", save("prc.csv", out.getvalue()))
    assert caught.value.line == 42
    assert caught.value.field in (PUBLISHED[column], PUBLISHED[1])


def test_two_vintages_of_a_quarter_are_two_loads(read, shipped):
    with pytest.raises(InputError, match=r"gives .* again, which .* gives too"):
        read("recorded-crime", shipped / "recorded_crime")


def test_outcomes_sum_to_recorded_crime(read, shipped, today):
    table, reading = read("outcomes", shipped / "outcomes" / "outcomes_2024_25.parquet")
    lancashire = table.filter(pc.equal(table["force"], "E23000003"))
    assert pc.sum(lancashire["outcomes"]).as_py() == 129_008
    assert offences(today[0], "2024-04", "2025-03") == 129_008
    assert reading.quality.rows_read == 712_448
    assert set(table["outcome_type"].to_pylist()) == set(range(23)) - {19}
    assert len(reading.slices) == 44 * 4


def test_outcomes_are_summed_to_their_keys_and_lose_nothing(read, shipped):
    table, _ = read("outcomes", shipped / "outcomes" / "outcomes_2024_25.parquet")
    raw = pq.read_table(shipped / "outcomes" / "outcomes_2024_25.parquet")
    assert pc.sum(table["outcomes"]).as_py() == pc.sum(raw["n"]).as_py()
    assert table.num_rows < raw.num_rows / 10


def test_an_unknown_outcome_type_is_refused(read, save, shipped):
    raw = pq.read_table(shipped / "outcomes" / "outcomes_2024_25.parquet").slice(0, 100)
    types = raw["Outcome Type"].to_pylist()
    types[7] = 99.0
    path = save("outcomes.parquet", b"")
    pq.write_table(raw.set_column(5, "Outcome Type", pa.array(types)), path)
    with pytest.raises(InputError, match="is not an outcome type, 0 to 22") as caught:
        read("outcomes", path)
    assert (caught.value.line, caught.value.field) == (8, "Outcome Type")
