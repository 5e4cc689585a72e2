"""Templates: each slip is refused with the file, the key and the rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrutiny.catalogue import load_catalogue
from scrutiny.errors import DefinitionError
from scrutiny.reports.template import SectionSpec, load_template, packaged_template

HEAD = """
id = "own"
title = "report"
to = "Panel"
oversight = "Police and crime panel"
description = "Crime."
"""
SECTION = '[[section]]\nid = "one"\ntitle = "One"\n'


def blocks(text: str) -> str:
    return f"{SECTION}blocks = [{text}]"


def table_row(text: str) -> str:
    return blocks(f'{{ kind = "in-year-table", window = "12m", rows = [{text}] }}')


def refusal(tmp_path: Path, text: str) -> str:
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_template(file, load_catalogue())
    return str(refused.value)


@pytest.mark.parametrize(
    ("section", "key", "rule"),
    [
        ("[[section]]\ntitle = 'One'", "section", "needs the key 'id'"),
        ("[[section]]\nid = 'one'", "section one", "needs the key 'title'"),
        (SECTION, "section one", "needs a text, an owner, blocks, a part, or records"),
        (SECTION + "text = 'x'\ncolour = 'red'", "section one.colour", "is not a key"),
        (SECTION + "text = 3", "section one.text", "must be text (got 3)"),
        (SECTION + "text = 'x'\nappendix = 'yes'", "section one.appendix", "true or false"),
        (SECTION + "text = 'x'\n" + SECTION + "text = 'x'", "section one", "two sections have"),
        (SECTION + "blocks = 'sources'", "section one.blocks", "must be a list"),
        (blocks('"sources"'), "section one, block sources", "must be a table of keys"),
        (blocks("{ kind = ['sources'] }"), "section one, block", "the kinds of block are core-"),
        (blocks('{ kind = "pie-chart" }'), "section one, block", "(got 'pie-chart')"),
        (blocks('{ measure = "all_crime" }'), "section one, block", "(got None)"),
        (blocks('{ kind = "control-chart" }'), "section one, block control-chart",
         "needs the key 'measure'"),
        (blocks('{ kind = "control-chart", measure = "al_crime" }'),
         "section one, block control-chart", "no measure is called 'al_crime'"),
        (blocks('{ kind = "control-chart", measure = "all_crime", grain = "day" }'),
         "section one, block control-chart.grain", "is one of month, quarter"),
        (blocks('{ kind = "control-chart", measure = "all_crime", source = "nobody" }'),
         "section one, block control-chart", "no source is called 'nobody'"),
        (blocks('{ kind = "control-chart", measure = "all_crime", since = "2019" }'),
         "section one, block control-chart.since", "must be a whole number"),
        (blocks('{ kind = "core-table", measures = "all_crime" }'),
         "section one, block core-table.measures", "must be a list"),
        (blocks('{ kind = "core-table", measures = ["all_crime", "x"] }'),
         "section one, block core-table", "no measure is called 'x'"),
        (blocks('{ kind = "areas-table", measure = "street_crime", within = "ward" }'),
         "section one, block areas-table.within", "is one of force"),
        (blocks('{ kind = "in-year-table", rows = ["all_crime"] }'),
         "section one, block in-year-table", "needs the key 'window'"),
        (blocks('{ kind = "in-year-table", window = "2y", rows = ["all_crime"] }'),
         "section one, block in-year-table.window", "month, quarter, fytd, 12m, 5y"),
        (table_row('"x"'), "section one, block in-year-table", "no measure is called 'x'"),
        (table_row("{ label = 'x' }"), "section one, block in-year-table, row",
         "needs the key 'measure'"),
        (table_row("3"), "section one, block in-year-table, row", "must be a table of keys"),
        (table_row("{ measure = 'all_crime', sources = ['nobody'] }"),
         "section one, block in-year-table", "no source is called 'nobody'"),
        (table_row("{ measure = 'all_crime', unit = 'x' }"),
         "section one, block in-year-table, row.unit", "is not a key"),
        (SECTION + "[[section.part]]\nid = 'one'\ntitle = 'Part'\ntext = 'x'", "section one",
         "two sections have this id"),
    ],
)  # fmt: skip
def test_a_slip_is_refused_by_file_key_and_rule(
    tmp_path: Path, section: str, key: str, rule: str
) -> None:
    message = refusal(tmp_path, HEAD + section)
    assert message.startswith(f"own.toml: {key}: ")
    assert rule in message


@pytest.mark.parametrize("key", ["id", "title", "to", "oversight", "description"])
def test_a_template_needs_its_heads(tmp_path: Path, key: str) -> None:
    lines = [line for line in HEAD.splitlines() if not line.startswith(f"{key} ")]
    assert refusal(tmp_path, "\n".join(lines)) == f"own.toml: template: needs the key '{key}'"


@pytest.mark.parametrize("text", ["id = ", "id = 'a'\nid = 'b'"])
def test_what_is_not_toml_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text).startswith("own.toml: file: cannot be read as TOML")


def test_a_template_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"^none\.toml: file: "):
        load_template(tmp_path / "none.toml", load_catalogue())


def test_the_packaged_template_reports_under_every_priority_of_the_plan() -> None:
    catalogue = load_catalogue()
    template = packaged_template("strategic-scrutiny", catalogue)

    def measures(sections: tuple[SectionSpec, ...]) -> set[str]:
        found: set[str] = set()
        for section in sections:
            for block in section.blocks:
                found |= {*block.measures, *(row.measure for row in block.rows)}
                found |= {block.measure} if block.measure else set()
            found |= measures(section.parts)
        return found

    reported = {catalogue.measure(id).priority for id in measures(template.sections)}
    assert reported == {priority.id for priority in catalogue.priorities}
