"""Addresses of every kind of page, on the packaged data. Tests of all pages walk them."""

from __future__ import annotations

ADDRESSES: dict[str, tuple[str, ...]] = {
    "home": ("/forces/E23000003/", "/forces/E23000003/?to=2019-12", "/forces/E23000013/"),
    "catalogue": ("/catalogue/", "/catalogue/?q=burglary"),
    "measure": (
        "/measures/all_crime/",
        "/measures/all_crime/?area=E23000003&to=2019-12",
    ),
}
EVERY = tuple(address for addresses in ADDRESSES.values() for address in addresses)
