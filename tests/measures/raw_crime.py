"""The Home Office table read by hand, importing nothing of ours: what a measure must come to.

A group is made of the offence codes that the Home Office last put in it, in every year: that is
how its groups of today are read backwards. What has no group of its own is listed by code.
"""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

BURGLARY = ("Domestic burglary", "Non-domestic burglary")
BURGLARY += ("Residential burglary", "Non-residential burglary")
VIOLENCE = ("Homicide", "Violence with injury", "Violence without injury")
VIOLENCE += ("Stalking and harassment", "Death or serious injury - unlawful driving")
SEXUAL = ("Rape offences", "Other sexual offences")
ROBBERY = ("Robbery of personal property", "Robbery of business property")
THEFT = (*BURGLARY, "Vehicle offences", "Theft from the person", "Bicycle theft", "Shoplifting")
THEFT += ("Other theft offences",)
DAMAGE = ("Criminal damage", "Arson")
DRUGS = ("Trafficking of drugs", "Possession of drugs")
FEWER = ("Possession of weapons offences", "Public order offences")
FEWER += ("Miscellaneous crimes against society",)

BY_GROUP = {
    "all_crime": (*VIOLENCE, *SEXUAL, *ROBBERY, *THEFT, *DAMAGE, *DRUGS, *FEWER),
    "victim_based_crime": (*VIOLENCE, *SEXUAL, *ROBBERY, *THEFT, *DAMAGE),
    "violence_against_the_person": VIOLENCE,
    "homicide": ("Homicide",),
    "violence_with_injury": ("Violence with injury",),
    "violence_without_injury": ("Violence without injury",),
    "stalking_and_harassment": ("Stalking and harassment",),
    "death_or_serious_injury_unlawful_driving": ("Death or serious injury - unlawful driving",),
    "sexual_offences": SEXUAL,
    "rape": ("Rape offences",),
    "other_sexual_offences": ("Other sexual offences",),
    "sexual_offences_excluding_rape": ("Other sexual offences",),
    "robbery": ROBBERY,
    "robbery_personal": ("Robbery of personal property",),
    "robbery_business": ("Robbery of business property",),
    "theft_offences": THEFT,
    "burglary_all": BURGLARY,
    "burglary_dwelling": ("Domestic burglary",),
    "burglary_residential": ("Residential burglary",),
    "burglary_dwelling_and_residential": ("Domestic burglary", "Residential burglary"),
    "burglary_non_residential": ("Non-domestic burglary", "Non-residential burglary"),
    "burglary_business_and_community": ("Non-residential burglary",),
    "high_impact_acquisitive_crime": (
        "Domestic burglary", "Residential burglary", "Robbery of personal property",
    ),
    "vehicle_offences": ("Vehicle offences",),
    "theft_from_the_person": ("Theft from the person",),
    "bicycle_theft": ("Bicycle theft",),
    "shoplifting": ("Shoplifting",),
    "other_theft": ("Other theft offences",),
    "criminal_damage_and_arson": DAMAGE,
    "criminal_damage": ("Criminal damage",),
    "arson": ("Arson",),
    "drug_offences": DRUGS,
    "drug_trafficking": ("Trafficking of drugs",),
    "drug_possession": ("Possession of drugs",),
    "possession_of_weapons": ("Possession of weapons offences",),
    "public_order": ("Public order offences",),
    "miscellaneous_crimes": ("Miscellaneous crimes against society",),
}  # fmt: skip

BY_CODE = {
    "assault_with_injury": "5D 8N 8P 8S 8T",
    "assault_less_serious_injury": "8N 8P 8S 8T",
    "serious_assault": "5D",
    "other_violence_with_injury": "2 4.3 4.7 5A 5B 5C 5E 6 7 8F 8G 8J 8K",
    "assault_without_injury": "104 105A 105B",
    "modern_slavery": "106",
    "other_violence_without_injury": "3A 3B 11 11A 12 13 14 36",
    "harassment": "8L 8M",
    "stalking": "8Q",
    "malicious_communications": "8R",
    "controlling_or_coercive_behaviour": "8U",
    "sexual_offences_under_16": "17B 19D 19E 19G 19H 20B 21 22B 71 88A",
    "burglary_home": "28I 28J 28K 28L 29B",
    "theft_of_a_vehicle": "37.2 48",
    "theft_from_a_vehicle": "45",
    "vehicle_interference": "126",
    "possession_of_blades": "10D",
    "possession_of_other_weapons": "10A 10B 10C 81 90",
    "public_fear_alarm_or_distress": "9A 9B",
    "other_public_order": "62 62A 63 64 65 66",
    "racially_religiously_aggravated": "8J 8M 8P 9B 58E 58F 58G 58H 58J 105B",
}

SPELT_OTHERWISE = {"London, City of": "City of London"}

Key = tuple[str, str, str]
"""A measure, a force's code, and the last month of a quarter."""


def quarterly(table: Path, areas: Path) -> dict[Key, float]:
    """Every measure's count for every territorial force and quarter of the table.

    `areas` is a CSV file of `code`, `name` and `kind`, in which a force is known by its name.
    """
    raw = duckdb.connect()
    raw.execute("SET threads = 1")
    raw.execute(
        """
        CREATE TABLE crime AS
        SELECT "Force" AS force, "Offence Code" AS code, "Offence Subgroup" AS subgroup, FY, n,
               CAST(left(FY, 4) AS INT) + CAST("Financial Quarter" = 4 AS INT) AS year,
               [6, 9, 12, 3][CAST("Financial Quarter" AS INT)] AS month
        FROM read_parquet(?) WHERE territorial AND "Group" <> 'Fraud offences'
        """,
        [str(table)],
    )
    raw.execute(
        "CREATE TABLE last AS "
        "SELECT code, arg_max(subgroup, FY) AS subgroup FROM crime GROUP BY code"
    )
    raw.execute("CREATE TABLE wanted (measure VARCHAR, code VARCHAR)")
    for measure, groups in BY_GROUP.items():
        raw.execute(
            "INSERT INTO wanted SELECT ?, code FROM last WHERE list_contains(?, subgroup)",
            [measure, list(groups)],
        )
    for measure, codes in BY_CODE.items():
        raw.execute("INSERT INTO wanted SELECT ?, unnest(?)", [measure, codes.split()])
    found = raw.execute(
        """
        SELECT measure, force, printf('%04d-%02d', year, month), sum(coalesce(n, 0))
        FROM crime JOIN wanted USING (code) GROUP BY ALL
        """
    ).fetchall()
    with areas.open(encoding="utf-8", newline="") as file:
        codes = {row["name"]: row["code"] for row in csv.DictReader(file) if row["kind"] == "force"}
    return {
        (measure, codes[SPELT_OTHERWISE.get(force, force)], last): count
        for measure, force, last, count in found
    }
