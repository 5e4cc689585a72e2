"""Areas on a map, shaded by the quarter that their figure falls in, with their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scrutiny.analysis.rounding import format_value
from scrutiny.areas import boundaries
from scrutiny.areas.boundaries import Layer
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.charts.map import Shade, shaded_map
from scrutiny.observation import Observation
from scrutiny.reports.book import NO_FIGURE
from scrutiny.reports.context import Context
from scrutiny.reports.drawn import WIDTH
from scrutiny.reports.model import Cell, Chart, Column, Row, Span, Spans

_NAMES = {
    4: ("Lowest quarter", "Lower middle", "Upper middle", "Highest quarter"),
    3: ("Lowest", "Middle", "Highest"),
    2: ("Lower half", "Upper half"),
    1: ("All",),
}
_DECIMALS: dict[Layer, int] = {"forces": 3, "districts": 4, "wards": 4, "lsoas": 4}
_BOUNDARIES: dict[Layer, str] = {
    "forces": "police force areas, December 2023",
    "districts": "local authority districts",
    "wards": "wards, 2025",
    "lsoas": "lower layer super output areas (LSOAs), 2021",
}
WORST_NAMED = 3


def map_of(
    context: Context,
    measure: Measure,
    found: Mapping[str, Observation],
    layer: Layer,
    title: str,
    *,
    marked: str | None = None,
    height: int = 520,
    notes: tuple[Spans, ...] = (),
) -> Chart | None:
    """The areas of `found` on a map, with `marked` outlined; None where none has both.

    The chart's alternative text names the areas with the highest figures.
    """
    shapes = [f for f in boundaries(layer)["features"] if f["properties"]["code"] in found]
    drawn = {f["properties"]["code"] for f in shapes}
    known = [(o.value, code) for code, o in found.items() if o.value is not None]
    if not any(code in drawn for _, code in known):
        return None
    known.sort(key=lambda item: (-item[0], context.name(item[1])))
    values = sorted(value for value, _ in known)
    cuts = _cuts(values)
    classes = _class_words(values, cuts, measure)
    shades = {
        code: Shade(context.name(code), _class_of(o.value, cuts), _printed(measure, o))
        for code, o in found.items()
    }
    spec = shaded_map(
        shapes, shades, classes, marked=marked, title=measure.title,
        decimals=_DECIMALS[layer], width=WIDTH, height=height,
    )  # fmt: skip
    rows = []
    for value, code in known:
        shade = classes[_class_of(value, cuts) or 0].split(":")[0].lower()
        cells = (Cell(context.name(code)), context.book.value(measure, found[code]), Cell(shade))
        rows.append(Row(cells, emphasis=code == marked))
    for code, o in found.items():
        if o.value is None:
            cells = (Cell(context.name(code)), context.book.value(measure, o), Cell("no figure"))
            rows.append(Row(cells, emphasis=code == marked))
    columns = (
        Column("Area", "left", width=1.6),
        Column(measure.title, unit=measure.unit),
        Column("Shade on the map", "left"),
    )
    context.charts += 1
    data = context.table(f"{title}: the numbers", columns, rows, (), "Map", numbered=False)
    outline: Spans = (
        Span(f"Boundaries: Office for National Statistics, {_BOUNDARIES[layer]}, simplified."),
    )
    finding = f"A map of {len(drawn)} areas. {_highest(context, known)}"
    return Chart(
        "map", context.charts, title, f"{title}. {finding}", spec, WIDTH, height,
        (*notes, outline), replace(data, id="map-numbers"),
    )  # fmt: skip


def _printed(measure: Measure, observation: Observation) -> str:
    if observation.value is None:
        return observation.missing or NO_FIGURE
    return format_value(observation.value, measure.unit, measure.decimals)


def _highest(context: Context, known: Sequence[tuple[float, str]]) -> str:
    names = [context.name(code) for _, code in known[:WORST_NAMED]]
    if len(names) == 1:
        return f"Only {names[0]} has a figure."
    return f"The highest figures are those of {', '.join(names[:-1])} and {names[-1]}."


def _cuts(values: Sequence[float]) -> list[float]:
    """The least values of the second, third and top quarter; fewer where values are equal."""
    quarter = len(values) // 4
    if not quarter:
        return []
    cuts = {values[quarter], values[len(values) // 2], values[-quarter]}
    return sorted(cut for cut in cuts if cut > values[0])


def _class_of(value: float | None, cuts: Sequence[float]) -> int | None:
    return None if value is None else sum(value >= cut for cut in cuts)


def _class_words(values: Sequence[float], cuts: Sequence[float], measure: Measure) -> list[str]:
    """A legend's words for each class: its name and the values that fall in it."""
    unit = "" if measure.kind is Kind.RATE else measure.unit
    words = []
    for of, name in enumerate(_NAMES[len(cuts) + 1]):
        inside = [v for v in values if _class_of(v, cuts) == of]
        ends = [format_value(v, unit, measure.decimals) for v in (inside[0], inside[-1])]
        words.append(f"{name}: {' to '.join(dict.fromkeys(ends))}")
    return words
