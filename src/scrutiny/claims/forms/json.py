"""A result as JSON, for programs."""

from __future__ import annotations

from typing import Any

from scrutiny.claims.forms.shared import summary
from scrutiny.claims.model import Check, Place, Result


def as_json(result: Result) -> dict[str, Any]:
    """The documented JSON: the file, its figures, every check in the paper's order, the counts.

    `line` counts from 1 and `start` and `end` are characters of it from 0. `block` is there for
    DOCX and HTML, `page` and `box` (points from the page's top left) for PDF.
    """
    ordered = sorted(result.checks, key=lambda one: (one.where.line, one.where.start, one.rule))
    return {
        "file": result.file,
        "figures": len(result.figures),
        "checks": [_check(check) for check in ordered],
        "silenced": [{**_check(one.check), "reason": one.reason} for one in result.silenced],
        "summary": summary(result),
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "rule": check.rule,
        "verdict": check.verdict.value,
        "severity": check.severity,
        "where": place_as_json(check.where),
        "stated": check.stated,
        "expected": check.expected,
        "explanation": check.explanation,
        "confidence": round(check.confidence, 2),
        "against": [place_as_json(one) for one in check.against],
    }


def place_as_json(place: Place) -> dict[str, Any]:
    """Where something stands; what a form of paper does not have is left out."""
    found: dict[str, Any] = {
        "line": place.line, "start": place.start, "end": place.end, "text": place.text,
    }  # fmt: skip
    if place.block:
        found["block"] = place.block
    if place.page is not None:
        found["page"] = place.page
    if place.box is not None:
        found["box"] = [round(edge, 1) for edge in place.box]
    return found
