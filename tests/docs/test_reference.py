"""The reference says what the code says, and nothing is left out of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

import reference
import reference_text
from scrutiny.catalogue import load_catalogue
from scrutiny.cli import COMMANDS, app

DOCS = Path(__file__).parents[2] / "docs"
PAGES = reference.pages()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_what_the_tool_makes(page: str) -> None:
    committed = (DOCS / page).read_text("utf-8") if (DOCS / page).is_file() else ""
    assert committed == PAGES[page], "run: python tools/reference.py"


def test_the_reference_has_no_page_that_the_tool_does_not_make() -> None:
    there = {f"reference/{path.name}" for path in (DOCS / "reference").glob("*.md")}
    assert there - PAGES.keys() == set()


def test_every_measure_is_listed_once_and_leads_to_its_definition() -> None:
    listed = re.findall(r"\]\((\S+)#(\S+)\) \| `(\w+)`", PAGES["reference/measures.md"])
    assert [id for _, _, id in listed] == [m.id for m in load_catalogue().measures]
    for page, place, id in listed:
        heading = next(
            text
            for text in re.findall(r"^### .*?(?=^### |\Z)", _page(page), re.MULTILINE | re.DOTALL)
            if f"| `{id}` | |" in text
        )
        assert reference_text.anchor(heading.splitlines()[0].removeprefix("### ")) == place


def _page(name: str) -> str:
    return PAGES[f"reference/{name}"]


def test_no_two_headings_of_a_page_have_one_anchor() -> None:
    for name, text in PAGES.items():
        anchors = [reference_text.anchor(t) for t in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
        assert {a for a in anchors if anchors.count(a) > 1} == set(), name


def test_every_option_of_every_command_is_documented() -> None:
    group = typer.main.get_command(app)
    text = PAGES["reference/commands.md"]
    for name in COMMANDS:
        found = group.get_command(None, name)
        for command in getattr(found, "commands", {"": found}).values():
            title = f"## scrutiny {name}"
            if command is not found:
                title += f" {command.name}"
            section = text.split(f"{title}\n")[1].split("\n## ")[0]
            for param in command.params:
                for option in param.opts:
                    if option.startswith("--"):
                        assert re.search(rf"`{option}\b.*` \|.*\| \S", section), (title, option)


def test_words_without_a_table_and_a_table_without_words_are_refused() -> None:
    with pytest.raises(reference_text.WordsError, match="says nothing of the tables: street"):
        reference_text.same_names("tables", ["street", "loads"], ["loads"])
    with pytest.raises(reference_text.WordsError, match="tables that do not exist: streets"):
        reference_text.same_names("tables", ["loads"], ["loads", "streets"])
