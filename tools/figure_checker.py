"""Writes the pages of the figure checker's rules, and of what it finds in the 2020 paper.

    python tools/figure_checker.py           writes every page again
    python tools/figure_checker.py --check   says which pages differ, and exits 1 if any does

The rules stand in docs/figure-checker/rules.toml, the paper's slips in the tests' expectations.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "figure-checker"
RULES = PAGES / "rules.toml"
SLIPS = ROOT / "tests" / "claims" / "expectations" / "quarterly-report-2020-02.toml"
MADE = "<!-- Made by tools/figure_checker.py. Change what it describes, then run it again. -->"
FAMILIES = {
    "arithmetic": "do the figures of a statement or a table follow from each other",
    "direction": "do words, signs and arrows go the way that the values go",
    "consistency": "does the paper say the same thing alike everywhere",
    "completeness": "is everything there that should be",
    "data": "is it what was published",
    "method": "may it be said like that",
}
SEVERITIES = {True: "to be found by the checker", False: "softer: another reading may save it"}


def pages() -> dict[str, str]:
    """Every page by its name, as it should be."""
    rules = tomllib.loads(RULES.read_text("utf-8"))
    made = {f"{name.replace('.', '-')}.md": _rule(name, rule) for name, rule in rules.items()}
    made["rules.md"] = _all(rules)
    made["paper-2020.md"] = _paper(tomllib.loads(SLIPS.read_text("utf-8")))
    return {name: f"{MADE}\n\n{text}" for name, text in made.items()}


def _rule(name: str, rule: dict[str, Any]) -> str:
    parts = [f"# {rule['title']}", f"`{name}`", rule["about"]]
    if "wrong" in rule:
        parts += [f"Told as **{rule['told']}**:", _quoted(rule["wrong"])]
        parts += ["Left alone:", _quoted(rule["right"])]
    parts += ["## Why", rule["why"], "## What to do", rule["mend"]]
    parts += [
        "When the figure is right as it stands, [a note](index.md#silencing) silences the rule:",
        f'```\n<!-- check: {name} "the figure" because the reason -->\n```',
        "[All rules](rules.md)",
    ]
    return "\n\n".join(parts) + "\n"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().split("\n"))


def _all(rules: dict[str, Any]) -> str:
    parts = ["# The rules", "Each is a family and a name. A rule's page has an example."]
    for family, asks in FAMILIES.items():
        rows = ["| rule | what it looks at |", "| --- | --- |"]
        for name, rule in rules.items():
            if name.startswith(f"{family}."):
                page = f"{name.replace('.', '-')}.md"
                rows.append(f"| [`{name}`]({page}) | {rule['title']} |")
        parts += [f"## {family.capitalize()}: {asks}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def _paper(said: dict[str, Any]) -> str:
    figures = sum(len(line.split(" | ")) for line in said["figures"].values())
    parts = [
        "# What is wrong in the 2020 paper",
        "The quarterly report of Lancashire Constabulary to its commissioner's strategic scrutiny "
        f"meeting of 20 February 2020 states {figures} figures, by a count by hand. These are its "
        "slips, worked out by hand before the checker was written; lines are those of the text "
        "that was kept of it. A test holds the checker to them, and to accusing no other figure "
        "(`tests/claims/test_papers.py`).",
    ]
    for must, name in SEVERITIES.items():
        rows = [
            "| line | printed | should be | why | rules | told as |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        for slip in sorted(said["slip"], key=lambda one: one["line"]):
            if slip["must"] is must:
                cells = [str(slip["line"]), slip["quote"], slip["right"], slip["why"]]
                cells += [", ".join(slip["rules"]), " or ".join(slip["verdicts"])]
                rows.append(f"| {' | '.join(cells)} |")
        parts += [f"## {name[0].upper()}{name[1:]}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    differ = [name for name, text in pages().items() if not _same(PAGES / name, text)]
    if "--check" in sys.argv:
        sys.stdout.write("".join(f"docs/figure-checker/{name} differs\n" for name in differ))
        sys.exit(1 if differ else 0)
    for name in differ:
        (PAGES / name).write_text(pages()[name], encoding="utf-8")


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


if __name__ == "__main__":
    main()
