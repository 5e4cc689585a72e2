"""Addresses of every kind of page, on the packaged data. Tests of all pages walk them."""

from __future__ import annotations

ADDRESSES: dict[str, tuple[str, ...]] = {
    "home": (
        "/forces/E23000003/",
        "/forces/E23000003/?to=2019-12",
        "/forces/E23000003/?to=2009-03",  # before most of the figures
        "/forces/E23000013/",
        "/forces/E23000034/",  # City of London: few residents, so no rates
        "/forces/BTP/",  # no residents, no similar forces
    ),
    "catalogue": ("/catalogue/", "/catalogue/?q=burglary&unit=percent&figures=yes"),
    "data": ("/data/",),
    "load": (),  # a load's name has a random part: test_about_pages.py walks them
    "glossary": ("/glossary/",),
    "methods": ("/methods/",),
    "accessibility": ("/accessibility/",),
    "areas": ("/areas/", "/areas/?q=burn&page=2"),
    "area": (
        "/areas/E07000117/",
        "/areas/E05005150/?to=2025-12",
        "/areas/E01024855/?to=2019-12",
        "/areas/LANCS-EAST/",
        "/areas/E12000002/",
        "/areas/E08000003/",
        "/areas/E01000001/",  # no figures at all
        "/areas/E07000117/?to=2009-03",  # none for this period
        "/areas/BTP/",
    ),
    "comparisons": ("/compare/", "/compare/?q=burglary"),
    "compare": (
        "/compare/all_crime_rate/",
        "/compare/all_crime/?area=E23000003&to=2019-12&sort=change",
        "/compare/positive_outcome_rate/?area=E23000013&to=2025-12&window=quarter&against=3y",
        "/compare/all_crime_rate/?area=BTP",
    ),
    "measure": (
        "/measures/all_crime/",
        "/measures/all_crime/?area=E23000003&to=2019-12",
        "/measures/all_crime/?area=E23000003&to=2018-03&window=quarter&source=home-office",
        "/measures/street_crime/?area=E07000117&to=2025-12",
        "/measures/all_crime/?area=BTP",
        "/measures/all_crime/?to=2009-03",
        "/measures/confidence_overall/?area=E23000003&to=2025-12&against=3y",
    ),
    "outcomes": (
        "/outcomes/",
        "/outcomes/?area=E23000013&to=2025-03&group=robbery",
        "/outcomes/?area=E23000003&to=2019-12",
        "/outcomes/?area=BTP",
    ),
    "stop_and_search": (
        "/stop-and-search/",
        "/stop-and-search/?area=E23000003&to=2019-12",
        "/stop-and-search/?area=E23000013",
        "/stop-and-search/?to=2009-03",
    ),
}
EVERY = tuple(address for addresses in ADDRESSES.values() for address in addresses)
