"""Method: figures that are right and still say more than they can bear.

Each is a caution, except a "significant" that the stated intervals themselves contradict.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from scrutiny.claims.model import Check, Fact, Grid, Paper, Passage, Role, Severity, Unit, Verdict
from scrutiny.claims.places import Figures, place_of
from scrutiny.claims.prose.sentences import place_in
from scrutiny.claims.rules.sums import length
from scrutiny.claims.words import load, word_set

SMALL = Decimal(50)
"""Below this base a percentage is unreliable: the Crime Survey for England and Wales publishes no
estimate on fewer than 50 answers, and the catalogue calls a change of fewer than 50 cautious."""
NOTE_REACH = 2  # blocks around a figure in which a caution is looked for
LONGEST = 20_000
_SUPERLATIVE = re.compile(r"est$|\bmost\b|\bleast\b|\bhighest\b|\blowest\b")
_AMONG = re.compile(
    r"(?:\bout\s+of|\bof|\bamong|/)\s{0,3}(?:the\s+|all\s+)?(?:\d|[a-z-]{1,30}\s+forces)"
)
_SENTENCE = re.compile(r"(?<=[.?!;])\s+")


def run(
    paper: Paper, facts: Sequence[Fact], checks: Sequence[Check], figures: Figures
) -> list[Check]:
    """The cautions of method for a paper, its facts and the checks made of them."""
    said = texts_of(paper)
    return [
        *_small(said, checks, figures),
        *_unlike(paper, facts, said),
        *_significance(paper, facts, said),
        *_scales(paper),
        *_ranks(paper, facts, said),
    ]


def texts_of(paper: Paper) -> list[str]:
    """The text of each block in lower case, cut to what is looked through."""
    return [_text(block)[:LONGEST].lower() for block in paper.blocks]


def _text(block: Passage | Grid) -> str:
    if isinstance(block, Passage):
        return block.text
    return " ".join(cell.text for row in block.rows[:200] for cell in row[:40])


def near(said: Sequence[str], block: int, words: frozenset[str], reach: int = NOTE_REACH) -> bool:
    """Whether one of the phrases stands in a block or in those around it."""
    return any(
        phrase in text
        for text in said[max(block - reach, 0) : block + reach + 1]
        for phrase in words
    )


def _small(said: Sequence[str], checks: Sequence[Check], figures: Figures) -> Iterator[Check]:
    """Percentages of small numbers without a caution near them: one for each table or passage."""
    told: dict[int, list[tuple[Check, str]]] = defaultdict(list)
    for check in checks:
        if check.rule not in ("arithmetic.percent-of-counts", "arithmetic.share"):
            continue
        if check.verdict is Verdict.INCONSISTENT or check.figure is None:
            continue
        stated = figures.figures[check.figure]
        counts = [figures.figures[i] for i in map(figures.at, check.against) if i is not None]
        if stated.unit is not Unit.PERCENT or not counts:
            continue
        if any(one.unit is not Unit.COUNT or one.plus_minus for one in counts):
            continue
        base = max(counts, key=lambda q: q.value) if "share" in check.rule else counts[0]
        if base.value < SMALL and not near(said, stated.block, word_set("method", "cautions")):
            told[stated.block].append((check, base.text))
    for several in told.values():
        check, of = several[0]
        rest = len(several) - 1
        more = f" So are {rest} more here." if rest > 1 else " So is one more here." if rest else ""
        yield _caution(
            "method.small-numbers", check, f"{check.stated} is of {of}: a few more or fewer "
            f"change it much, and no caution stands near.{more}",
        )  # fmt: skip


def _caution(rule: str, like: Check, text: str) -> Check:
    return Check(
        rule, Verdict.CAUTION, "warning", like.where, like.stated, "", text, 0.6,
        like.against, like.figure,
    )  # fmt: skip


def _at(
    paper: Paper, rule: str, fact: Fact, text: str, against: Sequence[Fact] = (),
    verdict: Verdict = Verdict.CAUTION, sure: float = 0.6,
) -> Check:  # fmt: skip
    severities: dict[Verdict, Severity] = {
        Verdict.CAUTION: "warning", Verdict.INCONSISTENT: "error",
    }  # fmt: skip
    return Check(
        rule, verdict, severities.get(verdict, "none"), place_of(paper, fact.quantity),
        fact.quantity.text, "", text, sure,
        tuple(place_of(paper, one.quantity) for one in against),
    )  # fmt: skip


def _unlike(paper: Paper, facts: Sequence[Fact], said: Sequence[str]) -> Iterator[Check]:
    """Values of periods of unlike length, set against each other in one sentence."""
    for one, two in pairwise(facts):
        if {one.role, two.role} != {Role.BEFORE, Role.VALUE}:
            continue
        a, b = one.quantity, two.quantity
        if a.block != b.block or a.cell is not None or a.unit is not b.unit:
            continue
        if a.unit not in (Unit.COUNT, Unit.POUNDS) or a.per or b.per:
            continue
        x, y = length(one.period), length(two.period)
        if not x or not y or x == y:
            continue
        yield _at(
            paper, "method.unlike", two,
            f"{a.text} is of {_months(x)} and {b.text} of {_months(y)}: they cannot be compared.",
            (one,),
        )  # fmt: skip


def _months(count: int) -> str:
    return f"{count} months" if count != 1 else "one month"


def _significance(paper: Paper, facts: Sequence[Fact], said: Sequence[str]) -> Iterator[Check]:
    """Two figures with their margins, and a word for whether they differ."""
    margins = [
        fact for fact in facts
        if fact.quantity.plus_minus and fact.role is not Role.CHANGE
    ]  # fmt: skip
    for one, two in pairwise(margins):
        a, b = one.quantity, two.quantity
        if b.block - a.block > NOTE_REACH or a.unit is not b.unit:
            continue
        texts = " ".join(said[max(a.block - 1, 0) : b.block + 2])
        negative = any(word in texts for word in word_set("method", "not_significant"))
        positive = any(word in texts for word in word_set("method", "significant"))
        if not negative and not positive:
            continue
        pa, pb = a.plus_minus or Decimal(0), b.plus_minus or Decimal(0)
        gap = abs(a.value - b.value)
        together = (pa * pa + pb * pb).sqrt()
        work = f"{a.text} and {b.text} differ by {gap:f}; their margins together are {together:.1f}"
        if negative and gap > pa + pb:
            yield _at(
                paper, "method.significance", two, f"{work}, so the change is significant.", (one,),
                Verdict.INCONSISTENT, 0.7,
            )  # fmt: skip
        elif not negative and gap < together:
            bare = "statistically" in texts
            yield _at(
                paper, "method.significance", two, f"{work}, so the change is not significant.",
                (one,), Verdict.INCONSISTENT if bare else Verdict.CAUTION, 0.7,
            )  # fmt: skip
        else:
            for x, y in ((one, two), (two, one)):
                yield _at(
                    paper, "method.significance", x, f"{work}, as it says.", (y,),
                    Verdict.CONSISTENT, 0.8,
                )  # fmt: skip


def _scales(paper: Paper) -> Iterator[Check]:
    """A trend drawn across grades that are not of one scale."""
    scales = {name: frozenset(words) for name, words in load("method")["scales"].items()}
    grades = sorted(frozenset().union(*scales.values()), key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(grades) + r")\b")
    quoted = re.compile(r"[\"'‘“](?:" + "|".join(grades) + r")\b", re.IGNORECASE)
    for block in paper.blocks:
        if not isinstance(block, Passage):
            continue
        at = 0
        for sentence in _SENTENCE.split(block.text[:LONGEST]):
            start = block.text.find(sentence, at)
            at = start + len(sentence)
            low = sentence.lower()
            marked = quoted.search(sentence) or "grade" in low or "graded" in low or "judg" in low
            found = list(pattern.finditer(low))
            named = {match[0] for match in found}
            if len(named) < 2 or not marked:
                continue
            if not set(re.findall(r"[a-z]+", low)) & word_set("method", "trend"):
                continue
            if any(named <= words for words in scales.values()):
                continue
            first, last = found[0], found[-1]
            yield Check(
                "method.scale", Verdict.CAUTION, "warning",
                place_in(block.marks, block.text, start + first.start(), start + last.end()),
                sentence[first.start() : last.end()], "",
                f"{' and '.join(sorted(named))} are not grades of one scale, so a change from one "
                "to the other is not a trend.", 0.7,
            )  # fmt: skip


def _ranks(paper: Paper, facts: Sequence[Fact], said: Sequence[str]) -> Iterator[Check]:
    """A rank that does not say among how many."""
    told: set[int] = set()
    for fact in facts:
        quantity = fact.quantity
        if quantity.unit is not Unit.RANK or quantity.block in told:
            continue
        if _SUPERLATIVE.search(quantity.text.lower()):
            continue  # "the second highest" ranks within what was just told
        text = said[quantity.block]
        if isinstance(paper.blocks[quantity.block], Grid):
            text = " ".join(said[max(quantity.block - 1, 0) : quantity.block + 2])
            start = 0
        else:
            start = quantity.end
        if _AMONG.search(text[start : start + 400]):
            continue
        told.add(quantity.block)
        yield _at(paper, "method.rank", fact, f"{quantity.text} of how many is not said.")
