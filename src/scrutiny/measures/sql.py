"""Turns measure definitions into SQL: one pass over a table gives every measure's counts.

The SQL is a SQLGlot expression built from the definitions, so each engine renders it in its own
dialect and no definition is ever text pasted into a query.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scrutiny.catalogue.model import Computed, Measure

if TYPE_CHECKING:
    from sqlglot import exp

AREA_OF_LSOA = "area_of_lsoa"
"""The look-up that rolls LSOAs up: columns `force`, `lsoa_code`, `area`."""

PERIOD_COLUMNS = {
    "recorded_crime": ("first", "last"),
    "outcomes": ("first", "last"),
    "street": ("month", "month"),
    "street_outcomes": ("month", "month"),
    "stop_and_search": ("month", "month"),
}
"""The columns that say which period a record of each table belongs to."""

SMALL_AREA_TABLES = frozenset({"street"})
"""Tables whose records know their LSOA, and are counted for every area it lies in."""


def _kept(computed: Computed) -> exp.Expr:
    """The condition under which a record counts towards the measure."""
    from sqlglot import exp

    terms: list[exp.Expr] = [
        exp.column(column).isin(*[exp.convert(value) for value in values])
        for column, values in computed.where.items()
    ]
    for column, values in computed.unless.items():
        dropped = exp.column(column).isin(*[exp.convert(value) for value in values])
        terms.append(exp.or_(exp.not_(dropped), exp.column(column).is_(exp.null())))
    return exp.and_(*terms) if terms else exp.true()


def _whole(summed: exp.Expr, name: str) -> exp.Expr:
    """A sum as a 64-bit number: engines differ in what a sum is, and 128 bits are slow."""
    from sqlglot import exp

    return exp.alias_(exp.cast(exp.Sum(this=summed), "bigint"), name)


def _sums(measures: Sequence[tuple[Measure, Computed]]) -> list[exp.Expr]:
    """One aliased sum a measure; a record that is not kept adds nought."""
    from sqlglot import exp

    return [
        _whole(
            exp.Case().when(_kept(computed), exp.column(computed.sum)).else_(exp.Literal.number(0)),
            measure.id,
        )
        for measure, computed in measures
    ]


def reduction(
    table: str,
    measures: Sequence[tuple[Measure, Computed]],
    loads: Sequence[str],
    starts: tuple[str, str] | None = None,
) -> exp.Select:
    """The query that reduces the records of `loads` in `table` to counts.

    It gives one row an area, period and load, in the order of area and period, with the columns
    `area`, `first`, `last`, `load` and one column of whole numbers a measure id. The areas are
    forces and, for a table of `SMALL_AREA_TABLES`, also every area that `AREA_OF_LSOA` names; a
    record outside its force's own area counts for the force alone. `starts` keeps the periods
    whose first months lie between two, both included.
    """
    from sqlglot import exp

    first, last = PERIOD_COLUMNS[table]
    keys: list[exp.Expr] = [exp.column("force"), exp.column(first).as_("first")]
    keys += [exp.column(last).as_("last"), exp.column("load")]
    grouped = ["force", first, "load"] if first == last else ["force", first, last, "load"]
    if table in SMALL_AREA_TABLES:
        keys.append(exp.column("lsoa_code"))
        grouped.append("lsoa_code")
    cube = (
        exp.select(*keys, *_sums(measures))
        .from_(table)
        .where(exp.column("load").isin(*[exp.convert(load) for load in loads]))
        .group_by(*[exp.column(name) for name in grouped])
    )
    if starts is not None:
        low, high = (exp.convert(month) for month in starts)
        cube = cube.where(exp.column(first).between(low, high))
    ids = [measure.id for measure, _ in measures]
    if table in SMALL_AREA_TABLES:
        counts = _rolled_up(ids)
    else:
        named = [exp.column("force").as_("area")]
        named += [exp.column(name) for name in ("first", "last", "load")]
        counts = exp.select(*named, *[exp.column(i) for i in ids]).from_("cube")
    order = [exp.column(name) for name in ("area", "first", "last", "load")]
    return counts.with_("cube", as_=cube).order_by(*order)


def _rolled_up(ids: Sequence[str]) -> exp.Select:
    """Counts by force, and by every area that each LSOA lies in, from a cube by LSOA."""
    from sqlglot import exp

    def counts(area: exp.Column, source: exp.Select) -> exp.Select:
        periods = [exp.column(name, "cube") for name in ("first", "last", "load")]
        sums = [_whole(exp.column(i, "cube"), i) for i in ids]
        return source.select(area.as_("area"), *periods, *sums).group_by(area.copy(), *periods)

    by_force = counts(exp.column("force", "cube"), exp.select().from_("cube"))
    by_area = counts(
        exp.column("area", AREA_OF_LSOA),
        exp.select()
        .from_("cube")
        .join(
            AREA_OF_LSOA,
            on=exp.and_(
                exp.column("lsoa_code", "cube").eq(exp.column("lsoa_code", AREA_OF_LSOA)),
                exp.column("force", "cube").eq(exp.column("force", AREA_OF_LSOA)),
            ),
        ),
    )
    both = exp.union(by_force, by_area, distinct=False)
    return exp.select("*").from_(both.subquery("counts"))
