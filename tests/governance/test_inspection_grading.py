"""Proposing a grade: the rules in the words of HMIC's report of 2007, each at its boundary."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from scrutiny.catalogue.frameworks import Criterion, Factor, Framework, framework, load_scales
from scrutiny.governance.inspection.grading import Comparison, Proposal, compare, propose

AREA = "neighbourhood-policing"
FACTORS = {f"{AREA}-beacon": "met", f"{AREA}-innovation": "met"}


def with_criteria(*, significant: int = 0, fair: int = 4, good: int = 10) -> Framework:
    """The framework of 2007 with criteria for one area: f1, f2 ... of Fair, the first of them
    significant, f1 dominant too where any is; g1, g2 ... of Good."""
    of_fair = [
        Criterion(f"f{n}", AREA, "Fair", f"Fair {n}", n <= significant, n == 1 and significant > 1)
        for n in range(1, fair + 1)
    ]
    of_good = [Criterion(f"g{n}", AREA, "Good", f"Good {n}") for n in range(1, good + 1)]
    return framework("hmic-2007").with_criteria([*of_fair, *of_good])


def verdicts(fair: str, good: str = "") -> dict[str, str]:
    """Verdicts by letter, in order: `y` met, `p` partly, `n` not met, `-` not judged."""
    said = {"y": "met", "p": "partly", "n": "not-met", "-": "not-judged"}
    found = {f"f{n}": said[letter] for n, letter in enumerate(fair, 1)}
    return found | {f"g{n}": said[letter] for n, letter in enumerate(good, 1)}


def proposed(of: Framework, given: Mapping[str, str]) -> Proposal:
    return propose(of, AREA, given)


@pytest.mark.parametrize(
    ("fair", "good", "factors", "grade", "word"),
    [
        # Fair: all of the significant criteria of Fair.
        ("yynp", "nnnnnnnnnn", {}, "Fair", "Good needs all of Fair: 2 of 4"),
        ("yypp", "yyyyyyyyyy", FACTORS, "Fair", "Good needs all of Fair: 2 of 4"),
        # Below Fair, judgement decides, up to half of Fair not met even partly.
        ("ypyy", "yyyyyyyyyy", FACTORS, None, "1 of 2 are met"),
        ("pnny", "", {}, None, "0 of 2 are met"),
        # Poor: well short of a significant number of the criteria of Fair.
        ("pnnn", "", {}, "Poor", "3 of the 4 criteria of Fair are not met even partly"),
        # Good: all of Fair, and most of Good, which is more than half.
        ("yyyy", "yyyyynnnnn", {}, "Fair", "more than half"),
        ("yyyy", "yyyyyppppp", {}, "Fair", "more than half"),
        ("yyyy", "yyyyyynnnn", {}, "Good", "four in five"),
        ("yyyy", "yyyyyyynnn", FACTORS, "Good", "four in five"),
        # Excellent: the vast majority of Good, which is four in five; beacon and innovation.
        ("yyyy", "yyyyyyyynn", FACTORS, "Excellent", "beacon and innovation"),
        ("yyyy", "yyyyyyyyyy", {}, "Good", "not met here: beacon, innovation"),
        ("yyyy", "yyyyyyyyyy", {f"{AREA}-beacon": "met"}, "Good", "not met here: innovation"),
        ("yyyy", "yyyyyyyyyy", FACTORS | {f"{AREA}-beacon": "partly"}, "Good", "here: beacon"),
        # A dominant criterion that is not met may alone mean Poor; partly met, it does not.
        ("nyyy", "yyyyyyyyyy", FACTORS, "Poor", "A dominant criterion is not met: Fair 1"),
        # Nothing is proposed of what is not judged.
        ("yyy-", "yyyyyyyyyy", FACTORS, None, "1 of the 4 criteria of Fair are not judged"),
    ],
)  # fmt: skip
def test_the_report_of_2007(
    fair: str, good: str, factors: dict[str, str], grade: str | None, word: str
) -> None:
    found = proposed(with_criteria(significant=2), verdicts(fair, good) | factors)
    assert found.grade == grade
    assert word in " ".join(found.reasons)


@pytest.mark.parametrize(
    ("fair", "good", "factors", "words"),
    [
        ("nyyy", "", {}, "whether this alone means Poor"),
        ("pnnn", "", {}, "whether the force falls so far short as Poor"),
        ("ypyy", "", {}, "whether the force falls so far short as Poor"),
        ("yyyy", "yyyyyyyyyy", FACTORS, "attract consideration of Excellent"),
        ("yyyy", "yyyyyyyyyy", {}, "whether it is Excellent without"),
        ("yyyy", "yyyyyyynn-", {}, "1 of Good not judged yet, which may raise the grade"),
    ],
)
def test_it_says_where_judgement_decides(
    fair: str, good: str, factors: dict[str, str], words: str
) -> None:
    found = proposed(with_criteria(significant=2), verdicts(fair, good) | factors)
    assert words in " ".join(found.judgement)
    assert any(said.startswith("Judgement decides: ") for said in found.said)


def test_where_the_rules_settle_a_grade_nothing_is_left_to_judgement() -> None:
    found = proposed(with_criteria(significant=2), verdicts("yyyy", "yyyyyynnnn"))
    assert found.judgement == ()


def test_where_none_is_marked_significant_each_counts_as_it() -> None:
    found = proposed(with_criteria(), verdicts("yyyp"))
    assert (found.grade, found.reasons[0]) == (
        None, "Fair needs all significant criteria: 3 of 4 are met.",
    )  # fmt: skip
    found = proposed(with_criteria(), verdicts("yyyy", "nnnnnnnnnn"))
    assert "None of Fair is marked significant" in " ".join(found.reasons)


def test_what_the_report_only_refers_to_is_asked_for() -> None:
    found = propose(framework("hmic-2007"), AREA, FACTORS)
    assert (found.grade, found.reasons) == (
        None, ("The criteria of Fair are not in the source. Import them.",),
    )  # fmt: skip
    only_fair = framework("hmic-2007").with_criteria([Criterion("f1", AREA, "Fair", "Fair 1")])
    found = proposed(only_fair, verdicts("y"))
    assert found.grade == "Fair"
    assert "The criteria of Good are not in the source. Import them." in found.reasons


def test_an_ungraded_area_and_a_framework_without_a_rule_are_left_to_judgement() -> None:
    ungraded = propose(framework("hmic-2007"), "pvp-overview", {})
    assert ungraded == Proposal(None, ("This question is not graded.",), ())
    newer = framework("peel-2016")
    graded = [each for each in newer.areas if each.graded]
    assert len(graded) == 5
    for area in graded:
        given = {each.id: "met" for each in newer.criteria_of(area.id)}
        found = propose(newer, area.id, given)
        assert (found.grade, found.judgement) == (None, ("the whole grade.",))
        assert "states no rule of counting criteria" in found.reasons[0]


def test_a_factor_is_not_counted_among_the_criteria() -> None:
    extra = Criterion("novel", AREA, "Good", "New ways", factor=Factor.INNOVATION)
    of = with_criteria(good=2).with_criteria([extra])
    assert proposed(of, verdicts("yyyy", "yn")).grade == "Fair"  # one of two, not of three


@pytest.mark.parametrize(
    ("before", "grade", "then", "now", "expected"),
    [
        ("hmic-2007", "Fair", "hmic-2007", "Good", Comparison.BETTER),
        ("peel-2014", "Good", "peel-2014", "Good", Comparison.SAME),
        ("peel-2014", "Outstanding", "peel-2014", "Good", Comparison.WORSE),
        ("peel-2021", "Adequate", "peel-2021", "Requires improvement", Comparison.WORSE),
        ("hmic-2007", "Good", "peel-2014", "Good", Comparison.ANOTHER_SCALE),
        ("peel-2014", "Good", "peel-2021", "Good", Comparison.ANOTHER_SCALE),
        ("peel-2014", "Requires improvement", "peel-2021", "Good", Comparison.ANOTHER_SCALE),
    ],
)
def test_a_grade_is_better_or_worse_only_within_its_scale(
    before: str, grade: str, then: str, now: str, expected: Comparison
) -> None:
    scales = load_scales()
    assert compare(scales[before], grade, scales[then], now) is expected
