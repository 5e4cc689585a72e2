from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scrutiny.cli.shared import (
    AreaOption,
    AsAtOption,
    JsonOption,
    ToOption,
    WorkspaceOption,
    parse_month,
    print_json,
    reader,
)
from scrutiny.periods import Against, Window

if TYPE_CHECKING:
    from scrutiny.comparison.compare import Comparison
    from scrutiny.comparison.forces import AmongForces
    from scrutiny.measures.read import Reader


def run(
    context: typer.Context,
    measure: Annotated[str, typer.Argument(metavar="ID", help="A measure of the catalogue.")],
    area: AreaOption,
    to: ToOption,
    window: Annotated[Window, typer.Option("--window", help="How long the period is.")] = (
        Window.YEAR
    ),
    against: Annotated[
        Against, typer.Option("--against", help="What the period is compared with.")
    ] = Against.YEAR,
    as_at: AsAtOption = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="S", help="Whose figures, if not the default.")
    ] = None,
    peers: Annotated[
        bool, typer.Option("--peers", help="Also similar forces, the region and the nation.")
    ] = False,
    json: JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """One measure for an area and period: its value, its change and where they come from."""
    from scrutiny.comparison.compare import compare

    if json and csv:
        raise typer.BadParameter("give either --json or --csv, not both")
    read = reader(context, workspace, as_at)
    month = parse_month(to)
    found = compare(read, measure, area, month, window, against, source)
    forces = _forces(read, found, month) if peers else None
    answer = as_json(read, found, forces, asked_peers=peers)
    if json:
        print_json(answer)
    elif csv:
        _print_csv(answer)
    else:
        _print_text(read, found, answer)


def _forces(read: Reader, found: Comparison, month: Any) -> AmongForces | None:
    from scrutiny.comparison.forces import among_forces

    force = found.area if read.areas.get(found.area).kind == "force" else read.areas.force_of(
        found.area
    )  # fmt: skip
    if force is None:
        return None
    return among_forces(
        read, found.measure, force, month, found.window, found.against, found.current.source
    )


def as_json(
    read: Reader, found: Comparison, forces: AmongForces | None, *, asked_peers: bool = False
) -> dict[str, Any]:
    """The documented JSON of one measure; a value that does not exist is null with a caveat."""
    current, change = found.current, found.change
    first, last = found.previous[-1].period.first, found.previous[0].period.last
    caveats = list(change.caveats)
    if asked_peers and forces is None:
        caveats.append("There is no period for which every force has this measure.")
    if forces is not None and forces.late:
        caveats.append(forces.late)
    return {
        "measure": found.measure.id,
        "title": found.measure.title,
        "unit": found.measure.unit,
        "area": found.area,
        "source": current.source,
        "window": found.window.value,
        "current": {
            "start": str(current.period.first),
            "end": str(current.period.last),
            "value": whole(current.value),
            "numerator": whole(current.numerator),
            "denominator": whole(current.denominator),
            "status": current.status,
        },
        "previous": {
            "start": str(first),
            "end": str(last),
            "value": whole(found.previous_value),
            "numerator": whole(found.previous[0].numerator) if len(found.previous) == 1 else None,
            "denominator": (
                whole(found.previous[0].denominator) if len(found.previous) == 1 else None
            ),
            "status": _worst(found),
        },
        "change": {
            "count": whole(change.count),
            "percent": change.percent,
            "points": change.points,
            "direction": change.direction,
            "text": change.text,
            "significant": change.significant,
            "comparable": change.comparable,
            "cautious": change.cautious,
        },
        "caveats": caveats,
        "peers": _peers(read, forces),
        "provenance": [
            {
                "source": p.source,
                "released": p.released.isoformat(),
                "loaded": p.loaded.isoformat(timespec="seconds"),
                "sha256": list(p.sha256) if len(p.sha256) > 1 else p.sha256[0],
            }
            for p in found.provenance
        ],
    }


def _worst(found: Comparison) -> str:
    statuses = {o.status for o in found.previous}
    return next(s for s in ("missing", "provisional", "final") if s in statuses)


def whole(value: float | None) -> float | int | None:
    """A count as a whole number, so that JSON says 146063 and not 146063.0."""
    return int(value) if value is not None and value == int(value) else value


def _peers(read: Reader, forces: AmongForces | None) -> list[dict[str, Any]]:
    if forces is None:
        return []
    rows: list[dict[str, Any]] = [
        {
            "code": row.area,
            "name": read.areas.get(row.area).name,
            "current": whole(row.current),
            "previous": whole(row.previous),
            "change_percent": row.change_percent,
            "rank": row.rank,
            "ranked": forces.comparison.ranked,
        }
        for row in forces.comparison.rows
    ]
    from scrutiny.analysis.change import change

    for code, current, previous in forces.totals:
        moved = change(forces.measure, current, [previous])
        rows.append(
            {
                "code": code,
                "name": read.areas.get(code).name,
                "current": whole(current.value),
                "previous": whole(previous.value),
                "change_percent": moved.percent,
                "rank": None,
                "ranked": None,
            }
        )
    return rows


def _print_csv(answer: dict[str, Any]) -> None:
    import csv
    import sys

    own = ("measure", "area", "source", "window")
    change = ("count", "percent", "points", "direction", "text", "significant", "comparable")
    columns = [
        *own,
        *(f"{part}_{k}" for part in ("current", "previous") for k in ("start", "end", "value")),
        *(f"change_{k}" for k in change),
        "caveats",
    ]
    row = {k: answer[k] for k in own} | {"caveats": " ".join(answer["caveats"])}
    for part in ("current", "previous"):
        row |= {f"{part}_{k}": answer[part][k] for k in ("start", "end", "value")}
    row |= {f"change_{k}": answer["change"][k] for k in change}
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerow(row)


def _standing(found: Comparison) -> str:
    """What may be made of the change, in a few words after it."""
    if found.change.incomplete:
        return ""
    if not found.change.comparable:
        return ", not comparable"
    words = {True: ", more than its usual variation", False: ", within its usual variation"}
    significant = found.change.significant
    return "" if significant is None else words[significant]


def _print_text(read: Reader, found: Comparison, answer: dict[str, Any]) -> None:
    from scrutiny.analysis.rounding import format_value

    def shown(value: float | None) -> str:
        measure = found.measure
        if value is None:
            return "no figure"
        return format_value(value, measure.unit, measure.decimals)

    typer.echo(f"{found.measure.title}: {read.areas.get(found.area).name}")
    periods = (found.current.period, *(o.period for o in found.previous))
    for period, value in zip(
        periods, (found.current.value, *(o.value for o in found.previous)), strict=True
    ):
        typer.echo(f"  {period.name:<36} {shown(value)}")
    typer.echo(f"  change: {found.change.text}{_standing(found)}")
    for caveat in answer["caveats"]:
        typer.echo(f"  - {caveat}")
    for peer in answer["peers"]:
        rank = f"rank {peer['rank']} of {peer['ranked']}" if peer["rank"] else ""
        typer.echo(f"  {peer['name']:<36} {shown(peer['current']):>12}  {rank}")
    for p in answer["provenance"]:
        typer.echo(f"  source: {p['source']}, released {p['released']}, loaded {p['loaded']}")
