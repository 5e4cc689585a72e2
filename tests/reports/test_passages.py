"""Passages that are kept from the public, and places for tables and charts, in a narrative."""

from __future__ import annotations

from datetime import date

import pytest

from scrutiny.errors import DefinitionError
from scrutiny.measures.read import Reader
from scrutiny.periods import Month
from scrutiny.reports.build import build_report, build_section
from scrutiny.reports.model import Bullets, Callout, Chart, Document, Paragraph, Section, Table
from scrutiny.reports.passages import passages
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
blocks = [
  { kind = "forces-table", measure = "all_crime" },
  { kind = "control-chart", measure = "all_crime" },
]
[[section]]
id = "burglary"
title = "Burglary"
owner = "The head of crime"
blocks = [{ kind = "forces-table", measure = "burglary_all", id = "burglary" }]
[[section]]
id = "end"
title = "End"
text = "The end."
"""
RESTRICTED = """Open words.

::: restricted An operation is under way (review 2020-06-01)
Secret {{ robbery.12m.value }} words.

{{ table: forces-table-all-crime }}
:::

Open again."""


@pytest.fixture(scope="module")
def template(packaged_reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Template:
    file = tmp_path_factory.mktemp("template") / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    return load_template(file, packaged_reader.catalogue)


def report(reader: Reader, template: Template, text: str, *, restricted: bool = False) -> Document:
    texts = {"crime": text}
    return build_report(reader, template, LANCASHIRE, Month(2019, 12), texts, restricted=restricted)


def words(section: Section) -> list[str]:
    found = []
    for block in section.blocks:
        if isinstance(block, (Paragraph, Callout)):
            found.append("".join(span.text for span in block.spans))
        elif not isinstance(block, (Section, Bullets)):
            found.append(f"[{type(block).__name__} {block.number}]")
    return found


def test_a_passage_keeps_its_lines_and_why_it_is_restricted() -> None:
    first, secret, table, last = passages(RESTRICTED, "crime.md")
    assert (first.line, first.restriction) == (1, None)
    assert secret.text.startswith("Secret")
    assert secret.restriction is not None
    assert secret.restriction.why == "An operation is under way"
    assert secret.restriction.review == date(2020, 6, 1)
    assert (table.place, table.line) == ("forces-table-all-crime", 6)
    assert (last.restriction, last.line) == (None, 8)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("::: restricted An operation\nSecret\n:::", 1),
        ("::: restricted An operation (review 2020-02-30)\nSecret\n:::", 1),
        ("Open\n:::", 2),
        ("Open ::: restricted An operation (review 2020-06-01)\nSecret\n:::", 1),
        ("::: restricted An operation (review 2020-06-01)\nSecret", 2),
        ("::: restricted A (review 2020-06-01)\n::: restricted B (review 2020-06-01)\nS\n:::", 2),
    ],
)
def test_a_fence_that_is_not_as_it_must_be_is_refused(text: str, line: int) -> None:
    with pytest.raises(DefinitionError, match=rf"^crime\.md: line {line}: a restricted passage"):
        list(passages(text, "crime.md"))
    told: list[int] = []
    lenient = list(passages(text, "crime.md", lambda number, _: told.append(number)))
    assert told[0] == line
    assert all(p.restriction for p in lenient if "Secret" in p.text)


def test_the_public_report_has_no_sign_of_a_restricted_passage(
    packaged_reader: Reader, template: Template
) -> None:
    made = report(packaged_reader, template, RESTRICTED)
    crime = made.sections[0]
    assert words(crime)[:2] == ["Open words.", "Open again."]
    assert [b.number for b in crime.blocks if isinstance(b, Paragraph)][:2] == ["1.1", "1.2"]
    # The table that was placed in the passage is not in the report either; the next is table 1.
    assert [b.number for b in made.walk() if isinstance(b, Table)] == [1]
    assert "robbery" not in {trace.measure for trace in made.traces}
    assert "restricted" not in str(made).casefold()
    assert [t.id for t in made.traces] == [f"figure-{n + 1}" for n in range(len(made.traces))]


def test_the_restricted_report_says_what_is_restricted_and_why(
    packaged_reader: Reader, template: Template
) -> None:
    said = words(report(packaged_reader, template, RESTRICTED, restricted=True).sections[0])
    assert said[:2] == [
        "Open words.",
        "What follows is restricted: An operation is under way. To be reviewed by 1 June 2020.",
    ]
    assert said[2].startswith("Secret ")
    assert said[3:6] == ["[Table 1]", "What was restricted ends here.", "Open again."]


def test_a_chart_stands_where_the_narrative_places_it(
    packaged_reader: Reader, template: Template
) -> None:
    text = "Before.\n\n{{ chart: control-chart-all-crime }}\n\nAfter."
    crime = report(packaged_reader, template, text).sections[0]
    kinds = [type(block).__name__ for block in crime.blocks]
    assert kinds == ["Paragraph", "Paragraph", "Chart", "Paragraph", "Table"]


@pytest.mark.parametrize(
    "text", ["{{ table: nothing }}", "{{ table: forces-table-all-crime }}\n" * 2]
)
def test_a_place_for_what_the_section_has_not_is_refused(
    packaged_reader: Reader, template: Template, text: str
) -> None:
    with pytest.raises(DefinitionError, match=r"crime\.md: .* control-chart-all-crime"):
        report(packaged_reader, template, text)


def test_what_is_left_out_of_a_template_leaves_no_gap(
    packaged_reader: Reader, template: Template
) -> None:
    left = template.without({"crime"}, {("burglary", "burglary")})
    assert [(number, spec.id) for number, spec in left.numbered()] == [
        ("1", "burglary"), ("2", "end"),
    ]  # fmt: skip
    assert left.sections[0].blocks == ()


def test_who_writes_is_told_of_each_fault_with_its_line_and_sees_the_rest(
    packaged_reader: Reader, template: Template
) -> None:
    text = (
        "Good {{ all_crime.12m.value }}\nand {{ nothing.12m.value }}.\n\n# Head\n\n{{ table: no }}"
    )
    told: list[tuple[int, str]] = []
    section = build_section(
        packaged_reader, template, "crime", LANCASHIRE, Month(2019, 12), text,
        lambda line, error: told.append((line, error.rule)),
    )  # fmt: skip
    assert [line for line, _ in told] == [2, 4, 6]
    assert words(section)[:2] == ["Good 146,063 and {{ nothing.12m.value }}.", "Head"]
    assert any(isinstance(block, Chart) for block in section.blocks)
