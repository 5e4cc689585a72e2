"""What the pages show is what happens: every command of every page is run on the real data."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.docs import pages

DOCS = pages.ROOT / "docs"
CHECKER = DOCS / "figure-checker"
WRITTEN = sorted(p for p in DOCS.rglob("*.md") if "reference" not in p.parts)
RUN = [p.relative_to(DOCS).as_posix() for p in WRITTEN if list(pages.steps(p.read_text("utf-8")))]


@pytest.fixture
def here(packaged_workspace: Path, tmp_path: Path) -> Path:
    """A folder as a page finds it: the workspace that `make demo` makes, and the checkout's src."""
    folder = tmp_path / "here"
    shutil.copytree(packaged_workspace, folder / "demo" / "workspace")
    (folder / "src").symlink_to(pages.ROOT / "src")
    return folder


@pytest.mark.parametrize("page", RUN)
def test_the_commands_of_a_page_do_what_it_shows(page: str, here: Path) -> None:
    wrong = []
    for step in pages.steps((DOCS / page).read_text("utf-8")):
        if step.file is not None:
            (here / step.file).parent.mkdir(parents=True, exist_ok=True)
            (here / step.file).write_text(step.text, "utf-8")
            continue
        got = pages.run(step.command, here)
        if not pages.shows(step.text, got):
            wrong.append(f"docs/{page}, line {step.line}: {step.command}\n{got}")
    assert not wrong, "\n".join(wrong)


def test_the_tutorial_and_the_guides_are_among_the_pages_that_are_run() -> None:
    assert {"tutorial.md", "methods.md", "how-to/bring-your-own-measures.md"} <= set(RUN)


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        ("one\ntwo\n", "one\ntwo\n", True),
        ("one\n", "one\ntwo\n", False),
        ("...\ntwo\n", "one\nmore\ntwo\n", True),
        ("one\n...\n", "one\n", True),
        ("loaded ... today\n", "loaded 3 rows today\n", True),
        ("loaded 4 rows\n", "loaded 3 rows\n", False),
        ("", "", True),
        ("", "something\n", False),
    ],
)
def test_shown_output_is_compared_line_by_line(expected: str, got: str, same: bool) -> None:
    assert pages.shows(expected, got) is same


def test_every_page_is_reached_from_the_index() -> None:
    linked = {
        (index.parent / target.split("#")[0]).relative_to(DOCS).as_posix()
        for index in (DOCS / "index.md", CHECKER / "index.md", CHECKER / "rules.md")
        for target in re.findall(r"\]\(([^):]+)\)", index.read_text("utf-8"))
        if ".." not in target
    }
    there = {p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md")} - {"index.md"}
    deep = {p for p in there if p.startswith("reference/measures-")}
    assert there - deep - linked == set()
