"""A paper's figures against what a workspace holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.catalogue.model import Measure
from scrutiny.claims.check import check_text
from scrutiny.claims.rules.data import independent
from scrutiny.errors import ScrutinyError
from scrutiny.observation import Observation, Provenance
from scrutiny.periods import Period


@dataclass
class Values:
    """What a reader of a workspace offers, with values of one's own."""

    values: dict[tuple[str, str], float]
    file: str = "prc-pfa-mar2020-tables.ods"
    catalogue: object = field(default_factory=load_catalogue)
    areas: object = field(default_factory=load_areas)

    def sources(self, measure: Measure) -> tuple[str, ...]:
        return measure.sources

    def observe(
        self, measure: Measure, area: str, period: Period, source: str | None = None
    ) -> Observation:
        if source != "home-office":
            raise ScrutinyError("not loaded")
        made = Provenance(
            "1", source, date(2020, 7, 17), datetime(2020, 8, 1, tzinfo=UTC), (), (self.file,)
        )
        value = self.values.get((measure.id, str(period)))
        return Observation(measure.id, area, source, period, value, provenance=(made,))


TEXT = (
    "# Lancashire Constabulary\n\n"
    "There were 148,813 offences of all crime in January to December 2019.\n"
)
KEY = ("all_crime", "2019-01 to 2019-12")


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(148_813, "consistent"), (149_201, "caution"), (None, "not checkable")],
)
def test_a_figure_is_held_to_the_data(value: float | None, verdict: str) -> None:
    result = check_text(TEXT, reader=Values({KEY: value} if value else {}))  # type: ignore[arg-type]
    (found,) = [one for one in result.checks if one.rule == "data.value"]
    assert found.verdict.value == verdict
    if value:
        assert f"{value:,}" in found.explanation
        assert "released 2020-07-17" in found.explanation


def test_a_figure_of_the_named_source_that_differs_is_wrong() -> None:
    text = TEXT.replace("There were", "The Home Office, police recorded crime data say there were")
    result = check_text(text, reader=Values({KEY: 149_201}))  # type: ignore[arg-type]
    (found,) = [one for one in result.checks if one.rule == "data.value"]
    assert found.verdict.value == "inconsistent"


def test_a_figure_is_never_held_to_one_typed_in_from_a_report() -> None:
    values = Values({KEY: 149_201}, file="figures-2020.csv")
    result = check_text(TEXT, reader=values)  # type: ignore[arg-type]
    (found,) = [one for one in result.checks if one.rule == "data.value"]
    assert found.verdict.value == "not checkable"
    measure = load_catalogue().measure("all_crime")
    assert "force-dashboard" not in independent(measure, (*measure.sources, "force-dashboard"))


def test_without_a_workspace_it_is_told_what_would_check_it() -> None:
    (found,) = [one for one in check_text(TEXT).checks if one.rule == "data.value"]
    assert found.verdict.value == "not checkable"
    assert "January to December 2019" in found.explanation
