"""Writes docs/reference and docs/paper-slips.md from what they describe.

    python tools/reference.py           writes every page again
    python tools/reference.py --check   says which pages differ, and exits 1 if any does

What the code does not say by itself (what a table or a column is for) stands in reference.toml,
beside this file. A table or column without words, or words without a table or column, stops it.
"""

from __future__ import annotations

import csv
import sys
import tomllib
from pathlib import Path

from reference_interfaces import commands, file_formats, tables
from reference_text import WordsError, anchor, markdown_table, page_text
from scrutiny.catalogue import Catalogue, load_catalogue
from scrutiny.catalogue.describe import describe
from scrutiny.catalogue.model import Break, Measure

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SLIPS = ROOT / "tests" / "analysis" / "golden" / "paper_slips_2020.csv"
MADE = "<!-- Made by tools/reference.py. Change what it describes, then run it again. -->"
_EVERYWHERE = "Every area"


def pages() -> dict[str, str]:
    """Every page by its path below docs, as it should be."""
    words = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    catalogue = load_catalogue()
    made = {
        "reference/measures.md": _measures(catalogue),
        "reference/sources.md": _sources(catalogue),
        "reference/offence-sets.md": _offence_sets(catalogue),
        "reference/breaks.md": _breaks(catalogue),
        "reference/file-formats.md": file_formats(words["files"]),
        "reference/tables.md": tables(words["tables"]),
        "reference/commands.md": commands(),
        "paper-slips.md": _slips(words["slips"]["about"]),
    }
    for priority in catalogue.priorities:
        measures = catalogue.for_priority(priority.id)
        parts = [f"# {priority.title}", priority.why, *(describe(m, catalogue) for m in measures)]
        made[f"reference/{_page(priority.id)}"] = page_text(parts)
    return {path: f"{MADE}\n\n{text}" for path, text in made.items()}


def _page(priority: str) -> str:
    return f"measures-{priority.replace('_', '-')}.md"


# The catalogue


def _measures(catalogue: Catalogue) -> str:
    parts = [
        "# Measures",
        f"The catalogue defines {len(catalogue.measures)} measures. Each reports under one "
        "priority of the plan. A name leads to its definition: why it matters, who owns it, how "
        "it is made, and what to beware of.",
    ]
    for priority in catalogue.priorities:
        rows = [
            (f"[{m.title}]({_page(priority.id)}#{anchor(m.title)})", f"`{m.id}`", m.unit, m.better)
            for m in catalogue.for_priority(priority.id)
        ]
        parts += [f"## {priority.title}", priority.why]
        parts.append(markdown_table(("measure", "id", "unit", "better"), rows))
    return page_text(parts)


def _sources(catalogue: Catalogue) -> str:
    rows = []
    for source in catalogue.sources.values():
        lag = f"{source.lag_months} month{'' if source.lag_months == 1 else 's'}"
        grain = "the exact period" if source.grain == "window" else source.grain
        rows.append((f"`{source.id}`", source.title, source.publisher, grain, lag, source.released))
    return page_text(
        [
            "# Sources",
            "Who says so. Every figure carries its source. Two sources may give the same measure: "
            "they stand side by side and are never blended. All are under the "
            f"{_one({s.licence for s in catalogue.sources.values()})} licence.",
            markdown_table(
                ("id", "source", "publisher", "shortest period", "lag", "comes out"), rows
            ),
        ]
    )


def _one(values: set[str]) -> str:
    if len(values) != 1:
        raise WordsError(f"sources have several licences ({', '.join(sorted(values))}): list them")
    return values.pop()


def _offence_sets(catalogue: Catalogue) -> str:
    parts = [
        "# Offence sets",
        "Measures of recorded crime are made of Home Office offence codes. Names and groups of "
        "offences change from release to release; codes keep their meaning. A definition names a "
        "set with `@`, such as `@robbery`.",
    ]
    for offences in catalogue.offence_sets.values():
        named = [f"`{code}` {catalogue.codes[code]}" for code in offences.codes]
        parts += [f"## {offences.title}", f"`@{offences.id}`", "\n".join(f"- {n}" for n in named)]
    return page_text(parts)


def _breaks(catalogue: Catalogue) -> str:
    from scrutiny.areas import load_areas

    areas = load_areas()
    found: dict[Break, list[Measure]] = {}
    for measure in catalogue.measures:
        for broken in measure.breaks:
            found.setdefault(broken, []).append(measure)
    parts = [
        "# Breaks in series",
        "Where a series is not made as it was before. A change across a reclassification, or "
        "across a change in recording, is **not comparable**: its figures and words stay, with "
        "the reason. An event, such as a lockdown, is drawn on charts; the change stands, with a "
        "caveat.",
    ]
    for broken in sorted(found, key=lambda b: (b.month, b.id)):
        until = f" to {broken.until.name}" if broken.until else ""
        where = areas.get(broken.area).name if broken.area else _EVERYWHERE
        touched = found[broken]
        names = (
            f"All {len(touched)} measures"
            if len(touched) == len(catalogue.measures)
            else ", ".join(f"`{m.id}`" for m in touched)
        )
        parts += [
            f"## {broken.month.name}{until}: {broken.id.replace('_', ' ')}",
            broken.why,
            f"- Kind: {broken.kind}\n- Where: {where}\n- Touches: {names}",
        ]
    return page_text(parts)


# The paper


def _slips(about: str) -> str:
    with SLIPS.open(encoding="utf-8", newline="") as file:
        slips = list(csv.DictReader(file))
    parts = ["# Slips in the figures of the 2020 paper", about]
    for where in dict.fromkeys(slip["where"] for slip in slips):
        rows = [
            (f"`{s['measure']}`", s["printed"], s["should_be"] or "not known", s["why"])
            for s in slips
            if s["where"] == where
        ]
        parts += [f"## {where}", markdown_table(("measure", "printed", "should be", "why"), rows)]
    return page_text(parts)


def main() -> None:
    made = pages()
    stale = [p for p, t in made.items() if not _is(DOCS / p, t)]
    known = {DOCS / path for path in made}
    old = [p for p in (DOCS / "reference").glob("*.md") if p not in known]
    if "--check" in sys.argv[1:]:
        for page in [*stale, *(p.name for p in old)]:
            print(f"docs: {page} is not what tools/reference.py makes")  # noqa: T201
        sys.exit(1 if stale or old else 0)
    for path in old:
        path.unlink()
    for page in stale:
        (DOCS / page).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / page).write_text(made[page], "utf-8")
    print(f"{len(stale)} of {len(made)} pages written again")  # noqa: T201


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


if __name__ == "__main__":
    main()
