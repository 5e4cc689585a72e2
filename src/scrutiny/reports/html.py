"""The report as one web page that asks nothing of the network: styles, font and charts inside."""

from __future__ import annotations

import base64
import re
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scrutiny.reports import pictures, tracing
from scrutiny.reports.model import Block, Chart, Document, Row, Section, Table

ASSETS = Path(__file__).parent / "assets"
_FACES = ((400, "SourceSans3-Regular"), (600, "SourceSans3-Semibold"))
_LINKS = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_OPENING = re.compile(r"<svg\b[^>]*?(viewBox=\"[^\"]*\")[^>]*>")


def _font_faces() -> str:
    """The font's rules with the font inside them, so that charts measure as they were drawn."""
    rules = []
    for weight, name in _FACES:
        data = base64.b64encode((pictures.FONTS / f"{name}.ttf.woff2").read_bytes()).decode()
        rules.append(
            "@font-face{font-family:'Source Sans 3';font-display:swap;font-style:normal;"
            f"font-weight:{weight};src:url(data:font/woff2;base64,{data}) format('woff2')}}"
        )
    return "".join(rules)


def _picture(chart: Chart) -> Markup:
    """The chart as inline SVG that is one image with one text to whoever listens to the page."""
    title = f"{chart.id}-alt"
    drawn = pictures.svg(chart)
    opening = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" {} width="{}" height="{}" role="img" '
        'aria-labelledby="{}"><title id="{}">{}</title>'
    ).format(
        Markup(_viewbox(drawn)),
        chart.width,
        chart.height,
        title,
        title,
        chart.alt,
    )
    return opening + Markup(_OPENING.sub("", drawn, count=1))


def _viewbox(drawn: str) -> str:
    found = _OPENING.match(drawn)
    assert found is not None, "vl-convert gives an SVG with a viewBox"
    return found[1]


def _bodies(table: Table) -> list[tuple[Row | None, list[Row]]]:
    """The rows under each group row; None heads those before the first."""
    bodies: list[tuple[Row | None, list[Row]]] = []
    for is_group, rows in groupby(table.rows, key=lambda row: row.group):
        if is_group:
            bodies += [(row, []) for row in rows]
        elif bodies:
            bodies[-1][1].extend(rows)
        else:
            bodies.append((None, list(rows)))
    return bodies


def _kind(block: Block | Section) -> str:
    return type(block).__name__.lower()


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    helpers: dict[str, Any] = {
        "kind": _kind,
        "subsections": lambda s: [block for block in s.blocks if isinstance(block, Section)],
        "picture": _picture,
        "bodies": _bodies,
        "tone_words": tracing.tone_words,
        "figure_words": tracing.figure_words,
        "day": tracing.day,
        "safe": lambda href: bool(_LINKS.match(href)),
        "short_hash": tracing.SHORT_HASH,
        "where_title": tracing.WHERE_TITLE,
        "where_text": tracing.WHERE_TEXT,
    }
    environment.globals.update(helpers)
    return environment


def html_text(document: Document) -> str:
    """The page as text. All that the document says is escaped; only http, mailto and inner links
    are links."""
    style = _font_faces() + (ASSETS / "report.css").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template("report.html.jinja")
        .render(
            document=document,
            style=Markup(style),
            traced=tracing.traced_measures(document),
            known={trace.id for trace in document.traces},
        )
    )


def render_html(document: Document, out: Path) -> None:
    """Write the report to `out` as one UTF-8 page: the same bytes for the same document."""
    out.write_text(html_text(document), encoding="utf-8", newline="\n")
