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
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import chain, zip_longest
from pathlib import Path
from random import Random
from statistics import quantiles

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


def line(name: str, seconds: Sequence[float], more: str = "") -> float:
    """Print how long one kind took; the median."""
    cuts = quantiles([*seconds, *seconds], n=100, method="inclusive")
    shown = (f"{1000 * value:8.1f}" for value in (cuts[49], cuts[94], cuts[98], max(seconds)))
    print(f"{name:28}{len(seconds):7}{''.join(shown)}  {more}", flush=True)  # noqa: T201
    return cuts[49]


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


def measure(given: argparse.Namespace, folder: Path) -> list[str]:
    """Run it all; the promises that were not kept."""
    broken: list[str] = []
    mix = Random(4)

    def hold(what: str, value: float, most: float, shown: Callable[[float], str]) -> None:
        if value > most:
            broken.append(f"{what}: {shown(value)}, promised {shown(most)}")

    ms = lambda value: f"{1000 * value:.0f} ms"  # noqa: E731
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
            hold(f"the first cold page of {kind}", seconds[0], COLD_FIRST, ms)
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
            hold(f"{kind}: p95", p95(seconds), WARM_P95, ms)
            hold(f"{kind}: over the empty page", median / empty, OVER_EMPTY, lambda v: f"{v:.1f} x")
        if given.datasette:
            line("Datasette", of_kind(warm, "Datasette"))
        for number, memory in enumerate(server.memory(), 1):
            say(f"worker {number}: {memory / 1e6:.0f} MB")
            hold(f"memory of worker {number}", memory, MOST_MEMORY, lambda v: f"{v / 1e6:.0f} MB")
        for kind in KINDS:
            largest = max(
                (whole(visit, server), visit.page.path)
                for visit in shown[:90] if visit.page.kind == kind
            )  # fmt: skip
            say(f"{kind}: at most {largest[0] / 1000:.0f} kB with its charts ({largest[1]})")
            hold(f"size of {largest[1]}", largest[0], MOST_BYTES, lambda v: f"{v / 1000:.0f} kB")
    for kind, counts in queries(given.workspace, shown[:90]).items():
        say(f"{kind}: at most {max(counts)} queries of the tables, {counts[0]} for the very first")
        hold(f"queries of {kind}", max(counts), MOST_QUERIES, lambda v: f"{v:.0f}")
    return broken


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
        broken = measure(given, Path(folder))
    for promise in broken:
        say(f"not kept: {promise}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
