"""Tables, pictures and appendices that the text promises and that are not there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrutiny.claims.model import Check, Grid, Paper, Passage, Severity, Verdict
from scrutiny.claims.prose.sentences import place_in
from scrutiny.claims.words import word_set

REACH = 8  # blocks before or after, in which what stands "below" or "above" is looked for
LONGEST = 20_000
SHORT_LINE, FEWEST_LINES = 90, 3  # characters of a line that may be a row, and how many of them
RULE = "completeness.missing-figure"
_KINDS = "table|graph|chart|diagram|infographic|map|graphic"
_BELOW = re.compile(
    rf"\b(?:the|see|following|attached)\s+(?:\w+\s+){{0,2}}?"
    rf"(?P<kind>{_KINDS})s?\s+(?P<where>below|above|overleaf)\b"
    rf"|\b(?:the\s+following|following|below)\s+(?P<kind2>{_KINDS})s?\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?P<kind>Figure|Fig|Table|Chart|Graph|Appendix|Annex)\.?\s+(?P<number>[0-9]{1,3}|[A-Z])\b"
    r"(?P<after>\s+(?:of|in|to)\s+(?:the\s+)?\w+)?"
)
_CAPTION = re.compile(
    r"\W{0,6}(?P<kind>figure|fig|table|chart|graph|appendix|annex)\.?\s+(?P<number>[0-9]{1,3}|[a-z])\b",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"[^.?!]{0,60}\b(?:could\s+not|cannot|no\s+longer|not\s+(?:yet\s+)?(?:be\s+)?"
    r"(?:made|drawn|shown|supplied|available|included|produced|provided)|omitted|withdrawn|removed)\b",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"!\[|<img\b|<svg\b|<figure\b|<canvas\b", re.IGNORECASE)


def promised(paper: Paper) -> list[Check]:
    """What is said to be there, and is not."""
    found: list[Check] = []
    pictures = [i for i, line in enumerate(paper.lines, 1) if _PICTURE.search(line[:5000])]
    captions = _captions(paper)
    told: set[tuple[str, str]] = set()
    for number, block in enumerate(paper.blocks):
        if not isinstance(block, Passage):
            continue
        text = block.text[:LONGEST]
        for match in _BELOW.finditer(text):
            check = _near(paper, number, block, match, pictures)
            if check is not None:
                found.append(check)
        for match in _NUMBERED.finditer(text):
            kind, label = _kind(match["kind"]), match["number"].lower()
            if (kind, label) in told or (kind, label) in captions or match.start() == 0:
                continue
            if _elsewhere(match["after"]) or _elsewhere(text[match.end() : match.end() + 30]):
                continue
            if _ABSENT.match(text, match.end()):
                continue  # the paper says itself that it is not there
            told.add((kind, label))
            found.append(_unnumbered(paper, block, match, captions, kind))
    return found


def _kind(word: str) -> str:
    low = word.lower()
    if low in ("appendix", "annex"):
        return "appendix"
    return "table" if low == "table" else "picture"


def _captions(paper: Paper) -> set[tuple[str, str]]:
    """The numbered tables, pictures and appendices that are there."""
    found: set[tuple[str, str]] = set()
    for block in paper.blocks:
        texts: list[str] = []
        if isinstance(block, Passage):
            if len(block.text) < 300 or block.kind in ("heading", "caption"):
                texts = [block.text[:300]]
        else:
            texts = [
                block.caption[:300],
                *(cell.text[:300] for row in block.rows[:2] for cell in row),
            ]
        for text in texts:
            match = _CAPTION.match(text)
            if match:
                found.add((_kind(match["kind"]), match["number"].lower()))
    return found


def _elsewhere(text: str | None) -> bool:
    words = set(re.findall(r"[a-z]+", (text or "").lower()))
    return bool(words & word_set("completeness", "elsewhere"))


def _near(
    paper: Paper, number: int, block: Passage, match: re.Match[str], pictures: Sequence[int]
) -> Check | None:
    kind = (match["kind"] or match["kind2"]).lower()
    above = (match["where"] or "").lower() == "above"
    low, high = (number - REACH, number) if above else (number + 1, number + 1 + REACH)
    near = paper.blocks[max(low, 0) : max(high, 0)]
    if any(isinstance(one, Grid) for one in near):
        return None  # a table; of a graph, the figures that were drawn
    if _listed(near[: REACH // 2]):
        return None
    if kind == "table":
        tables = any(isinstance(one, Grid) for one in paper.blocks)
        sure = paper.form in ("markdown", "html", "docx") and tables
        verdict = Verdict.INCONSISTENT if sure else Verdict.CAUTION
        return _check(
            block, match, verdict, f"No table stands {'above' if above else 'below'}.", 0.7
        )
    line = block.marks.lines[-1]
    lines = _lines(near) or (line - 3 * REACH, line + 3 * REACH)
    if any(min(lines[0], line) <= one <= max(lines[1], line) + REACH for one in pictures):
        return None
    if not pictures:
        return _check(
            block,
            match,
            Verdict.NOT_CHECKABLE,
            f"This copy holds no pictures, so the {kind} cannot be looked for.",
            0.5,
        )
    return _check(block, match, Verdict.CAUTION, f"No {kind} stands near.", 0.6)


def _listed(blocks: Sequence[Passage | Grid]) -> bool:
    """Whether the next blocks are a list, or the lines of a table that lost its columns."""
    passages = [one for one in blocks if isinstance(one, Passage)]
    if any(len(set(one.marks.lines)) > FEWEST_LINES and _narrow(one) for one in passages):
        return True
    short = [
        one
        for one in passages
        if (one.kind == "item" or (one.kind != "heading" and len(one.text) < SHORT_LINE))
    ]
    return len(short) >= FEWEST_LINES


def _narrow(passage: Passage) -> bool:
    return len(passage.text) < SHORT_LINE * len(set(passage.marks.lines)) * 2 / 3


def _lines(blocks: Sequence[Passage | Grid]) -> tuple[int, int] | None:
    found = [one.marks.lines for one in blocks if isinstance(one, Passage)]
    return (found[0][0], found[-1][-1]) if found else None


def _unnumbered(
    paper: Paper, block: Passage, match: re.Match[str], captions: set[tuple[str, str]], kind: str
) -> Check:
    others = sorted(number for other, number in captions if other == kind)
    name = match[0][: len(match[0]) - len(match["after"] or "")].strip()
    like = [one for one in others if one.isdigit() == match["number"].isdigit()]
    if like and paper.form != "pdf":
        text = f"There is no {name} in the paper; there is {', '.join(like[:6])}."
        return _check(
            block, match, Verdict.INCONSISTENT if len(like) > 1 else Verdict.CAUTION, text, 0.7
        )
    return _check(
        block, match, Verdict.NOT_CHECKABLE, f"{name} is not in the paper; it may stand apart.", 0.4
    )


def _check(block: Passage, match: re.Match[str], verdict: Verdict, text: str, sure: float) -> Check:
    severity: Severity = (
        "error"
        if verdict is Verdict.INCONSISTENT
        else "warning"
        if verdict is Verdict.CAUTION
        else "note"
    )
    place = place_in(block.marks, block.text, match.start(), match.end())
    return Check(RULE, verdict, severity, place, match[0], "", text, sure)
