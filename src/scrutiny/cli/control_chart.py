from __future__ import annotations

from typing import Annotated, Any

import typer

from scrutiny.cli.shared import (
    AreaOption,
    JsonOption,
    ToOption,
    WorkspaceOption,
    parse_month,
    print_json,
    reader,
)
from scrutiny.periods import Month, Window


def run(
    context: typer.Context,
    measure: Annotated[str, typer.Argument(metavar="ID", help="A measure of the catalogue.")],
    area: AreaOption,
    to: ToOption,
    since: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM", help="The first month.")
    ] = None,
    grain: Annotated[
        str | None, typer.Option("--grain", metavar="month|quarter", help="What one point is for.")
    ] = None,
    breaks: Annotated[
        str,
        typer.Option(
            "--breaks", metavar="WHEN", help="Re-base at: catalogue, none, or YYYY-MM,..."
        ),
    ] = "catalogue",
    screen: Annotated[
        bool, typer.Option("--screen", help="Leave out the widest moving ranges, once.")
    ] = False,
    source: Annotated[
        str | None, typer.Option("--source", metavar="S", help="Whose figures, if not the default.")
    ] = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Say which points of a measure's series are signals, and what the latest one says."""
    from scrutiny.comparison.charting import chart_of

    if grain not in (None, "month", "quarter"):
        raise typer.BadParameter(f"--grain is month or quarter (got {grain!r})")
    read = reader(context, workspace)
    definition = read.catalogue.measure(measure)
    rebase: tuple[Month, ...] | None
    if breaks == "catalogue":
        rebase = None
    elif breaks == "none":
        rebase = ()
    else:
        rebase = tuple(parse_month(text.strip()) for text in breaks.split(","))
    chart = chart_of(
        read, definition, area, parse_month(to),
        since=parse_month(since) if since else None,
        grain=Window(grain) if grain else None,
        rebase=rebase, screen=screen, source=source,
    )  # fmt: skip
    if json:
        print_json(
            {
                "points": [_point(p) for p in chart.points],
                "phases": [
                    {
                        "first": str(p.first.first),
                        "last": str(p.last.last),
                        "points": p.points,
                        "mean": p.mean,
                        "lower": p.lower,
                        "upper": p.upper,
                        "trial": p.trial,
                    }
                    for p in chart.phases
                ],
                "verdict": chart.verdict,
            }
        )
        return
    from scrutiny.analysis.rounding import format_value

    typer.echo(f"{definition.title}: {read.areas.get(area).name}")
    for point in chart.points:
        value = (
            "no figure"
            if point.value is None
            else format_value(point.value, definition.unit, definition.decimals)
        )
        signal = f"{point.signal} ({point.side})" if point.signal else ""
        typer.echo(f"  {point.period.name:<32} {value:>12}  {signal}")
    typer.echo(chart.verdict)


def _point(point: Any) -> dict[str, Any]:
    from scrutiny.cli.measure import whole

    period = point.period
    return {
        "period": str(period.first) if len(period) == 1 else f"{period.first}/{period.last}",
        "value": whole(point.value),
        "mean": point.mean,
        "lower": point.lower,
        "upper": point.upper,
        "signal": point.signal,
        "side": point.side,
    }
