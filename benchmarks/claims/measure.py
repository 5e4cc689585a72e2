"""Counting: which slips were told, what was accused wrongly, and how much was held to something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.claims.corpus import Made, Placed
from benchmarks.claims.sentences import Slip
from scrutiny.claims.model import Check, Place, Verdict

# A slip is told by "inconsistent"; these kinds, which another reading may save, by a caution too.
SOFT = {"points called percent", "blank"}
TOLD = {Verdict.INCONSISTENT}
TOLD_SOFTLY = TOLD | {Verdict.CAUTION}
BLANK_TOLD = TOLD_SOFTLY | {Verdict.NOT_CHECKABLE}
HELD_TO_SOMETHING = {
    Verdict.CONSISTENT, Verdict.WITHIN_ROUNDING, Verdict.INCONSISTENT, Verdict.CAUTION,
}  # fmt: skip


@dataclass
class Counts:
    """Of many papers. `kinds` counts slips made and told by kind, `rules` the checks that said
    inconsistent by rule, right and wrong; `wordings` what happened to each wording."""

    figures: int = 0
    slips: int = 0
    told: int = 0
    exactly: int = 0  # at the very figure
    checkable: int = 0
    checked: int = 0
    named: int = 0  # checked, or named by the check of another figure
    accused: int = 0
    wrongly: int = 0
    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    rules: dict[str, Counter[str]] = field(default_factory=dict)
    wordings: dict[str, Counter[str]] = field(default_factory=dict)
    missed: list[dict[str, str]] = field(default_factory=list)

    def add(self, made: Made, checks: Sequence[Check]) -> None:
        """One paper of Markdown, and what a checker said of it."""
        at = _by_place(made.figures)
        hits: dict[int, list[tuple[Check, Placed | None]]] = {}
        lines = _lines_of(made)
        for check in checks:
            figure = _figure_at(at, check.where)
            number = figure.statement if figure else lines.get(check.where.line)
            if number is not None:
                hits.setdefault(number, []).append((check, figure))
        self.figures += len(made.figures)
        for number, _ in enumerate(made.statements):
            self._statement(made, number, hits.get(number, []), at)

    def _statement(
        self,
        made: Made,
        number: int,
        hits: list[tuple[Check, Placed | None]],
        at: dict[int, list[Placed]],
    ) -> None:
        one = made.statements[number]
        of = self.wordings.setdefault(one.of, Counter())
        figures = [placed for placed in made.figures if placed.statement == number]
        checkable = {(p.line, p.start) for p in figures if p.slot.checkable}
        held = {
            (figure.line, figure.start)
            for check, figure in hits
            if figure is not None and check.verdict in HELD_TO_SOMETHING
        }
        named = {
            (figure.line, figure.start)
            for check, _ in hits
            if check.verdict in HELD_TO_SOMETHING
            for place in check.against
            if (figure := _figure_at(at, place)) is not None
        }
        self.checkable += len(checkable)
        self.checked += len(checkable & held)
        self.named += len(checkable & (held | named))
        of["checkable"] += len(checkable)
        of["checked"] += len(checkable & held)
        if one.slip is None:
            bad = [check for check, _ in hits if check.verdict is Verdict.INCONSISTENT]
            self._accused(bad, one.of, "wrong")
            for check in bad:
                self._note("accused", one.of, one.text, check)
            return
        near = [(check, figure) for check, figure in hits if _tells(check, figure, one.slip)]
        kind = self.kinds.setdefault(one.slip.kind, Counter())
        kind["made"] += 1
        of["slips"] += 1
        self.slips += 1
        if one.kind == "twice":  # the pair is one slip with two ends
            self._pair(made, number, bool(near), kind)
        if near:
            self.told += 1
            kind["told"] += 1
            of["told"] += 1
            if any(f is not None and f.slot.text == one.slip.stated for _, f in near):
                self.exactly += 1
        else:
            self._note("missed", one.of, one.text, None, one.slip.kind)
        far = [check for check, figure in hits if check.verdict is Verdict.INCONSISTENT
               and (check, figure) not in near]  # fmt: skip
        self._accused([check for check, _ in near if check.verdict is Verdict.INCONSISTENT],
                      one.of, "right")  # fmt: skip
        self._accused(far, one.of, "wrong")

    def _pair(self, made: Made, number: int, told: bool, kind: Counter[str]) -> None:
        """Counts the two ends of a stale figure as one slip, told when either end is."""
        slip = made.statements[number].slip
        ends = [i for i, one in enumerate(made.statements) if one.slip is slip]
        seen = self._ends.setdefault((id(made), min(ends)), [])
        seen.append(told)
        if len(seen) == 2:
            kind["made"] -= 1
            self.slips -= 1
            if all(seen):
                kind["told"] -= 1
                self.told -= 1

    _ends: dict[tuple[int, int], list[bool]] = field(default_factory=dict)

    def _accused(self, checks: Iterable[Check], of: str, how: str) -> None:
        for check in checks:
            self.accused += 1
            self.wrongly += how == "wrong"
            self.rules.setdefault(check.rule, Counter())[how] += 1
            self.wordings[of][how] += 1

    def _note(
        self, what: str, of: str, text: str, check: Check | None, kind: str = ""
    ) -> None:  # fmt: skip
        self.missed.append({
            "what": what, "of": of, "slip": kind, "text": text,
            "said": f"{check.rule}: {check.where.text}: {check.explanation}" if check else "",
        })  # fmt: skip

    def results(self) -> dict[str, Any]:
        """The measures by name: shares between 0 and 1."""
        right = self.accused - self.wrongly
        return {
            "figures": self.figures,
            "slips": self.slips,
            "recall": _share(self.told, self.slips),
            "at the very figure": _share(self.exactly, self.told),
            "precision": _share(right, self.accused),
            "false inconsistents per 100 figures": 100 * (_share(self.wrongly, self.figures) or 0),
            "checkable": self.checkable,
            "checked": _share(self.checked, self.checkable),
            "checked or named": _share(self.named, self.checkable),
            "kinds": {k: {"made": c["made"], "recall": _share(c["told"], c["made"])}
                      for k, c in sorted(self.kinds.items())},
            "rules": {k: {"said": c.total(), "precision": _share(c["right"], c.total())}
                      for k, c in sorted(self.rules.items())},
        }  # fmt: skip


def _tells(check: Check, figure: Placed | None, slip: Slip) -> bool:
    """Whether a check says of a slip what may be said of it, at a figure that shows it."""
    if slip.kind == "blank":
        return check.verdict in BLANK_TOLD and check.rule.startswith("completeness")
    if figure is not None and slip.at and figure.slot.name not in slip.at:
        return False
    softly = slip.kind in SOFT and check.rule.startswith("arithmetic")
    return check.verdict in (TOLD_SOFTLY if softly else TOLD)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _by_place(figures: Sequence[Placed]) -> dict[int, list[Placed]]:
    found: dict[int, list[Placed]] = {}
    for one in figures:
        found.setdefault(one.line, []).append(one)
    return found


def _figure_at(at: dict[int, list[Placed]], place: Place) -> Placed | None:
    """The made figure that a place is of: the one that it overlaps most."""
    best, most = None, 0
    for one in at.get(place.line, []):
        overlap = min(one.end, place.end) - max(one.start, place.start)
        if overlap > most:
            best, most = one, overlap
    return best


def _lines_of(made: Made) -> dict[int, int]:
    """Which statement each line of a paper is of."""
    found: dict[int, int] = {}
    line = 1
    rest = made.text.split("\n")
    for number, one in enumerate(made.statements):
        said = one.text.rstrip("\n").split("\n")
        while line <= len(rest) and rest[line - 1] != said[0]:
            line += 1
        for i in range(len(said)):
            found[line + i] = number
        line += len(said)
    return found


Checker = Callable[[str], Sequence[Check]]


def count(papers: Iterable[Made], checker: Checker) -> Counts:
    """All of a corpus through one checker."""
    counts = Counts()
    for made in papers:
        counts.add(made, checker(made.text))
    return counts
