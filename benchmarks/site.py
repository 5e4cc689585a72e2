"""`python -m benchmarks.site`: how long the site's visitors wait, against what was promised.

    python -m benchmarks.site --workspace demo/workspace
    python -m benchmarks.site --seconds 120 --visitors 50 --datasette PROGRAM

Starts the site with two workers. Asks first for pages that nobody has asked for, one by one; then
lets a crowd ask for them again. The same crowd asks the same server for a page that is empty, and
Datasette for the table of observations, in turns. Everything runs on this machine, the crowd too.
Exit 1 when a promise is not kept.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from itertools import chain, zip_longest
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any

from benchmarks.machine import machine
from benchmarks.served import Server, datasette, queries, site
from benchmarks.visitors import Page, Visit, crowd, one_by_one

WARM_P95, COLD_FIRST, OVER_EMPTY = 0.150, 1.0, 4.0  # seconds, seconds, times
MOST_QUERIES, MOST_BYTES = 20, 250_000  # a page; the bytes with its charts, compressed
MOST_MEMORY = 500_000_000  # bytes, of a worker
EMPTY = (Page("empty page", "/robots.txt"), Page("empty page, not kept", "/nothing/"))
TABLE = "/observations/observations"
KINDS = ("home", "measure", "compare")
FORCES, QUARTERS = 43, ("2025-12", "2025-09", "2024-12", "2019-12")


def options() -> argparse.Namespace:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("benchmarks.site", description=__doc__, formatter_class=plain)
    parser.add_argument("--workspace", type=Path, default=Path("demo", "workspace"))
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument(
        "--every", type=float, default=5.0, help="seconds between a visitor's pages"
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="of each crowd")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--pages", type=int, default=500, help="different ones at most")
    parser.add_argument("--rounds", type=int, default=3, help="of crowds, in turns")
    parser.add_argument("--datasette", metavar="PROGRAM", help="where it is, if it is to be asked")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to keep the results")
    return parser.parse_args()


def pages_of(workspace: Path, most: int) -> list[Page]:
    """Pages of each kind in turn: homes of all forces, measures and comparisons, by quarter."""
    from scrutiny.areas import load_areas
    from scrutiny.web.edition import Editions

    edition = Editions(workspace).current()
    forces = [area.code for area in load_areas().forces()]
    measures = [
        m.id for m in edition.catalogue.measures
        if edition.reader.coverage.latest(m, edition.home_area)
    ]  # fmt: skip
    home = [Page("home", f"/forces/{f}/?to={to}") for to in QUARTERS for f in forces]
    measure = [
        Page("measure", f"/measures/{m}/?area={edition.home_area}&to={to}")
        for to in QUARTERS for m in measures
    ]  # fmt: skip
    compare = [
        Page("compare", f"/compare/{m}/?area={edition.home_area}&to={to}")
        for to in QUARTERS for m in measures
        if all(edition.reader.coverage.latest(edition.catalogue.measure(m), f) for f in forces[:5])
    ]  # fmt: skip
    mixed = chain.from_iterable(zip_longest(home, measure, compare))
    return [page for page in mixed if page is not None][:most]


class Tally:
    """What was measured, shown as it comes and kept for the page of results."""

    def __init__(self) -> None:
        self.waits: list[dict[str, Any]] = []
        self.promises: list[dict[str, Any]] = []

    def line(self, name: str, seconds: Sequence[float], more: str = "") -> float:
        """How long one kind took; the median, in seconds."""
        cuts = quantiles([*seconds, *seconds], n=100, method="inclusive")
        found = {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "most": max(seconds)}
        shown = (f"{1000 * value:8.1f}" for value in found.values())
        print(f"{name:28}{len(seconds):7}{''.join(shown)}  {more}", flush=True)  # noqa: T201
        self.waits.append({"name": name, "answers": len(seconds), "note": more} | found)
        return cuts[49]

    def hold(self, what: str, value: float, most: float, unit: str) -> None:
        """Hold a figure to what was promised of it."""
        self.promises.append({"what": what, "value": value, "most": most, "unit": unit})

    def broken(self) -> list[str]:
        return [
            f"{p['what']}: {p['value']:,.4g} {p['unit']}, promised {p['most']:,.4g}"
            for p in self.promises if p["value"] > p["most"]
        ]  # fmt: skip


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def of_kind(visits: Sequence[Visit], kind: str) -> list[float]:
    return [visit.seconds for visit in visits if visit.page.kind == kind]


def p95(seconds: Sequence[float]) -> float:
    return quantiles([*seconds, *seconds], n=100, method="inclusive")[94]


def whole(visit: Visit, server: Server) -> int:
    """The bytes of a page and of its charts, as they are sent."""
    charts = visit.text.split('data-chart="')
    paths = [part.split('"')[0].replace("&amp;", "&") for part in charts[1:]]
    asked = asyncio.run(one_by_one(*server.place, [Page("chart", path) for path in paths]))
    return visit.size + sum(chart.size for chart in asked)


def measure(given: argparse.Namespace, folder: Path) -> Tally:
    """Run it all: how long each kind took, and what was promised of each."""
    tally = Tally()
    line, hold = tally.line, tally.hold
    mix = Random(4)
    pages = pages_of(given.workspace, given.pages)
    say(f"{'':28}{'answers':>7}{'p50 ms':>8}{'p95':>8}{'p99':>8}{'most':>8}")
    with site(given.workspace, given.workers) as server:
        shown: list[Visit] = []
        for kind in KINDS:
            before = server.cpu()
            asked = [page for page in pages if page.kind == kind]
            cold = asyncio.run(one_by_one(*server.place, asked))
            wrong = [visit for visit in cold if visit.status not in (200, 404)]
            if wrong:
                raise SystemExit(f"{wrong[0].page.path} answered {wrong[0].status}")
            seconds = of_kind(cold, kind)
            cpu = (server.cpu() - before) / len(cold)
            more = f"the very first {1000 * seconds[0]:.0f}; {1000 * cpu:.0f} of CPU each"
            line(f"{kind}, first asked for", seconds, more)
            hold(f"the first cold page of {kind}", 1000 * seconds[0], 1000 * COLD_FIRST, "ms")
            shown += [visit for visit in cold if visit.status == 200]
        mix.shuffle(shown)
        warm: list[Visit] = []
        with datasette(given.datasette, given.workspace, folder) as other:
            others = [Page("Datasette", f"{TABLE}?{p}") for p in _filters(shown)]
            for _ in range(given.rounds):
                for place, asked in (
                    (server.place, [visit.page for visit in shown]),
                    (server.place, list(EMPTY)),
                    *([(other.place, others)] if other else []),
                ):
                    warm += asyncio.run(
                        crowd(
                            *place, asked, visitors=given.visitors, every=given.every,
                            seconds=given.seconds,
                        )
                    )  # fmt: skip
        empty = line(EMPTY[0].kind, of_kind(warm, EMPTY[0].kind))
        line(EMPTY[1].kind, of_kind(warm, EMPTY[1].kind))
        for kind in KINDS:
            seconds = of_kind(warm, kind)
            median = line(f"{kind}, asked for before", seconds)
            say(f"{'':28}{median / empty:.1f} times the empty page")
            hold(f"{kind}: p95 when warm", 1000 * p95(seconds), 1000 * WARM_P95, "ms")
            hold(f"{kind}: p50 over the empty page's", median / empty, OVER_EMPTY, "times")
        if given.datasette:
            line("Datasette", of_kind(warm, "Datasette"))
        for number, memory in enumerate(server.memory(), 1):
            say(f"worker {number}: {memory / 1e6:.0f} MB")
            hold(f"memory of worker {number}", memory / 1e6, MOST_MEMORY / 1e6, "MB")
        for kind in KINDS:
            largest = max(
                (whole(visit, server), visit.page.path)
                for visit in shown[:90] if visit.page.kind == kind
            )  # fmt: skip
            say(f"{kind}: at most {largest[0] / 1000:.0f} kB with its charts ({largest[1]})")
            hold(
                f"{kind}: the largest page with its charts",
                largest[0] / 1e3,
                MOST_BYTES / 1e3,
                "kB",
            )
    for kind, counts in queries(given.workspace, shown[:90]).items():
        say(f"{kind}: at most {max(counts)} queries of the tables, {counts[0]} for the very first")
        hold(f"{kind}: queries of the tables", max(counts), MOST_QUERIES, "queries")
    return tally


def _short(value: float) -> str:
    """Three digits, or all that stand before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def markdown(results: dict[str, Any]) -> str:
    """The waits and the promises as two tables."""
    waits = ["| page | answers | p50, ms | p95, ms | p99, ms | longest, ms |"]
    waits.append("|---|--:|--:|--:|--:|--:|")
    for each in results["waits"]:
        figures = (f"{1000 * each[cut]:,.1f}" for cut in ("p50", "p95", "p99", "most"))
        waits.append(f"| {each['name']} | {each['answers']:,} | {' | '.join(figures)} |")
    promises = ["| promise | at most | measured | |", "|---|--:|--:|---|"]
    for each in results["promises"]:
        kept = "kept" if each["value"] <= each["most"] else "MISSED"
        most, value = (f"{_short(each[name])} {each['unit']}" for name in ("most", "value"))
        promises.append(f"| {each['what']} | {most} | {value} | {kept} |")
    return "\n".join([*waits, "", *promises])


def _filters(visits: Sequence[Visit]) -> list[str]:
    """Datasette's filters for the observations that pages of measures are about."""
    found = (visit.page.path.split("/")[2:] for visit in visits if visit.page.kind == "measure")
    return [f"measure={name}&{rest.lstrip('?').split('&to')[0]}" for name, rest in found]


def main() -> int:
    given = options()
    if not (given.workspace / "scrutiny.toml").is_file():
        sys.stderr.write("bench: there is no demo to measure. Run: make demo\n")
        return 1
    about = machine()
    say(f"{about['processor']}, {about['cores']} cores, load {about['busy']} as it begins")
    with tempfile.TemporaryDirectory() as folder:
        tally = measure(given, Path(folder))
    for promise in tally.broken():
        say(f"not kept: {promise}")
    if given.out:
        kept = {
            "kind": "site", "machine": about, "visitors": given.visitors, "every": given.every,
            "workers": given.workers, "waits": tally.waits, "promises": tally.promises,
        }  # fmt: skip
        given.out.write_text(json.dumps(kept, indent=1) + "\n")
    return 1 if tally.broken() else 0


if __name__ == "__main__":
    sys.exit(main())
