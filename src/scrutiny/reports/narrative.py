"""Narrative: Markdown with figure references becomes numbered paragraphs and bullets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from scrutiny.claims.silence import is_check_note
from scrutiny.errors import DefinitionError
from scrutiny.reports.model import Bullets, Paragraph, Span, Spans
from scrutiny.reports.references import Scope, resolve

_PARSER = MarkdownIt("commonmark")
_STRUCTURE = frozenset({"paragraph_open", "paragraph_close", "list_item_open", "list_item_close",
                        "bullet_list_close"})  # fmt: skip


def blocks(text: str, scope: Scope) -> Iterator[Paragraph | Bullets]:
    """The paragraphs and bullet lists of a Markdown text, its references resolved.

    Notes to the figure checker are left out. Headings, tables, pictures and other raw HTML are a
    `DefinitionError`: the template gives a report its structure, and figures come by reference.
    Where the scope says who is told of errors, what cannot be held stands as plain words.
    """
    items: list[Spans] | None = None
    for token in _PARSER.parse(text):
        line = scope.line + (token.map[0] if token.map else 0)
        if token.type == "bullet_list_open" and items is not None:
            _refuse(scope, line, f"line {line}", "narrative cannot hold a list within a list")
        elif token.type == "bullet_list_open":
            items = []
        elif token.type == "inline":
            spans = tuple(_spans(token.children or [], replace(scope, line=line)))
            if items is None:
                yield Paragraph(spans)
            else:
                items.append(spans)
        elif token.type == "html_block" and is_check_note(token.content):
            continue
        elif token.type not in _STRUCTURE:
            kind = token.type.removesuffix("_open").replace("_", " ")
            if token.nesting >= 0:
                key = f"line {line}" if token.map else "text"
                _refuse(scope, line, key, f"narrative cannot hold a {kind}")
        if token.type == "bullet_list_close" and token.level == 0 and items is not None:
            yield Bullets(tuple(items))
            items = None


def _refuse(scope: Scope, line: int, key: str, rule: str) -> None:
    error = DefinitionError(scope.where, key, rule)
    if scope.refused is None:
        raise error
    scope.refused(line, error)


def _spans(tokens: list[Token], scope: Scope) -> Iterator[Span]:
    strong = emphasis = False
    href: str | None = None
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            strong = token.type == "strong_open"
        elif token.type in ("em_open", "em_close"):
            emphasis = token.type == "em_open"
        elif token.type == "link_open":
            href = str(token.attrGet("href"))
        elif token.type == "link_close":
            href = None
        elif token.type in ("softbreak", "hardbreak"):
            scope = replace(scope, line=scope.line + 1)
            yield Span(" ")
        elif token.type in ("text", "code_inline"):
            for span in resolve(token.content, scope):
                yield Span(
                    span.text, strong or span.strong, emphasis, span.trace, href or span.href
                )
        elif token.type != "html_inline" or not is_check_note(token.content):
            _refuse(scope, scope.line, token.type, "narrative cannot hold this")
