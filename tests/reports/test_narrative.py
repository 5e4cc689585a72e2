"""Narrative: Markdown in which a figure is a reference, so it cannot disagree with the tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrutiny.errors import DefinitionError, InputError, ScrutinyError
from scrutiny.measures.read import Reader
from scrutiny.periods import Month
from scrutiny.reports.book import Book
from scrutiny.reports.build import build_report
from scrutiny.reports.model import Bullets, Paragraph, Section, Span
from scrutiny.reports.narrative import blocks
from scrutiny.reports.references import Scope, resolve
from scrutiny.reports.template import Template, load_template

LANCASHIRE = "E23000003"
OWN = """
id = "own"
title = "report"
to = "Panel"
oversight = "Police and crime panel"
description = "Crime."
[[section]]
id = "crime"
title = "Crime"
owner = "The head of crime"
text = "Standing words of {force}."
[[section.part]]
id = "burglary"
title = "Burglary"
owner = "The head of crime"
"""


@pytest.fixture
def scope(packaged_reader: Reader) -> Scope:
    return Scope(Book(packaged_reader), LANCASHIRE, Month(2019, 12), "crime.md")


@pytest.fixture
def template(packaged_reader: Reader, tmp_path: Path) -> Template:
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    return load_template(tmp_path / "own.toml", packaged_reader.catalogue)


def said(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("all_crime.12m.value", "146,063"),
        ("all_crime.12m.previous", "162,935"),
        ("all_crime.12m.change", "decrease (10%, -16,872) (not comparable)"),
        ("all_crime.12m.percent", "-10.4%"),
        ("all_crime.12m.period", "January to December 2019"),
        ("all_crime.quarter.value", "34,752"),
        ("all_crime.12m.value of K04000001", "5,253,592"),
        ("all_crime.12m.value from force-dashboard", "148,813"),
        ("all_crime.12m.change from force-dashboard", "decrease (8%, -12,585) (not comparable)"),
        ("burglary_all.12m.value to 2017-09", "13,063"),
        ("burglary_all.12m.value of E12000002 from home-office to 2019-12", "55,654"),
        ("  satisfaction_burglary.12m.change  ", "decrease (3 percentage points)"),
    ],
)
def test_a_reference_becomes_the_figure_it_names(scope: Scope, reference: str, text: str) -> None:
    assert said(resolve("{{" + reference + "}}", scope)) == text


def test_a_figure_in_a_sentence_keeps_the_words_around_it_and_is_traced(scope: Scope) -> None:
    spans = resolve("It fell to {{ all_crime.12m.value }} crimes.", scope)
    assert [span.text for span in spans] == ["It fell to ", "146,063", " crimes."]
    assert [span.trace is not None for span in spans] == [False, True, False]
    [trace] = scope.book.traces
    assert (trace.measure, trace.value) == ("all_crime", 146_063)


def test_a_verdict_is_that_of_the_control_chart_with_its_figure_traced(scope: Scope) -> None:
    spans = resolve("{{ all_crime.quarter.verdict }}", scope)
    assert said(spans).startswith("October to December 2019 (34,752) is within")
    assert [span.text for span in spans if span.trace] == ["34,752"]


def test_a_figure_that_does_not_exist_says_why_in_its_place(scope: Scope) -> None:
    spans = resolve("{{ knife_crime.12m.value to 2025-12 }}", scope)
    assert said(spans).startswith("not available (not supplied for January to December 2025")
    assert all(span.trace for span in spans)


@pytest.mark.parametrize(
    ("reference", "rule"),
    [
        ("all_crime", "a figure reference is"),
        ("all_crime.12m", "a figure reference is"),
        ("All crime.12m.value", "a figure reference is"),
        ("all_crime.12m.size", "the fields are value, previous, change"),
        ("all_crime.2y.value", "the windows are month, quarter, fytd, 12m, 5y"),
        ("all_crime.2y.verdict", "the windows are month, quarter, fytd, 12m, 5y"),
        ("all_crimes.12m.value", "did you mean all_crime"),
        ("all_crime.12m.value of E99", "E99"),
        ("all_crime.12m.value from nobody", "it is by: home-office"),
        ("all_crime.quarter.value to 2019-11", "does not end a financial quarter"),
        ("all_crime.12m.value to 2019-13", "YYYY-MM"),
        ("atm_attacks.12m.verdict of E23000013", "there is no series"),
    ],
)
def test_a_bad_reference_names_the_file_the_reference_and_the_rule(
    scope: Scope, reference: str, rule: str
) -> None:
    with pytest.raises(DefinitionError) as refused:
        resolve("{{ " + reference + " }}", scope)
    assert str(refused.value).startswith("crime.md: {{ " + reference + " }}: ")
    assert rule in str(refused.value)


def test_markdown_becomes_paragraphs_and_bullets(scope: Scope) -> None:
    text = "One **strong** word and *one* [link](https://www.gov.uk).\n\n- first\n- second `code`"
    paragraph, bullets = blocks(text, scope)
    assert isinstance(paragraph, Paragraph)
    assert [(s.text, s.strong, s.emphasis, s.href) for s in paragraph.spans] == [
        ("One ", False, False, None),
        ("strong", True, False, None),
        (" word and ", False, False, None),
        ("one", False, True, None),
        (" ", False, False, None),
        ("link", False, False, "https://www.gov.uk"),
        (".", False, False, None),
    ]
    assert isinstance(bullets, Bullets)
    assert [said(item) for item in bullets.items] == ["first", "second code"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Words.\n\n# A heading", "line 3: narrative cannot hold a heading"),
        ("1. numbered", "narrative cannot hold a ordered list"),
        ("> quoted", "narrative cannot hold a blockquote"),
        ("```\ncode\n```", "narrative cannot hold a fence"),
        ("Words.\n\n<b>raw</b>", "narrative cannot hold"),
        ("A ![picture](x.png)", "narrative cannot hold this"),
        ("---", "narrative cannot hold a hr"),
    ],
)
def test_what_a_template_gives_narrative_cannot_hold(scope: Scope, text: str, key: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        list(blocks(text, scope))
    assert str(refused.value).startswith("crime.md: ")
    assert key in str(refused.value)


def test_a_script_in_a_link_stays_words(scope: Scope) -> None:
    [paragraph] = blocks("[press](javascript:alert(1))", scope)
    assert isinstance(paragraph, Paragraph)
    assert all(span.href is None for span in paragraph.spans)


def test_narrative_follows_the_standing_text_of_its_section(
    packaged_reader: Reader, template: Template, tmp_path: Path
) -> None:
    folder = tmp_path / "narrative"
    folder.mkdir()
    (folder / "crime.md").write_text("Crime was {{ all_crime.12m.value }}.", encoding="utf-8")
    (folder / "burglary.md").write_text("- {{ burglary_all.12m.change }}", encoding="utf-8")
    report = build_report(packaged_reader, template, LANCASHIRE, Month(2019, 12), folder)
    (crime,) = report.sections
    own = [block for block in crime.blocks if isinstance(block, Paragraph)]
    assert [(block.number, said(block.spans)) for block in own] == [
        ("1.1", "Standing words of Lancashire."), ("1.2", "Crime was 146,063."),
    ]  # fmt: skip
    [part] = [block for block in crime.blocks if isinstance(block, Section)]
    [bullets] = part.blocks
    assert isinstance(bullets, Bullets)
    assert said(bullets.items[0]) == "decrease (10%, -1,310) (not comparable)"


def test_a_narrative_file_that_no_section_reads_is_an_error(
    packaged_reader: Reader, template: Template, tmp_path: Path
) -> None:
    (tmp_path / "robery.md").write_text("Words.", encoding="utf-8")
    with pytest.raises(ScrutinyError, match=r"robery\.md: the template own has no section of"):
        build_report(packaged_reader, template, LANCASHIRE, Month(2019, 12), tmp_path)


def test_a_bad_reference_stops_the_report_and_names_the_file(
    packaged_reader: Reader, template: Template, tmp_path: Path
) -> None:
    (tmp_path / "burglary.md").write_text("{{ burglary.12m.value }}", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"^burglary\.md: .*did you mean burglary"):
        build_report(packaged_reader, template, LANCASHIRE, Month(2019, 12), tmp_path)


def test_a_narrative_that_is_not_text_is_refused(
    packaged_reader: Reader, template: Template, tmp_path: Path
) -> None:
    (tmp_path / "crime.md").write_bytes("caf\xe9".encode("latin-1"))
    with pytest.raises(InputError, match=r"^crime\.md: is not UTF-8 text"):
        build_report(packaged_reader, template, LANCASHIRE, Month(2019, 12), tmp_path)


def test_a_folder_of_narrative_that_is_not_there_is_refused(
    packaged_reader: Reader, template: Template, tmp_path: Path
) -> None:
    with pytest.raises(ScrutinyError, match="there is no such folder of narrative"):
        build_report(packaged_reader, template, LANCASHIRE, Month(2019, 12), tmp_path / "nowhere")
