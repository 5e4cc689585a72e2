"""Mark-up inside a line of Markdown, taken away: what is left is what a reader sees."""

from __future__ import annotations

import html
import re

from scrutiny.claims.readers.traced import Traced

# Each alternative is bounded, and none repeats what repeats: a hostile line costs what it is long.
_MARKUP = re.compile(
    r"(?P<comment><!--.*?-->)"
    r"|(?P<note><sup>\s{0,2}\[?(?:<a[^<>]{0,200}>)?\[?\d{1,3}\]?(?:</a>)?\]?\s{0,2}</sup>|\[\^[^\[\]\s]{1,40}\]:?)"
    r"|(?P<ordinal>\s<sup>(?=\s{0,2}(?:st|nd|rd|th)\s{0,2}</sup>))"
    r"|(?P<maths>\$\s{0,2}(?P<formula>[^$\n]{0,20}[\\^][^$\n]{1,40})\$)"
    r"|(?P<break><(?:br|/p|/li|/tr|/td|/th)\s{0,3}/?>)"
    r"|(?P<tag></?[A-Za-z][^<>]{0,300}>)"
    r"|(?P<entity>&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,8});)"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<picture>!\[[^\[\]]{0,300}\]\([^()\s]{0,500}\))"
    r"|(?P<link>\[(?P<said>[^\[\]]{0,300})\]\([^()\s]{0,500}\))"
    r"|(?P<code>`{1,3})"
    r"|(?P<strong>\*{2,3}|_{2,3})"
    r"|(?P<emphasis>(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w))"
)
_SIGN_OF_MARKUP = re.compile(r"[<&\\\[`*_$]")
_COMMAND = re.compile(r"\\([A-Za-z]{1,20}) ?|\\?([%£$#&])|[{}^]")
SIGNS = {
    "pm": "±", "times": "×", "pounds": "£", "uparrow": "↑", "downarrow": "↓", "approx": "≈",
    "leq": "≤", "geq": "≥", "rightarrow": "→", "sim": "~",
}  # fmt: skip
BREAK = "\n"


def plain(line: Traced) -> Traced:
    """A line without its mark-up; a break inside it is a `BREAK`."""
    if not _SIGN_OF_MARKUP.search(line.text):
        return line
    made = Traced()
    at = 0
    for match in _MARKUP.finditer(line.text):
        made.add(line.cut(at, match.start()))
        at = match.end()
        kind = match.lastgroup
        kind = {"said": "link", "formula": "maths"}.get(kind or "", kind)
        if kind == "break":
            made.add(_at(line, match.start(), BREAK))
        elif kind == "maths":
            made.add(_maths(line.cut(match.start("formula"), match.end("formula"))))
        elif kind == "entity":
            made.add(_at(line, match.start(), html.unescape(match[0])))
        elif kind == "escape":
            made.add(line.cut(match.start() + 1, match.end()))
        elif kind == "link":
            made.add(line.cut(match.start("said"), match.end("said")))
        elif kind == "emphasis" and _is_footnote(line.text, match.start()):
            made.add(line.cut(match.start(), match.end()))
    made.add(line.cut(at))
    return made


def _maths(formula: Traced) -> Traced:
    """What a short formula shows: `\\pm 2\\%` is `± 2%`."""
    made, at = Traced(), 0
    for match in _COMMAND.finditer(formula.text):
        made.add(formula.cut(at, match.start()))
        made.add(
            _at(formula, match.start(), SIGNS.get(match[1], "") if match[1] else match[2] or "")
        )
        at = match.end()
    made.add(formula.cut(at))
    return made.stripped()


def _at(line: Traced, at: int, text: str) -> Traced:
    size = len(text)
    return Traced(text, [line.lines[at]] * size, [line.columns[at]] * size)


def _is_footnote(text: str, at: int) -> bool:
    """Whether a lone star marks a figure, as in `1428*`, rather than begin or end emphasis."""
    return text.count("*") - 2 * text.count("**") == 1 and text[at] == "*"
