"""Figures that were left blank: "stands at %", "a total of offences", "£ million", "xx%"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrutiny.claims.model import Block, Check, Grid, GridCell, Marks, Passage, Severity, Verdict
from scrutiny.claims.prose.sentences import place_in
from scrutiny.claims.tokens import Token, tokens_of
from scrutiny.claims.words import word_set

LONGEST = 20_000  # characters of a passage that are looked through
FEWEST_FILLED = 3  # cells of a column that show that a figure was due in the one blank
MOST_CELLS = 20_000
LONGEST_LABEL = 40
MOST_COLUMNS = 100
LONGEST_CELL, FEW_LETTERS = 80, 24  # of a cell that holds figures
RULE = "completeness.blank"
_CHANGED = {
    "increased", "decreased", "fell", "rose", "reduced", "dropped", "grew", "declined", "fallen",
    "risen", "grown", "up", "down",
}  # fmt: skip
_SIZES = {"increase", "decrease", "reduction", "rise", "fall", "drop", "total", "average", "rate"}
_TIMES = {"minutes", "seconds", "hours", "mins", "secs"}
_X = re.compile(r"[£]?\s?\b[xX]{1,6}(?:[.,][xX]{1,3}){0,2}\s?%|£\s?[xX]{1,6}\b|\b[xX]{2,6}\b")
_HOLES = re.compile(
    r"\[(?:insert|figure|number|tbc|tbd|xx?x?|add|to be (?:confirmed|added))\b[^\[\]]{0,60}\]"
    r"|<insert[^<>]{0,60}>|\{\{[^{}]{0,60}\}\}|#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!)"
    r"|\?{2,6}%?|#{2,6}%?|\[\s{0,3}[%£]?\s{0,3}\](?![(\[])|(?<=[a-z] )(?:[?…–—-]|\.{2,5})\s?%"
    r"|(?<![\w%/+-])[+–-]%(?=\s?\([-+]?\d)"
    r"|(?<=to |at |by |of )\?(?= [a-z])|\bnn%|_{3,30}(?=\s?(?:%|offences|crimes|incidents))",
    re.IGNORECASE,
)
_PUT_IN = "A figure was to be put in here."
# What a gap looks like: only a text that has one is read again, token by token.
_SUSPECT = re.compile(
    r"[a-z(,]\s*%|£\s*[a-z.,;)]|\(\s*[,)]|\btotal\s+of\s+[a-z]|\bof\s*(?:compared|per|[.;])"
    r"|\bby\s*(?:to|from|compared|offences|crimes|incidents|percent|when|since|[.,;])"
    r"|(?:ease|tion|rise|fall|drop)\s+of\s+[a-z]|\bfrom\s+to\b|\bto\s*[.,;)]|\b(?:at|to|by)\s*[.,;(]|\bper\s?cent|\bof\s+(?:each|every|a)\b"
    r"|\b(?:at|to|by)\s+(?:in|for|compared|during|from|when|since|last|which|against|and)\b"
    r"|\b(?:was|is|at|took|averaged|by|takes)\s+(?:min|sec|hour)",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\(to\s+be\s+(?:confirmed|inserted)\)\s?%?|\((?:figures?|data)\s+(?:to\s+follow|awaited)\)"
    r"|\b(?:TBC|TBD|TBA)\b|\b(?:tbc|tbd)\b(?=\s?%)"
)


def blanks(block: Block) -> list[Check]:
    """Where a figure is due and none stands."""
    return _of_passage(block) if isinstance(block, Passage) else _of_grid(block)


def _made(
    marks: Marks, text: str, start: int, end: int, why: str, verdict: Verdict, sure: float
) -> Check:
    severity: Severity = "error" if verdict is Verdict.INCONSISTENT else "warning"
    stated = text[start:end].strip()
    return Check(RULE, verdict, severity, place_in(marks, text, start, end), stated, "", why, sure)


def _of_passage(passage: Passage) -> list[Check]:
    text = passage.text[:LONGEST]
    if passage.kind == "heading":
        return []
    found = []
    taken: list[tuple[int, int]] = []
    for start, end, why, verdict, sure in _holes(text):
        if any(start < b and a < end for a, b in taken):
            continue
        taken.append((start, end))
        found.append(_made(passage.marks, passage.text, start, end, why, verdict, sure))
    return found


def _holes(text: str) -> Iterator[tuple[int, int, str, Verdict, float]]:
    wrong, caution = Verdict.INCONSISTENT, Verdict.CAUTION
    if any(mark in text for mark in "[<{#?_%"):
        for match in _HOLES.finditer(text):
            hole = match[0].startswith("?") and not match[0].endswith("%")
            yield match.start(), match.end(), _PUT_IN, caution if hole else wrong, 0.8
    if "x" in text or "X" in text:
        for match in _X.finditer(text):
            sure = "%" in match[0] or "£" in match[0]
            if sure or match[0].isupper():
                verdict = wrong if sure else caution
                yield match.start(), match.end(), _PUT_IN, verdict, 0.8 if sure else 0.5
    for match in _LATER.finditer(text):
        yield match.start(), match.end(), "A figure is still to be confirmed here.", caution, 0.6
    if _SUSPECT.search(text):
        for start, end, why in _gaps(tokens_of(text)):
            yield start, end, why, wrong, 0.85


def _gaps(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int, str]]:
    none = Token("sign", "", "", -1, -1)
    due = word_set("completeness", "due")
    counted = word_set("figures", "counted")
    for i, token in enumerate(tokens):
        before = tokens[i - 1] if i else none
        after = tokens[i + 1] if i + 1 < len(tokens) else none
        third = tokens[i + 2] if i + 2 < len(tokens) else none
        low = token.low
        if low == "%" and before.low in due and before.kind == "word":
            if after.low in word_set("completeness", "percent_words") or after.kind == "number":
                continue
            if after.low == "of" and before.low in {"of", "is", "are", "by", "over", "than"}:
                continue
            yield before.start, token.end, "The percentage is missing."
        elif low == "%" and before.low in {",", ""} and after.low in {"were", "was", "had"}:
            yield token.start, after.end, "The percentage is missing."
        elif low == "%" and before.low == "(" and after.low in {")", ","}:
            earlier = tokens[i - 2] if i > 1 else none
            if earlier.kind == "number" or (after.low == "," and third.kind == "number"):
                yield before.start, after.end, "The percentage in the brackets is missing."
        elif low == "£" and before.low in due and after.kind == "word":
            yield before.start, after.end, "The amount is missing."
        elif low == "£" and before.low in due and after.low in {".", ",", ";", ")"}:
            yield before.start, token.end, "The amount is missing."
        elif low == "(" and after.low == ")" and before.kind == "number":
            yield token.start, after.end, "Nothing stands in the brackets."
        elif low == "(" and after.low == "," and before.low != "e.g":
            yield token.start, after.end, "The first figure in the brackets is missing."
        elif low == "of" and before.low == "total" and _plural(after.low, counted):
            earlier = tokens[i - 2] if i > 1 else none
            if earlier.low == "a" and after.start - token.end <= 2:
                yield before.start, after.end, "The total is missing."
        elif low == "of" and before.low in _SIZES and _plural(after.low, counted):
            if third.low in {"compared", "on", "from", "since"}:
                yield before.start, after.end, "The size is missing."
        elif low == "by" and before.low in _CHANGED:
            late = word_set("completeness", "after_by") | {".", ",", ";"}
            if after.low in late or (third.low != "-" and _hangs(before.low, low, after)):
                yield before.start, after.end, "By how much is missing."
        elif low == "of" and before.low in _SIZES and after.low in {"compared", ".", ";", "per"}:
            yield before.start, after.end, "The size is missing."
        elif (
            low == "from"
            and after.low == "to"
            and (third.kind == "number" or third.low in {"in", "."})
        ):
            yield token.start, after.end, "The earlier figure is missing."
        elif low in {"at", "to", "by"} and _hangs(before.low, low, after):
            yield before.start, after.end, "The figure is missing."
        elif before.low in due and (low == "percent" or (low == "per" and after.low == "cent")):
            if before.low not in {"of", "with", "only", "just", "over", "is", "are"}:
                yield before.start, token.end, "The percentage is missing."
        elif low in _TIMES and before.low in {"was", "is", "at", "took", "averaged", "by", "takes"}:
            yield before.start, token.end, "How long is missing."
        elif low == "of" and before.low in _SIZES and after.low in {"each", "every", "a"}:
            if third.low in {"month", "day", "week", "year"} or after.low == "each":
                yield before.start, after.end, "The size is missing."
        elif low == "to" and _stops(before, after) and _after_from(tokens, i):
            yield token.start, after.end, "The later figure is missing."


def _hangs(before: str, low: str, after: Token) -> bool:
    """Whether "stood at", "fell to" or "rose by" is followed by what no figure begins with."""
    ends = {".", ",", ";"}
    if low == "at":
        late = {"in", "for", "compared", "against", "which", "during", "and", "when", "from"}
        return before in {"stands", "stood", "stand", "standing"} and after.low in late | ends
    late = {"in", "for", "compared", "during", "from", "when", "since", "last", "which"}
    if low == "by":
        late = {"in", "during", "last", "which", "("}
    return before in _CHANGED - {"up", "down"} and after.low in late | (
        ends if low == "to" else set()
    )


def _stops(before: Token, after: Token) -> bool:
    """Whether "to" stands between a figure and the end of what is said of it."""
    marks = {".", ";", ")", ","} if before.low == "%" else {".", ";", ")"}
    return after.low in marks and (
        before.low in {"%", "percent", "cent"} or before.kind == "number"
    )


def _plural(word: str, counted: frozenset[str]) -> bool:
    return word.endswith("s") and (word in counted or word[:-1] in counted)


def _after_from(tokens: tuple[Token, ...], i: int) -> bool:
    return any(token.low == "from" for token in tokens[max(i - 4, 0) : i])


def _of_grid(grid: Grid) -> list[Check]:
    """The one blank of a column, in a row that has figures otherwise; and placeholders."""
    found: list[Check] = []
    if sum(len(row) for row in grid.rows) > MOST_CELLS:
        return found
    shown = [[_figures(cell) for cell in row] for row in grid.rows]
    for row in grid.rows:
        for cell in row:
            if not 0 < len(cell.text) < LONGEST_LABEL:
                continue
            match = _HOLES.search(cell.text) or _X.search(cell.text)
            if match and (match[0].startswith("#") or _is_x(match[0])):
                found.append(
                    _made(
                        cell.marks, cell.text, match.start(), match.end(),
                        _PUT_IN, Verdict.INCONSISTENT, 0.8,
                    )
                )  # fmt: skip
    if any(cell.span > 1 for row in grid.rows for cell in row):
        return found
    width = min(max((len(row) for row in grid.rows), default=0), MOST_COLUMNS)
    for column in range(1, width):
        filled = [r for r, row in enumerate(shown) if column < len(row) and row[column]]
        if len(filled) < FEWEST_FILLED:
            continue
        empty = [
            r
            for r in range(filled[0], len(grid.rows))
            if column < len(grid.rows[r])
            and not grid.rows[r][column].text.strip()
            and grid.rows[r][0].text.strip()
            and any(shown[r][1:])
        ]
        if len(empty) != 1:
            continue
        (r,) = empty
        row = grid.rows[r]
        others = [c for c in range(1, len(row)) if c != column]
        if not others or not all(shown[r][c] for c in others):
            continue
        last = column == len(row) - 1 and len(others) > 3
        verdict = Verdict.CAUTION if last or len(filled) == FEWEST_FILLED else Verdict.INCONSISTENT
        cell = row[column]
        where = cell if cell.marks.lines[0] > 0 else row[0]
        label = row[0].text.strip()[:60]
        found.append(
            _made(
                where.marks, where.text, 0, len(where.text),
                f"The cell of {label!r} is blank; every other row of its column has a figure.",
                verdict, 0.6,
            )
        )  # fmt: skip
    return found


def _is_x(text: str) -> bool:
    return "%" in text or "£" in text or text.isupper()


def _figures(cell: GridCell) -> bool:
    """Whether a cell is most likely figures: it has digits, and few letters beside them."""
    text = cell.text
    if len(text) >= LONGEST_CELL or not any(c.isdigit() for c in text):
        return False
    return sum(c.isalpha() for c in text) <= FEW_LETTERS
