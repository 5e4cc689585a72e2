"""The project's own texts as HTML of the site: the glossary and the methods, each written once.

An installed package holds its copies in `web/texts` (pyproject.toml says which); a checkout has the
originals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from scrutiny.errors import ScrutinyError

WEB = Path(__file__).parents[1]
ORIGINALS = {"glossary": "GLOSSARY.md", "methods": "docs/methods.md"}

_CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "link_open": "govuk-link",
    "table_open": "govuk-table",
    "thead_open": "govuk-table__head",
    "tbody_open": "govuk-table__body",
    "tr_open": "govuk-table__row",
    "th_open": "govuk-table__header",
    "td_open": "govuk-table__cell",
}


def text(name: str) -> str:
    """The Markdown of a text; a `ScrutinyError` where neither a package nor a checkout has it."""
    places = (WEB / "texts" / f"{name}.md", WEB.parents[2] / ORIGINALS[name])
    for place in places:
        if place.is_file():
            return place.read_text(encoding="utf-8")
    raise ScrutinyError(f"the package is not whole: it lacks its text {name}.md")


def slug(title: str) -> str:
    """The anchor of a title: `Control charts` is `control-charts`."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def sections(markdown: str) -> list[tuple[str, str]]:
    """The headings of level 2 with the Markdown under each; what stands before the first has an
    empty heading, and the title of level 1 is left out."""
    tokens = _reader().parse(markdown)
    lines = markdown.splitlines()
    heads: list[tuple[str, int, int]] = [("", 0, 0)]
    for token, inside in pairwise(tokens):
        if token.type == "heading_open" and token.map:
            begins, after = token.map
            if token.tag == "h1":
                heads[0] = ("", begins, after)
            elif token.tag == "h2":
                heads.append((inside.content, begins, after))
    ends = [begins for _, begins, _ in heads[1:]] + [len(lines)]
    return [
        (title, "\n".join(lines[after:end]).strip())
        for (title, _, after), end in zip(heads, ends, strict=True)
    ]


def html(markdown: str, about: str, links: Mapping[str, str]) -> Markup:
    """HTML with the site's classes; each table in a frame of its own, named after what it is about.

    `links` says where on the site a link within the repository leads; one that leads nowhere here
    keeps its words only.
    """
    return _rendered(_framed(_reader().parse(markdown), about), links)


def line(markdown: str) -> Markup:
    """HTML of a few words, without a paragraph around them."""
    return _rendered(_reader().parseInline(markdown), {})


def words(markdown: str) -> str:
    """The words alone, on one line."""
    found = (
        part.content
        for token in _reader().parse(markdown)
        for part in (token.children or ())
        if part.type in ("text", "code_inline", "softbreak")
    )
    return " ".join("".join(each or " " for each in found).split())


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _rendered(tokens: Sequence[Token], links: Mapping[str, str]) -> Markup:
    for token in tokens:
        _dress(token)
        if token.children:
            token.children = _led(token.children, links)
    env: dict[str, Any] = {}
    return Markup(_reader().renderer.render(tokens, _reader().options, env))


def _framed(tokens: Sequence[Token], about: str) -> list[Token]:
    """The tokens with each table in a frame that scrolls by itself, and that a key can reach."""
    framed: list[Token] = []
    for token in tokens:
        if token.type == "table_open":
            number = 1 + sum(each.type == "table_open" for each in framed)
            opens = Markup('<div class="app-table" tabindex="0" role="region" aria-label="{}">\n')
            label = f"{about}: table {number}"
            framed.append(Token("html_block", "", 0, content=str(opens.format(label))))
        framed.append(token)
        if token.type == "table_close":
            framed.append(Token("html_block", "", 0, content="</div>\n"))
    return framed


def _dress(token: Token) -> None:
    if token.type in _CLASSES:
        token.attrJoin("class", _CLASSES[token.type])
    if token.type == "th_open":
        token.attrSet("scope", "col")
    if token.type in ("th_open", "td_open"):
        token.attrs.pop("style", None)  # the policy of the site lets no style stand in a page


def _led(tokens: Sequence[Token], links: Mapping[str, str]) -> list[Token]:
    """The tokens of a line, with links that lead somewhere on the site, or elsewhere in full."""
    kept: list[Token] = []
    dropped = False
    for token in tokens:
        if token.type == "link_open":
            href = str(token.attrGet("href"))
            leads = href if "://" in href else links.get(href)
            dropped = leads is None
            token.attrSet("href", leads or "")
        if dropped and token.type in ("link_open", "link_close"):
            continue
        _dress(token)
        kept.append(token)
    return kept
