"""Charts as pictures: SVG for pages, PNG for Word. The font is shipped, so every word is drawn."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache, lru_cache
from pathlib import Path

import vl_convert

from scrutiny.charts.theme import FONT
from scrutiny.errors import ScrutinyError
from scrutiny.reports.model import Chart

FONTS = Path(__file__).parent / "assets" / "fonts"
VEGA_LITE = "6.1"  # what Altair 6 writes

# Vega names the things of a picture by a counter that runs through the process.
_GENERATED_ID = re.compile(r'(\bid="|url\(#|href="#)((?:clip|gradient)[\w-]*)')
# Vega's own roles and labels would be read out piece by piece; the whole picture has one text.
_SPOKEN = re.compile(r' (?:role|class|aria-[a-z]+|pointer-events)="[^"]*"')
_FAMILY = re.compile(r'font-family="([^"]*)"')


@cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(FONTS))


@lru_cache(maxsize=256)
def _drawn(spec: str) -> str:
    """The picture of a specification given as JSON, its ids made from what it shows."""
    _register_font()
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    wrong = sorted(set(_FAMILY.findall(drawn)) - {FONT})
    if wrong:
        raise ScrutinyError(
            f"a chart asks for the font {', '.join(wrong)}, which is not shipped: its words would "
            f"not be drawn. Use {FONT}, in quotes."
        )
    mark = hashlib.sha256(spec.encode()).hexdigest()[:8]
    names: dict[str, str] = {}

    def renamed(match: re.Match[str]) -> str:
        name = names.setdefault(match[2], f"p{mark}-{len(names) + 1}")
        return match[1] + name

    return _GENERATED_ID.sub(renamed, _SPOKEN.sub("", drawn))


def svg(chart: Chart) -> str:
    """The chart as SVG: the same text for the same specification, in any process.

    A chart that asks for a font that is not shipped is a `ScrutinyError`: it would lose its words.
    """
    return _drawn(json.dumps(chart.spec, sort_keys=True, ensure_ascii=False))


def png(chart: Chart, scale: float = 2) -> bytes:
    """The chart as PNG, `scale` pixels to one of the specification."""
    return vl_convert.svg_to_png(svg(chart), scale=scale)
