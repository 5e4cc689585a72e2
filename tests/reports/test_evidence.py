"""The evidence pack: each item is made or named as missing, and nobody is left out unsaid."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.errors import ScrutinyError
from scrutiny.measures.calculate import calculate
from scrutiny.measures.read import Reader
from scrutiny.periods import Month, Period
from scrutiny.reports.evidence import evidence_document
from scrutiny.reports.evidence.definition import Form, packaged
from scrutiny.reports.evidence.printed import effectiveness_2016
from scrutiny.reports.model import Chart, Document, Section, Table
from scrutiny.reports.render import FORMATS, render
from scrutiny.sources import open_source
from scrutiny.warehouse.loads import load
from scrutiny.warehouse.workspace import Workspace

LANCASHIRE, LONDON, CITY, GWENT = "E23000003", "E23000001", "E23000034", "W15000002"
NATION = "K04000001"
OF_THE_REPORT = range(1, 10)  # its Figures 1 to 9
Packs = Callable[[str, str], Document]


@pytest.fixture(scope="module")
def pack(packaged_reader: Reader) -> Packs:
    made: dict[tuple[str, str], Document] = {}

    def make(area: str, to: str) -> Document:
        if (area, to) not in made:
            made[area, to] = evidence_document(packaged_reader, area, Month.parse(to))
        return made[area, to]

    return make


def section(document: Document, id: str) -> Section:
    return next(s for s in document.walk() if isinstance(s, Section) and s.id == id)


def tables(document: Document, id: str) -> list[Table]:
    return [block for block in section(document, id).walk() if isinstance(block, Table)]


def lines(table: Table) -> dict[str, list[str]]:
    """The cells of each row under its first."""
    return {r.cells[0].text: [c.text for c in r.cells[1:]] for r in table.rows if not r.group}


def not_made(document: Document) -> dict[str, tuple[str, str]]:
    """Each item that could not be made, with `no` or `in part` and what is missing."""
    found: dict[str, tuple[str, str]] = {}
    for table in tables(document, "not-made"):
        for row in table.rows:
            if row.group:
                missing = row.cells[0].text
            else:
                found[row.cells[0].text] = (row.cells[1].text, missing)
    return found


def charts(document: Document) -> dict[int, Chart]:
    return {block.number: block for block in document.walk() if isinstance(block, Chart)}


def notes(block: Chart | Table) -> str:
    return " ".join("".join(span.text for span in spans) for spans in block.notes)


@pytest.mark.parametrize(
    ("area", "to"),
    [
        (LANCASHIRE, "2016-06"), (LANCASHIRE, "2025-03"), (LONDON, "2025-03"),
        (CITY, "2025-03"), (GWENT, "2025-03"), (GWENT, "2010-03"),
    ],
)  # fmt: skip
def test_each_item_of_the_report_is_made_or_named_with_what_is_missing(
    pack: Packs, area: str, to: str
) -> None:
    document, definition = pack(area, to), packaged()
    lacking = not_made(document)
    assert all(len(why) > 20 for _, why in lacking.values())
    (numbers,) = tables(document, "force-in-numbers") or [None]
    made = lines(numbers) if numbers else {}
    for number in definition.numbers:
        assert (number.title in made) != (f"Force in numbers: {number.title}" in lacking)
    figures = [figure for part in definition.parts for figure in part.figures]
    assert {f.number for f in figures} >= set(OF_THE_REPORT)
    ids = {block.id for block in document.walk() if isinstance(block, Section)}
    for figure in figures:
        item = f"Figure {figure.number}: {figure.title}"
        absent = lacking.get(item, ("", ""))[0] == "no"
        assert (f"figure-{figure.number}-of-the-pack" in ids) != absent, item


def test_every_figure_is_traced_and_every_chart_has_words_and_its_numbers(pack: Packs) -> None:
    document = pack(LANCASHIRE, "2025-03")
    known = {trace.id for trace in document.traces}
    assert sorted(charts(document)) == [1, 5, 10, 11]
    for chart in charts(document).values():
        assert chart.alt
        assert chart.data is not None
        assert any(note for note in chart.notes)
    parts = ("force-in-numbers", "crime", "outcomes")
    shown = [t for part in parts for t in tables(document, part)]
    shown += [chart.data for chart in charts(document).values() if chart.data]
    for table in shown:
        for cell in (c for row in table.rows for c in row.cells[1:]):
            if re.match(r"[-+]?\d", cell.text) and " " not in cell.text.removesuffix(" [p]"):
                assert cell.trace in known or table.columns[-1].head == "Rank", cell


def test_the_pack_to_june_2016_has_the_figures_of_todays_data(pack: Packs) -> None:
    document = pack(LANCASHIRE, "2016-06")
    (numbers,) = tables(document, "force-in-numbers")
    assert lines(numbers)["Change in recorded crime in a year"] == [
        "12 months to June 2016", "+8.7%", "+8.2%", "39 of 43 show an increase",
    ]  # fmt: skip
    every = charts(document)[10].data
    assert every is not None
    assert len(every.rows) == 43
    first = charts(document)[1].data
    assert first is not None
    # Nothing is loaded before April 2012: no value, and never nought.
    assert [row.cells[1].text for row in first.rows][6:8] == ["–", "61.2"]
    assert not_made(document)["Figure 1: Recorded crime per 1,000 people over five years"] == (
        "in part",
        "There is no figure for the 7 years that end before March 2013: nothing is loaded from "
        "Home Office, police recorded crime open data tables for January to March 2012.",
    )


@pytest.mark.parametrize("area", [LANCASHIRE, LONDON, CITY, GWENT])
def test_the_groups_of_outcomes_hold_every_crime_once(pack: Packs, area: str) -> None:
    outcomes = next(f for p in packaged().parts for f in p.figures if f.number == 4)
    (table,) = tables(pack(area, "2025-03"), "figure-4-of-the-pack")
    parts = [row.part for row in outcomes.rows]
    for column in (1, 2):
        whole = sum(
            row.cells[column].value or 0.0
            for row, part in zip(table.rows, parts, strict=True)
            if not part
        )
        assert whole == pytest.approx(100, abs=0.001)


def test_a_quarter_is_ten_of_the_forces_at_either_end(pack: Packs) -> None:
    chart = charts(pack(LANCASHIRE, "2025-03"))[5]
    assert chart.data is not None
    order = [row.cells[0].text for row in chart.data.rows]  # the highest first
    said = {}
    for area in (LANCASHIRE, LONDON, CITY, GWENT):
        document = pack(area, "2025-03")
        name = load_areas().get(area).name
        said[order.index(name)] = lines(tables(document, "figure-4-of-the-pack")[0])[
            "Evidential difficulties, victim does not support action"
        ][2]
    expected = {
        place: "one of the highest" if place < 10 else "one of the lowest" if place >= 33 else
        "broadly in line" for place in said
    }  # fmt: skip
    assert said == expected
    assert set(expected.values()) == {"one of the highest", "one of the lowest"}


def test_burglary_is_per_household_and_crime_per_resident(
    pack: Packs, packaged_reader: Reader
) -> None:
    year = Period.ending(Month.parse("2025-03"), 12)
    shown = lines(tables(pack(GWENT, "2025-03"), "figure-2-of-the-pack")[0])
    residential = packaged_reader.catalogue.measure("burglary_residential")
    count = packaged_reader.observe(residential, GWENT, year).value
    rate = packaged_reader.observe(
        packaged_reader.catalogue.measure("burglary_residential_rate"), GWENT, year
    )
    assert count
    assert rate.denominator
    assert rate.denominator < 300_000  # Gwent has some 250,000 homes and 600,000 people
    assert shown["Burglary (residential), per 1,000 households"][0] == (
        f"{1000 * count / rate.denominator:.1f}"
    )


def test_a_force_that_cannot_be_compared_is_left_out_and_named(pack: Packs) -> None:
    document = pack(LANCASHIRE, "2025-03")
    (numbers,) = tables(document, "force-in-numbers")
    five_years = lines(numbers)["Change in recorded crime in five years"]
    assert five_years[3] == "15 of 42 show an increase"
    (left_out,) = tables(document, "left-out")
    (who, why) = lines(left_out)["Force in numbers"]
    assert who == "Greater Manchester"
    assert "computer system" in why
    # In a year that holds the break, its bar is not drawn either.
    chart = charts(pack(LANCASHIRE, "2019-12"))[10]
    assert "Greater Manchester" in notes(chart)
    drawn = json.dumps(chart.spec)
    assert "Cumbria" in drawn
    assert "GMP" not in drawn
    assert "Lancashire" not in drawn  # its own recording changed in April 2018


def test_rates_per_resident_are_not_ranked_for_the_city_of_london(pack: Packs) -> None:
    document = pack(CITY, "2025-03")
    shown = lines(tables(document, "figure-2-of-the-pack")[0])
    assert {cells[2] for cells in shown.values()} == {"not said"}
    assert sorted(charts(document)) == [1, 5, 10]  # shares and changes are not per resident
    assert (
        not_made(document)["Figure 11: Recorded crime per 1,000 people, by force"][0] == "in part"
    )
    words = " ".join(
        s.text for b in section(document, "force-in-numbers").blocks[:1] for s in b.spans
    )
    assert "mean nothing here" in words


def test_only_a_force_has_a_pack(packaged_reader: Reader) -> None:
    with pytest.raises(ScrutinyError, match="for a police force; England and Wales is not one"):
        evidence_document(packaged_reader, NATION, Month.parse("2025-03"))


def test_a_pack_of_a_time_without_data_names_everything_and_claims_no_release(
    pack: Packs,
) -> None:
    document = pack(GWENT, "2010-03")
    assert len(not_made(document)) == len(packaged().numbers) + 11
    assert document.traces == ()
    assert tables(document, "about-the-data") == []
    assert "Latest figures released" not in dict(document.facts)


SUPPLIED = "measure,area,period_start,period_end,value,unit,lower,upper,source,status,note\n"


@pytest.fixture(scope="module")
def supplied(packaged_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The pack when five forces have given their arrests, and one some other figures."""
    place = tmp_path_factory.mktemp("supplied")
    shutil.copytree(packaged_workspace, place / "workspace")
    arrests = "domestic_abuse_arrest_rate,{},2024-04,2025-03,{},per 100 domestic abuse crimes,,,"
    groups = "organised_crime_groups_rate,{},2025-03,2025-03,{},per million people,,,"
    given = zip((LANCASHIRE, LONDON, CITY, GWENT, "E23000002"), (41, 50, 60, 70, 30), strict=True)
    rows = [f"{arrests.format(area, value)}inspectorate,final,\n" for area, value in given]
    rows.append(f"{arrests.format(NATION, 51)}inspectorate,final,\n")
    rows.append(f"{groups.format(LANCASHIRE, 95)}force-intelligence,final,\n")
    rows.append(f"{groups.format(NATION, 46)}inspectorate,final,\n")
    charged = "domestic_abuse_charged_rate,{},2024-04,2025-03,{},per 100 domestic abuse crimes,,,"
    drugs = "organised_crime_groups_drugs_share,{},2025-03,2025-03,{},percent,,,"
    rows += [
        f"{charged.format(LANCASHIRE, 25.2)}force-analysis,final,\n",
        f"{charged.format(NATION, 23.2)}inspectorate,final,\n",
        f"{drugs.format(LANCASHIRE, 60)}force-intelligence,final,\n",
    ]
    file = place / "figures.csv"
    file.write_text(SUPPLIED + "".join(rows), "utf-8")
    workspace, areas, catalogue = (
        Workspace.open(place / "workspace"),
        load_areas(),
        load_catalogue(),
    )
    load(workspace, open_source("figures", [file], areas, catalogue), date(2025, 9, 1))
    calculate(workspace, workspace.engine(), catalogue, areas)
    reader = Reader(workspace.snapshot(), catalogue, areas)
    return evidence_document(reader, LANCASHIRE, Month.parse("2025-03"))


def test_figures_that_forces_supply_are_shown_and_who_gave_none_is_named(
    supplied: Document,
) -> None:
    arrests = charts(supplied)[6]
    assert arrests.data is not None
    assert "Lancashire ranks 4th" in arrests.alt
    given = [row.cells[1].text for row in arrests.data.rows if row.cells[1].value is not None]
    assert given == ["70", "60", "50", "41", "30"]
    assert "Without a figure: Avon and Somerset" in notes(arrests)
    (left_out,) = tables(supplied, "left-out")
    who, why = lines(left_out)["Figure 6"]
    assert len(who.split(", ")) == 38
    assert "not supplied" in why.lower()


def test_a_table_of_which_some_rows_are_supplied_has_those_and_the_others_are_named(
    supplied: Document,
) -> None:
    (outcomes,) = tables(supplied, "figure-7-of-the-pack")
    assert lines(outcomes) == {"Charged or summonsed": ["25.2", "23.2", "not said"]}
    (kinds,) = tables(supplied, "figure-9-of-the-pack")
    assert lines(kinds) == {"Drugs": ["60%", "–", "not said"]}
    lacking = not_made(supplied)
    assert lacking["Figure 9: Organised crime groups by their main crime: Theft"][0] == "in part"
    parts = [item for item in lacking if item.startswith(("Figure 7: ", "Figure 9: "))]
    assert len(parts) == 5 + 5


def test_a_figure_of_one_force_is_told_beside_the_nations_and_not_drawn(
    supplied: Document,
) -> None:
    (numbers,) = tables(supplied, "force-in-numbers")
    row = lines(numbers)["Organised crime groups per million people"]
    assert row == ["March 2025", "95", "46", "not said"]
    assert 8 not in charts(supplied)
    assert not_made(supplied)["Figure 8: Organised crime groups per million people, by force"] == (
        "in part",
        "1 of 43 forces has a figure: too few to draw or to rank.",
    )


def test_the_printed_values_stand_beside_todays_with_each_difference_explained(
    pack: Packs,
) -> None:
    printed, missing = tables(pack(LANCASHIRE, "2016-06"), "printed")
    rows = [[c.text for c in row.cells] for row in printed.rows if not row.group]
    change = next(r for r in rows if r[0] == "Change in recorded crime in a year")
    assert change[1:5] == ["Lancashire", "+8.2%", "+8.7%", "+0.5"]
    risen = next(r for r in rows if r[0].startswith("Forces whose recorded crime rose"))
    assert risen[2:] == ["39", "39", "0", "The same when rounded."]
    for row in printed.rows:
        if not row.group and row.cells[4].value:
            assert len(row.cells[5].text) > len("Restatement."), row
    shown = {row[0] for row in rows} | set(lines(missing))
    assert {item.title for item in effectiveness_2016().items} <= shown
    for area, to in ((LANCASHIRE, "2025-03"), (GWENT, "2016-03")):  # no report of them is here
        assert "printed" not in {s.id for s in pack(area, to).sections}


def test_the_population_that_the_report_used_follows_from_its_own_counts() -> None:
    low, high = effectiveness_2016().people
    assert 1_475_000 < low < high < 1_482_500  # 290 is 19.6, and 343 is 23.2, per 100,000


def test_the_forms_of_the_figures_are_those_of_the_report() -> None:
    forms = {f.number: f.form for part in packaged().parts for f in part.figures}
    bars = (Form.BY_FORCE, Form.CHANGE_BY_FORCE)
    assert [n for n in OF_THE_REPORT if forms[n] in bars] == [3, 5, 6, 8]


def test_a_pack_is_made_in_every_format_and_its_pdf_is_accessible(
    pack: Packs, tmp_path: Path, pdf_ua_failures: Callable[..., list[str]]
) -> None:
    made = render(pack(LANCASHIRE, "2016-06"), tmp_path, FORMATS)
    suffixes = {path.suffix for path in made}
    assert suffixes >= {".html", ".pdf", ".docx", ".xlsx"}
    assert pdf_ua_failures(tmp_path / "lancashire-evidence-2016-06.pdf") == []
