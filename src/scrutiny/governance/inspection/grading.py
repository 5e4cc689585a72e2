"""How judged criteria lead to a grade: the rules that HMIC's report of 2007 states, and no others.

A proposal never decides. It says what the rules give, why, and where judgement decides; the grade
that a person then gives is kept beside it with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scrutiny.catalogue.frameworks import Criterion, Factor, Framework, Rule, Scale

MOST = Fraction(1, 2)
"""Good needs "most" of its criteria: more than this share of them. The report gives no number; most
of a list is, in its plain meaning, more than half."""

VAST_MAJORITY = Fraction(4, 5)
"""Excellent needs the "vast majority" of the criteria of Good: at least this share. The report
gives no number. It must be well above most and may leave some unmet: four in five."""

WELL_SHORT = Fraction(1, 2)
"""Poor means well short of "a significant number" of the criteria of Fair: more than this share of
them not met even partly. The report gives no number; half is where most begins. At it or below, and
below Fair, judgement decides."""


class Verdict(StrEnum):
    """Whether a criterion is met. `Judgement.Verdict` has the same values."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    NOT_JUDGED = "not-judged"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The grade that the rules give, if they give one; why; and where judgement decides."""

    grade: str | None
    reasons: tuple[str, ...]
    judgement: tuple[str, ...]

    @property
    def said(self) -> list[str]:
        """All of it in sentences, for the record."""
        return [*self.reasons, *(f"Judgement decides: {each}" for each in self.judgement)]


def propose(framework: Framework, area: str, verdicts: Mapping[str, str]) -> Proposal:
    """What the rules of a framework give for an area whose criteria were judged.

    `verdicts` are by the id of a criterion; one that is not among them is not judged.
    """
    if not framework.area(area).graded:
        return Proposal(None, ("This question is not graded.",), ())
    if framework.rule is Rule.JUDGEMENT:
        reason = f"{framework.title} states no rule of counting criteria."
        return Proposal(None, (reason,), ("the whole grade.",))
    return _counted(framework.scale, framework.criteria_of(area), verdicts)


def _counted(scale: Scale, criteria: Sequence[Criterion], verdicts: Mapping[str, str]) -> Proposal:
    best, good, fair, worst = scale.grades
    of_fair = _Count(fair, criteria, verdicts)
    of_good = _Count(good, criteria, verdicts)
    failed = [
        each for each in criteria
        if each.dominant and verdicts.get(each.id) == Verdict.NOT_MET
    ]  # fmt: skip
    if failed:
        named = "; ".join(each.text for each in failed)
        reason = f"A dominant criterion is not met: {named}"
        return Proposal(worst, (reason,), (f"whether this alone means {worst}: the risk carried.",))
    if wanting := of_fair.wanting:
        return Proposal(None, (wanting,), ())
    if of_fair.significant_met < len(of_fair.significant):
        return _below(of_fair, fair, worst)
    reasons = [f"All {len(of_fair.significant)} significant criteria of {fair} are met."]
    if not of_fair.marked:
        reasons.append(f"None of {fair} is marked significant, so each counts as significant.")
    if of_fair.met < of_fair.all:
        reasons.append(f"{good} needs all of {fair}: {of_fair.said} are met in full.")
        return Proposal(fair, tuple(reasons), ())
    if wanting := of_good.unstated:
        return Proposal(fair, (*reasons, wanting), (f"whether it is {good} or better.",))
    reasons.append(f"Of {good}, {of_good.said} are met in full.")
    open_ = of_good.not_judged
    judgement = [f"{open_} of {good} not judged yet, which may raise the grade."] if open_ else []
    if of_good.share <= MOST:
        reasons.append(f"{good} needs most of them, which is more than half.")
        return Proposal(fair, tuple(reasons), tuple(judgement))
    if of_good.share < VAST_MAJORITY:
        reasons.append(f"{best} needs the vast majority, which is four in five.")
        return Proposal(good, tuple(reasons), tuple(judgement))
    return _best(scale, criteria, verdicts, reasons, judgement)


def _below(of_fair: _Count, fair: str, worst: str) -> Proposal:
    """Between the worst grade and the acceptable one, where the report leaves most to judgement."""
    met, of = of_fair.significant_met, len(of_fair.significant)
    reasons = [f"{fair} needs all significant criteria: {met} of {of} are met."]
    judgement = (f"whether the force falls so far short as {worst}.",)
    if Fraction(of_fair.failed, of_fair.all) <= WELL_SHORT:
        return Proposal(None, tuple(reasons), judgement)
    failed = f"{of_fair.failed} of the {of_fair.all} criteria of {fair}"
    reasons.append(f"{failed} are not met even partly, which is more than half.")
    return Proposal(worst, tuple(reasons), judgement)


def _best(
    scale: Scale,
    criteria: Sequence[Criterion],
    verdicts: Mapping[str, str],
    reasons: Sequence[str],
    judgement: Sequence[str],
) -> Proposal:
    """The best grade, which two factors attract; whether they do is for a person to say."""
    best, good = scale.grades[:2]
    met = {e.factor for e in criteria if e.factor and verdicts.get(e.id) == Verdict.MET}
    missing = [factor.value for factor in Factor if factor not in met]
    if missing:
        reason = f"{best} looks for beacon and innovation; not met here: {', '.join(missing)}."
        return Proposal(good, (*reasons, reason), (*judgement, f"whether it is {best} without."))
    reason = "The vast majority is met (four in five), and so are beacon and innovation."
    attract = f"the two factors attract consideration of {best}, and do not settle it."
    return Proposal(best, (*reasons, reason), (*judgement, attract))


class _Count:
    """How many criteria of one grade are met. Factors are not among them."""

    def __init__(
        self, level: str, criteria: Sequence[Criterion], verdicts: Mapping[str, str]
    ) -> None:
        mine = [each for each in criteria if each.level == level and each.factor is None]
        self.level = level
        self.verdicts = {each.id: verdicts.get(each.id, Verdict.NOT_JUDGED) for each in mine}
        self.all = len(mine)
        self.met = self._of(mine, Verdict.MET)
        self.failed = self._of(mine, Verdict.NOT_MET)
        self.not_judged = self._of(mine, Verdict.NOT_JUDGED)
        self.lacks = not mine or any(not each.stated for each in mine)
        self.marked = [each for each in mine if each.significant]
        self.significant = self.marked or mine
        self.significant_met = self._of(self.significant, Verdict.MET)

    def _of(self, criteria: Sequence[Criterion], verdict: Verdict) -> int:
        return sum(self.verdicts[each.id] == verdict for each in criteria)

    @property
    def unstated(self) -> str:
        """That its words are not there to be judged; empty when they are."""
        return f"The criteria of {self.level} are not in the source. Import them." * self.lacks

    @property
    def wanting(self) -> str:
        """What is missing before anything can be proposed; empty when nothing is."""
        left = f"{self.not_judged} of the {self.all} criteria of {self.level} are not judged yet."
        return self.unstated or left * bool(self.not_judged)

    @property
    def share(self) -> Fraction:
        return Fraction(self.met, self.all)

    @property
    def said(self) -> str:
        return f"{self.met} of {self.all} criteria"


class Comparison(StrEnum):
    """A grade against an earlier one."""

    BETTER = "better"
    SAME = "the same"
    WORSE = "worse"
    ANOTHER_SCALE = "not comparable: another scale"


def compare(scale_before: Scale, before: str, scale: Scale, now: str) -> Comparison:
    """How a grade stands to an earlier one; grades of two scales are never compared."""
    if scale_before.id != scale.id:
        return Comparison.ANOTHER_SCALE
    rise = scale.grades.index(before) - scale.grades.index(now)
    return Comparison.BETTER if rise > 0 else Comparison.WORSE if rise < 0 else Comparison.SAME
