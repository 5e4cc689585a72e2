"""Writes the kept results into docs/performance.md and draws how cost grows.

The results kept are table.json, growth.json and site.json in benchmarks/results. In the page, what
stands between `<!-- NAME -->` and `<!-- end -->` is written from them, so no figure there is typed.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from benchmarks import growth, report, site

PICTURES = {"seconds": ("growth-time.svg", "seconds"), "peak": ("growth-memory.svg", "gigabytes")}
BY_FORCES = "growth-forces.svg"


def write(root: Path) -> int:
    """Bring the page and its pictures up to date with the results that are kept."""
    kept = root / "benchmarks" / "results"
    blocks = {}
    for kind in ("table", "growth"):
        if (kept / f"{kind}.json").exists():
            results = json.loads((kept / f"{kind}.json").read_text())
            tell = growth.markdown if kind == "growth" else report.markdown
            blocks[kind] = f"{measured_on(results)}\n\n{tell(results)}"
            if kind == "growth":
                for of, (name, unit) in PICTURES.items():
                    (root / "docs" / "pictures" / name).write_text(picture(results, of, unit))
                    blocks[kind] += f"\n\n![{described(results, of, unit)}](pictures/{name})"
                points = growth.by_forces(results)
                (root / "docs" / "pictures" / BY_FORCES).write_text(
                    drawn(points, "forces", "seconds", "seconds")
                )
                said = "The same rows take about as long however many forces they are of"
                blocks[kind] += f"\n\n![{said}](pictures/{BY_FORCES})"
    if (kept / "site.json").exists():
        results = json.loads((kept / "site.json").read_text())
        m = results["machine"]
        asking = (
            f"Measured {m['at'][:10]} at {m['commit']} on {m['cores']} cores ({m['processor']}), "
            f"load average {m['busy']} at the start: {results['visitors']} visitors who each ask "
            f"for a page every {results['every']:g} seconds, {results['workers']} workers, all on "
            "this machine."
        )
        blocks["site"] = f"{asking}\n\n{site.markdown(results)}"
    page = root / "docs" / "performance.md"
    page.write_text(filled(page.read_text("utf-8"), blocks), "utf-8")
    return 0


def filled(page: str, blocks: dict[str, str]) -> str:
    """The page with each block in its place; a block without a place is a `ValueError`."""
    for name, block in blocks.items():
        place = re.compile(rf"(<!-- {name} -->\n).*?\n?(<!-- end -->)", re.DOTALL)
        found = place.search(page)
        if not found:
            raise ValueError(f"the page has no place for {name}")
        page = f"{page[: found.start()]}{found[1]}{block}\n{found[2]}{page[found.end() :]}"
    return page


def measured_on(results: dict[str, Any]) -> str:
    """The machine, the versions and the data, in two sentences."""
    m = results["machine"]
    versions = ", ".join(f"{name} {v}" for name, v in m["versions"].items() if v)
    data = results.get("data") or results["points"][-1]["data"]
    return (
        f"Measured {m['at'][:10]} at {m['commit']} on {m['cores']} cores ({m['processor']}), "
        f"{m['memory'] / 1e9:.0f} GB, {m['system']}, load average {m['busy']} at the start; "
        f"Python {m['python']}, {versions}. Data: {data['rows']:,} rows of {data['forces']} forces "
        f"and {data['months']} months, {data['bytes'] / 1e9:.1f} GB of CSV, from {data['origin']}."
    )


def described(results: dict[str, Any], of: str, unit: str) -> str:
    """What the picture shows, for those who do not see it."""
    found = [
        f"{step} to the power {s:.2f}" for step, what, s in growth.slopes(results) if what == of
    ]
    return f"{unit.capitalize()} grow with the rows: {', '.join(found)}"


def picture(results: dict[str, Any], of: str, unit: str) -> str:
    """Cost against rows, as SVG."""
    return drawn(growth.nation(results), "rows", of, unit)


def drawn(points: list[dict[str, Any]], along: str, of: str, unit: str) -> str:
    """Cost against `rows` or `forces`, both on log scales, as SVG."""
    scale = {"peak": 1e9}.get(of, 1)
    size = {"rows": 1e6}.get(along, 1)
    values = [
        {"at": p["data"][along] / size, "cost": p["steps"][step][of] / scale, "step": step}
        for p in points
        for step in growth.STEPS
    ]
    title = {"rows": "million rows", "forces": "forces (2 million rows)"}[along]
    chart = (
        alt.Chart(alt.InlineData(values=values), width=560, height=320)
        .mark_line(point=True)
        .encode(
            alt.X("at:Q", title=title, scale=alt.Scale(type="log")),
            alt.Y("cost:Q", title=unit, scale=alt.Scale(type="log")),
            alt.StrokeDash("step:N", title=None),
            alt.Color("step:N", title=None),
        )
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))
