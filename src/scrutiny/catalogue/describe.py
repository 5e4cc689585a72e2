"""One measure's definition in words, as Markdown, for the reference and for anyone who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scrutiny.catalogue.catalogue import Catalogue
from scrutiny.catalogue.model import Better, Break, Computed, Kind, Measure
from scrutiny.catalogue.records import POPULATIONS

_BETTER = {
    Better.UP: "Higher is better.",
    Better.DOWN: "Lower is better.",
    Better.NEITHER: "Neither direction is better by itself.",
}


def describe(measure: Measure, catalogue: Catalogue) -> str:
    """A section of Markdown: a heading of level 3, why it matters, a table of facts, then breaks
    and caveats where there are any. It ends with a newline."""
    rows = "\n".join(f"| {name} | {_cell(text)} |" for name, text in facts(measure, catalogue))
    sections = [
        f"### {measure.title}",
        measure.why,
        f"| `{measure.id}` | |\n| --- | --- |\n{rows}",
        _listed("Breaks in the series", (_break(b) for b in measure.breaks)),
        _listed("Caveats", measure.caveats),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def facts(m: Measure, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Name and text of each fact of a definition. Ids and columns stand in `backticks`."""
    yield "Unit", m.unit
    yield "Better", _BETTER[m.better]
    yield "How it is made", " ".join(_made(m, catalogue))
    if m.parts:
        yield "Sum of", ", ".join(f"`{part}`" for part in m.parts)
    titles = [f"{catalogue.sources[s].title} (`{s}`)" for s in m.sources]
    yield "Source", titles[0]
    if titles[1:]:
        yield "Also given by", "; ".join(titles[1:])
    yield "Shortest period", "the exact period supplied" if m.grain == "window" else m.grain
    yield "Out after", f"{m.lag_months} month{'' if m.lag_months == 1 else 's'}"
    if m.provisional_months:
        yield "Provisional for", f"{m.provisional_months} months after the period"
    if m.starts:
        yield "Starts", m.starts.name
    if m.ends:
        yield "Ends", m.ends.name
    if m.target:
        yield "Target", m.target.text
    if m.suppress_below:
        yield "Small areas", f"counts of 1 to {m.suppress_below - 1} are not shown"
    yield "Owner", m.owner
    yield "Reviewed", m.reviewed


def _made(m: Measure, catalogue: Catalogue) -> Iterator[str]:
    for how in m.computed:
        yield _counted(how, catalogue)
    if m.ratio is not None:
        share = "per 100 of" if m.kind is Kind.PERCENT else "per 1,000"
        below = POPULATIONS.get(m.ratio.denominator, f"`{m.ratio.denominator}`")
        yield f"`{m.ratio.numerator}` {share} {below}."
    if not m.computed and m.ratio is None:
        yield "Supplied as a figure."


def _counted(how: Computed, catalogue: Catalogue) -> str:
    """The sum of records in words, offence codes with their names."""
    text = f"The sum of `{how.sum}` in the table `{how.table}`"
    for word, clauses in (("where", how.where), ("unless", how.unless)):
        for column, values in clauses.items():
            names = catalogue.codes if column == "offence_code" else {}
            listed = [f"{v} ({names[str(v)]})" if str(v) in names else str(v) for v in values]
            text += f", {word} `{column}` is {'; '.join(listed)}"
    return f"{text}."


def _break(b: Break) -> str:
    where = f" ({b.area})" if b.area else ""
    return f"{b.month.name}{where}, {b.kind}: {b.why}"


def _listed(title: str, items: Iterable[str]) -> str:
    lines = [f"- {item}" for item in items]
    return "\n".join([f"**{title}**", "", *lines]) if lines else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
