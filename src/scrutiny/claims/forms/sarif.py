"""A result as SARIF 2.1.0, which editors and code hosts show beside the text.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from scrutiny import __version__
from scrutiny.claims.forms.shared import findings, gravest_first
from scrutiny.claims.model import Check, Place, Result, Verdict

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {Verdict.INCONSISTENT: "error", Verdict.CAUTION: "warning"}
LINED = (".md", ".markdown", ".txt", ".text", ".html", ".htm")
"""Endings of files whose lines an editor can show; in others the place is told in words."""


def as_sarif(result: Result) -> dict[str, Any]:
    """One run with a result for each finding, and one, suppressed, for each silenced check."""
    silenced = [one for one in result.silenced if one.check.verdict in LEVELS]
    shown = findings(result)
    rules = sorted({one.rule for one in [*shown, *(one.check for one in silenced)]})
    results = [_result(one, result.file, rules) for one in shown]
    order = gravest_first(tuple(one.check for one in silenced))
    for one in sorted(silenced, key=lambda one: order.index(one.check)):
        made = _result(one.check, result.file, rules)
        made["suppressions"] = [{"kind": "inSource", "justification": one.reason}]
        results.append(made)
    driver = {
        "name": "Police Scrutiny",
        "version": __version__,
        "rules": [{"id": rule, "shortDescription": {"text": _words(rule)}} for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _address(result.file)}}],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(check: Check, file: str, rules: list[str]) -> dict[str, Any]:
    text = check.explanation
    if check.expected and check.expected not in text:
        text = f"{text} It should be {check.expected}."
    made: dict[str, Any] = {
        "ruleId": check.rule,
        "ruleIndex": rules.index(check.rule),
        "level": LEVELS[check.verdict],
        "kind": "fail",
        "message": {"text": text},
        "locations": [_location(check.where, file)],
        "rank": round(100 * check.confidence, 1),
        "properties": {"stated": check.stated, "expected": check.expected},
    }
    if check.against:
        made["relatedLocations"] = [
            {**_location(place, file), "id": number, "message": {"text": place.text or "beside"}}
            for number, place in enumerate(check.against)
        ]
    return made


def _location(place: Place, file: str) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _address(file), "index": 0}}
    if file.lower().endswith(LINED) or not PurePath(file).suffix:
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.start + 1,
            "endColumn": max(place.end, place.start) + 1,
            "snippet": {"text": place.text},
        }
    made: dict[str, Any] = {"physicalLocation": physical}
    words = place.block or (f"page {place.page}" if place.page is not None else "")
    if words:
        made["logicalLocations"] = [{"fullyQualifiedName": words}]
    return made


def _address(file: str) -> str:
    """The file's name as a relative reference; a colon in it would read as a scheme."""
    return quote(file, safe="/")


def _words(rule: str) -> str:
    family, _, name = rule.partition(".")
    return f"{family.capitalize()}: {name.replace('-', ' ')}" if name else rule
