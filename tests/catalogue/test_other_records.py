"""Definitions of street crime and stop and search, applied to real files of data.police.uk."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv
import pytest

from scrutiny.catalogue import load_catalogue

pytestmark = pytest.mark.full_data

CATALOGUE = load_catalogue()


def values(folder: Path, pattern: str, column: str) -> Counter[str]:
    options = csv.ConvertOptions(include_columns=[column], column_types={column: pa.string()})
    return Counter(
        text
        for path in sorted(folder.glob(pattern))
        for text in csv.read_csv(path, convert_options=options)[column].to_pylist()
    )


def counted(measure: str, column: str, found: Counter[str]) -> int:
    (how,) = CATALOGUE.measure(measure).computed
    kept = how.where.get(column, tuple(found))
    return sum(n for v, n in found.items() if v in kept and v not in how.unless.get(column, ()))


@pytest.fixture(scope="module")
def searches(full_data: Path) -> Path:
    return full_data / "stop_and_search" / "lancashire"


def test_lancashire_made_7771_searches_in_2019_and_18_in_100_had_a_positive_outcome(
    searches: Path,
) -> None:
    outcomes = values(searches, "2019-*.csv.gz", "Outcome")
    whole = counted("stop_and_search", "outcome", outcomes)
    assert whole == 7_771
    assert (
        round(100 * counted("stop_and_search_with_positive_outcome", "outcome", outcomes) / whole)
        == 18
    )


def test_every_outcome_of_a_search_is_positive_or_no_further_action_or_blank(
    full_data: Path,
) -> None:
    (how,) = CATALOGUE.measure("stop_and_search_with_positive_outcome").computed
    found = values(full_data / "stop_and_search" / "national_2019", "2019-06-*.csv.gz", "Outcome")
    assert set(found) - set(how.where["outcome"]) == {"", "A no further action disposal"}


def test_objects_of_search_add_up(searches: Path) -> None:
    objects = values(searches, "*.csv.gz", "Object of search")
    parts = CATALOGUE.measure("stop_and_search").parts
    assert sum(counted(p, "object_of_search", objects) for p in parts) == objects.total() == 28_099


def test_street_crime_of_2025_without_anti_social_behaviour_is_130047(full_data: Path) -> None:
    types = values(full_data / "street" / "lancashire", "2025-*.csv.gz", "Crime type")
    assert counted("street_crime", "crime_type", types) == 130_047
    parts = CATALOGUE.measure("street_crime").parts
    assert sum(counted(p, "crime_type", types) for p in parts) == 130_047
    (asb,) = CATALOGUE.measure("anti_social_behaviour").computed
    assert asb.where == {"crime_type": ("Anti-social behaviour",)}
    assert types.total() == 130_047 + types["Anti-social behaviour"]
