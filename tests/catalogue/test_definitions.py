"""A force's own definitions: what they may add and replace, and every way they are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrutiny.catalogue import load_catalogue
from scrutiny.errors import DefinitionError

BURGLARY = """
[shed_burglary]
title = "Burglary of sheds"
why = "Tools are stolen from sheds."
unit = "offences"
better = "down"
priority = "tackling_crime"
owner = "Head of crime"
reviewed = "2026-01-05"
source = "home-office"
computed.recorded_crime.where.offence_code = ["28M"]
"""
SURVEY = """
[trust]
title = "Trust"
why = "Trust matters."
kind = "percent"
unit = "percent"
better = "up"
priority = "confident_communities"
owner = "Head of engagement"
reviewed = "2026-01-05"
source = "force-survey"
"""


def own(folder: Path, text: str, file: str = "measures/own.toml") -> Path:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_a_force_may_add_a_measure(tmp_path: Path) -> None:
    catalogue = load_catalogue([own(tmp_path, BURGLARY)])
    measure = catalogue.measure("shed_burglary")
    assert measure.computed[0].where == {"offence_code": ("28M",)}
    assert (measure.grain, measure.lag_months) == ("quarter", 4)
    assert "lancashire_recording_2018" in [b.id for b in measure.breaks]
    assert catalogue.fingerprint != load_catalogue().fingerprint
    assert "shed_burglary" not in load_catalogue()


def test_a_force_may_replace_a_measure_whole(tmp_path: Path) -> None:
    text = SURVEY.replace("[trust]", "[confidence_overall]")
    catalogue = load_catalogue([own(tmp_path, text)])
    assert catalogue.measure("confidence_overall").title == "Trust"
    assert len(catalogue.measures) == len(load_catalogue().measures)


def test_words_do_not_change_the_fingerprint(tmp_path: Path) -> None:
    catalogue = load_catalogue([own(tmp_path, SURVEY)])
    assert catalogue.fingerprint == load_catalogue().fingerprint


def test_a_force_may_add_a_break(tmp_path: Path) -> None:
    text = """
[new_survey]
month = "2024-04"
kind = "recording"
area = "E23000003"
why = "The survey moved online."
sources = ["force-survey"]
except = ["satisfaction_burglary"]
"""
    catalogue = load_catalogue([own(tmp_path, text, "breaks.toml")])
    touched = [m.id for m in catalogue.measures if "new_survey" in [b.id for b in m.breaks]]
    assert "satisfaction_hate_crime" in touched
    assert "satisfaction_burglary" not in touched
    assert "all_crime" not in touched


def test_defaults_of_a_file_hold_for_each_of_its_measures(tmp_path: Path) -> None:
    lines = SURVEY.strip().splitlines()
    kept = [line for line in lines[1:] if line.startswith(("title", "why"))]
    shared = [line for line in lines[1:] if line not in kept]
    text = "\n".join(["[defaults]", *shared, "[trust]", *kept])
    assert load_catalogue([own(tmp_path, text)]).measure("trust").owner == "Head of engagement"


def test_a_share_and_a_rate_come_with_their_count(tmp_path: Path) -> None:
    text = BURGLARY + 'rate_per_1000 = "households"\n'
    text += 'share = { of = "burglary_all", title = "Share of burglaries that are of sheds" }\n'
    catalogue = load_catalogue([own(tmp_path, text)])
    share, rate = catalogue.measure("shed_burglary_share"), catalogue.measure("shed_burglary_rate")
    assert share.ratio is not None
    assert (share.ratio.denominator, share.per, share.unit) == ("burglary_all", 100, "percent")
    assert (rate.per, rate.unit) == (1000, "per 1,000 households")
    # A share of all burglary carries the breaks of both.
    both = {*catalogue.measure("shed_burglary").breaks, *catalogue.measure("burglary_all").breaks}
    assert set(share.breaks) == both


COMPUTED = "shed_burglary.computed.recorded_crime"
CODES = f"{COMPUTED}.where.offence_code"
HOME_OFFICE = SURVEY.replace("force-survey", "home-office")


def ratio(numerator: str, denominator: str, of: str = HOME_OFFICE) -> str:
    return of + f'ratio = {{ numerator = "{numerator}", denominator = "{denominator}" }}\n'


@pytest.mark.parametrize(
    ("text", "key", "rule"),
    [
        (
            BURGLARY.replace("better =", "beter ="),
            "shed_burglary.better",
            "is missing; is 'beter' a slip for it",
        ),
        (
            BURGLARY + 'caveat = "None."\n',
            "shed_burglary.caveat",
            "is not a key here; known keys are better, caveats",
        ),
        (
            BURGLARY.replace('"down"', '"lower"'),
            "shed_burglary.better",
            "must be one of up, down, neither",
        ),
        (BURGLARY.replace('"Head of crime"', '" "'), "shed_burglary.owner", "must not be empty"),
        (
            BURGLARY.replace('"Tools are stolen from sheds."', '""'),
            "shed_burglary.why",
            "must not be empty",
        ),
        (BURGLARY.replace('owner = "Head of crime"', ""), "shed_burglary.owner", "is missing"),
        (
            BURGLARY.replace('"Head of crime"', "7"),
            "shed_burglary.owner",
            r"must be a text \(got 7\)",
        ),
        (BURGLARY.replace("2026-01-05", "5 January"), "shed_burglary.reviewed", "YYYY-MM-DD"),
        (
            BURGLARY.replace("tackling_crime", "tackling"),
            "shed_burglary.priority",
            "no priority is called 'tackling'",
        ),
        (
            BURGLARY.replace('"home-office"', '"home"'),
            "shed_burglary.source",
            "no source is called 'home'",
        ),
        (BURGLARY.replace("28M", "28Z"), CODES, "'28Z' is not a Home Office offence code"),
        (BURGLARY.replace("28M", "@sheds"), CODES, "no offence set .* '@sheds'"),
        (BURGLARY.replace('["28M"]', "[28]"), CODES, "must hold str values only"),
        (BURGLARY.replace('["28M"]', "[]"), CODES, "must not be empty"),
        (
            BURGLARY.replace("offence_code", "offence"),
            f"{COMPUTED}.where.offence",
            "is not a column to choose by",
        ),
        (
            BURGLARY.replace("recorded_crime", "crimes"),
            "shed_burglary.computed.crimes",
            "is not a table of records",
        ),
        (BURGLARY.replace(".where.", ".when."), f"{COMPUTED}.when", "is not a key here"),
        (
            BURGLARY.replace("[shed_burglary]", "[Shed-burglary]"),
            "Shed-burglary",
            "an id is lower-case",
        ),
        (BURGLARY + "lag_months = -1\n", "shed_burglary.lag_months", "must not be negative"),
        (BURGLARY + "lag_months = 1.5\n", "shed_burglary.lag_months", "must be a whole number"),
        (BURGLARY + "lag_months = true\n", "shed_burglary.lag_months", "must be a whole number"),
        (BURGLARY + 'caveats = "none"\n', "shed_burglary.caveats", "must be a list of texts"),
        (BURGLARY + "caveats = [1]\n", "shed_burglary.caveats", "must be a list of texts"),
        (
            BURGLARY + 'caveats = ["a", "a"]\n',
            "shed_burglary.caveats",
            "names the same thing twice",
        ),
        (BURGLARY + 'kind = "level"\n', "shed_burglary.computed", "only a count is computed"),
        (BURGLARY + 'kind = "rate"\n', "shed_burglary.ratio", "a rate needs a numerator"),
        (
            BURGLARY + 'starts = "April 2023"\n',
            "shed_burglary.starts",
            "a month is written YYYY-MM",
        ),
        (
            BURGLARY + 'starts = "2023-04"\nends = "2022-03"\n',
            "shed_burglary.ends",
            "is before the measure starts",
        ),
        (
            BURGLARY + 'supplied_by = ["nobody"]\n',
            "shed_burglary.supplied_by",
            "no source is called 'nobody'",
        ),
        (BURGLARY + 'parts = ["sheds"]\n', "shed_burglary.parts", "no measure is called 'sheds'"),
        (BURGLARY + 'parts = ["all_crime_rate"]\n', "shed_burglary.parts", "is not a count"),
        (
            BURGLARY + 'parts = ["shed_burglary"]\n',
            "shed_burglary.parts",
            "part of itself: shed_burglary -> shed_burglary",
        ),
        (
            BURGLARY + 'rate_per_1000 = "dwellings"\n',
            "shed_burglary.rate_per_1000",
            "must be one of population, households",
        ),
        (
            BURGLARY + 'share = { of = "burglaries", title = "Share" }\n',
            "shed_burglary_share.ratio.denominator",
            "no measure is called 'burglaries'",
        ),
        (
            BURGLARY + 'target = { under = 5, over = 1, text = "few" }\n',
            "shed_burglary.target",
            "exactly one of",
        ),
        (BURGLARY + "target = 5\n", "shed_burglary.target", "must be a table"),
        (
            BURGLARY + 'ratio = { numerator = "robbery", denominator = "all_crime" }\n',
            "shed_burglary.ratio",
            "only a rate or a percent is a ratio",
        ),
        (SURVEY + 'parts = ["robbery"]\n', "trust.parts", "only a count has parts"),
        (
            ratio("robberies", "all_crime"),
            "trust.ratio.numerator",
            "no measure is called 'robberies'",
        ),
        (ratio("all_crime_rate", "all_crime"), "trust.ratio.numerator", "is not a count"),
        (ratio("robbery", "crime"), "trust.ratio.denominator", "no measure is called 'crime'"),
        (ratio("robbery", "all_crime_rate"), "trust.ratio.denominator", "is not a count"),
        (
            ratio("robbery", "all_crime", of=SURVEY),
            "trust.source",
            "must be one of its numerator.s: home-office",
        ),
        (
            ratio("robbery", "all_crime").replace('kind = "percent"', 'kind = "rate"'),
            "trust.ratio.denominator",
            "a rate is per head of",
        ),
        ("title = ", "TOML", "Invalid value"),
        ("trust = 1", "trust", "must be a table"),
    ],
)
def test_a_bad_measure_is_refused_by_file_key_and_rule(
    tmp_path: Path, text: str, key: str, rule: str
) -> None:
    with pytest.raises(DefinitionError, match=rule) as refused:
        load_catalogue([own(tmp_path, text)])
    assert refused.value.file.endswith("measures/own.toml")
    assert refused.value.key == key


BREAK = '[b]\nmonth = "2024-04"\nkind = "event"\nwhy = "Because."\nall = true\n'


@pytest.mark.parametrize(
    ("file", "text", "key", "rule"),
    [
        ("breaks.toml", BREAK.replace("2024-04", "2024"), "b.month", "a month is written YYYY-MM"),
        ("breaks.toml", BREAK.replace("event", "change"), "b.kind", "must be one of"),
        ("breaks.toml", BREAK.replace("all = true", ""), "b", "touches nothing"),
        ("breaks.toml", BREAK.replace("true", "1"), "b.all", "must be true or false"),
        ("breaks.toml", BREAK + 'area = "E99"', "b.area", "no area has the code 'E99'"),
        ("breaks.toml", BREAK + 'until = "2024-01"', "b.until", "is before the break itself"),
        ("breaks.toml", BREAK + 'measures = ["x"]', "b.measures", "'x' is not known"),
        ("breaks.toml", BREAK + 'except = ["x"]', "b.except", "'x' is not known"),
        ("breaks.toml", BREAK + 'sources = ["x"]', "b.sources", "'x' is not known"),
        ("breaks.toml", BREAK + 'tables = ["x"]', "b.tables", "'x' is not known"),
        ("priorities.toml", '[p]\ntitle = "P"', "p.why", "is missing"),
        ("offences.toml", '[sets.s]\ntitle = "S"\ncodes = ["34C"]', "sets.s.codes", "'34C' is not"),
        ("offences.toml", '[set.s]\ntitle = "S"', "set", "is not a key here"),
        (
            "sources.toml",
            '[s]\ntitle="S"\npublisher="P"\nlicence="L"\nreleased="R"\nlag_months=1\ngrain="week"',
            "s.grain",
            "must be one of month, quarter, window",
        ),
    ],
)
def test_a_bad_entry_is_refused_by_file_key_and_rule(
    tmp_path: Path, file: str, text: str, key: str, rule: str
) -> None:
    with pytest.raises(DefinitionError, match=rule) as refused:
        load_catalogue([own(tmp_path, text, file)])
    assert refused.value.file == str(tmp_path / file)
    assert refused.value.key == key


def test_two_files_of_one_folder_cannot_define_the_same_measure(tmp_path: Path) -> None:
    own(tmp_path, BURGLARY, "measures/a.toml")
    own(tmp_path, BURGLARY, "measures/b.toml")
    with pytest.raises(DefinitionError, match=r"is already defined in .*a\.toml") as refused:
        load_catalogue([tmp_path])
    assert refused.value.file.endswith("b.toml")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    own(tmp_path, "")
    (tmp_path / "measures" / "own.toml").write_bytes(b"title = '\xa3'")
    with pytest.raises(DefinitionError, match="is not UTF-8"):
        load_catalogue([tmp_path])


def test_measures_that_are_parts_of_each_other_are_refused(tmp_path: Path) -> None:
    one = BURGLARY + 'parts = ["other_burglary"]\n'
    two = BURGLARY.replace("shed_burglary", "other_burglary") + 'parts = ["shed_burglary"]\n'
    with pytest.raises(DefinitionError, match="shed_burglary -> other_burglary -> shed_burglary"):
        load_catalogue([own(tmp_path, one + two)])
