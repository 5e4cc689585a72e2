"""Simplified boundaries for maps. They are for drawing, never for deciding what lies where."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).with_name("data") / "boundaries"

Layer = Literal["forces", "districts", "wards", "lsoas"]


@cache
def boundaries(layer: Layer) -> dict[str, Any]:
    """A GeoJSON feature collection; each feature has the properties `code` and `name`.

    `forces` are all 43 (December 2023). `districts`, `wards` (2025) and `lsoas` (2021) are
    Lancashire's. Longitude and latitude to 4 decimals; rings run clockwise, as Vega draws them.
    """
    import gzip
    import json

    collection: dict[str, Any] = json.loads(
        gzip.decompress((FOLDER / f"{layer}.geojson.gz").read_bytes())
    )
    return collection
