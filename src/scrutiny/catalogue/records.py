"""The tables of records that a count may be computed from, as docs/architecture.md gives them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Records:
    """Records of one source: the column that is summed, and the columns to choose by."""

    source: str
    sum: str
    columns: dict[str, type]


TABLES = {
    "recorded_crime": Records("home-office", "offences", {"offence_code": str}),
    "outcomes": Records(
        "home-office-outcomes", "outcomes", {"offence_group": str, "outcome_type": int}
    ),
    "street": Records("police-uk", "crimes", {"crime_type": str, "last_outcome": str}),
    "street_outcomes": Records("police-uk-outcomes", "outcomes", {"outcome_type": str}),
    "stop_and_search": Records(
        "police-uk-stop-and-search",
        "searches",
        dict.fromkeys(
            (
                "search_type", "gender", "age_range", "self_defined_ethnicity",
                "officer_defined_ethnicity", "legislation", "object_of_search", "outcome",
            ),
            str,
        ),
    ),
}  # fmt: skip

POPULATIONS = {"population": "people", "households": "households"}
"""What a rate may be per head of, and what it is then called."""

RESIDENTS = {
    "White": "residents-white",
    "Asian": "residents-asian",
    "Black": "residents-black",
    "Mixed": "residents-mixed",
    "Other": "residents-other",
}
"""The broad ethnic groups of the 2021 census (ONS), and the kind of population that each is."""
