"""The measured results as a page of the docs."""

from __future__ import annotations

from typing import Any

MADE = (
    "<!-- Made by `python -m benchmarks.claims --document`. Measure again, then make it again. -->"
)
ABOUT = """# What the figure checker finds, measured

Papers are made up with figures that agree, in many wordings and table layouts; in some statements
one figure is then spoiled as reports spoil them. So what is wrong, and what could be checked, is
known. A quarter of the wordings and layouts is held out: nobody tunes on them. *Naive* is a checker
of three regular expressions, as one would write it in an afternoon, on the same papers.

- **recall**: of the spoiled statements, those with an inconsistency told at a figure that shows it
- **precision**: of the figures called inconsistent, those that are in a spoiled statement
- **false**: figures called inconsistent in true statements, for every hundred figures read
- **checked**: of the figures that another figure of the paper can be held to, those that have a
  check of their own; **named** adds those that the check of another figure names"""


def page(found: dict[str, Any]) -> str:
    parts = [MADE, ABOUT, _corpus(found), _kinds(found), _rules(found), _forms(found), _long(found)]
    return "\n\n".join(parts) + "\n"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}%"


def _corpus(found: dict[str, Any]) -> str:
    rows = []
    for key, name in (("open", "open wordings"), ("held", "held-out wordings")):
        for who, of in (("ours", ""), ("naive", ", naive")):
            one = found[key][who]
            rows.append([
                name + of, f"{one['figures']:,}", f"{one['slips']:,}", _percent(one["recall"]),
                _percent(one["precision"]), f"{one['false inconsistents per 100 figures']:.2f}",
                _percent(one["checked"]), _percent(one["checked or named"]),
            ])  # fmt: skip
    heads = ["papers", "figures", "slips", "recall", "precision", "false", "checked", "named"]
    return "## Whole papers\n\n" + _table(heads, rows)


def _kinds(found: dict[str, Any]) -> str:
    names = sorted({*found["open"]["ours"]["kinds"], *found["held"]["ours"]["kinds"]})
    rows = []
    for name in names:
        row = [name]
        for key in ("open", "held"):
            one = found[key]["ours"]["kinds"].get(name, {"made": 0, "recall": None})
            row += [str(one["made"]), _percent(one["recall"])]
        rows.append(row)
    heads = ["slip", "open", "recall", "held out", "recall"]
    return "## By kind of slip\n\n" + _table(heads, rows)


def _rules(found: dict[str, Any]) -> str:
    names = sorted({*found["open"]["ours"]["rules"], *found["held"]["ours"]["rules"]})
    rows = []
    for name in names:
        row = [f"`{name}`"]
        for key in ("open", "held"):
            one = found[key]["ours"]["rules"].get(name, {"said": 0, "precision": None})
            row += [str(one["said"]), _percent(one["precision"])]
        rows.append(row)
    heads = ["rule that said inconsistent", "open", "precision", "held out", "precision"]
    return "## By rule\n\n" + _table(heads, rows)


def _forms(found: dict[str, Any]) -> str:
    rows = [
        [form, str(one["papers"]), str(one["slips"]), _percent(one["recall"]),
         f"{one['false inconsistents per 100 figures']:.2f}", _percent(one["checked"])]
        for form, one in found["forms"].items()
    ]  # fmt: skip
    heads = ["form", "papers", "slips", "recall", "false", "checked"]
    said = "Papers of one statement each, the same in every form; a slip is told by any check."
    return f"## By form of file\n\n{said}\n\n" + _table(heads, rows)


def _long(found: dict[str, Any]) -> str:
    rows = [
        [one["form"], str(one["pages"]), f"{one['figures']:,}", f"{one['seconds']:.2f} s",
         f"{one['with the start of Python']:.2f} s", f"{one['of the processor']:.2f} s",
         f"{one['megabytes']} MB"]
        for one in found["long"]
    ]  # fmt: skip
    heads = ["form", "pages", "figures", "check", "with the start of Python",
             "of the processor", "most memory"]  # fmt: skip
    said = (
        "It is denser than most: a hundred figures on a page. Other work of the machine counts in."
    )
    return f"## A long paper\n\n{said}\n\n" + _table(heads, rows)
