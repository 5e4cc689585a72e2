"""The records of inspections."""

from scrutiny.governance.inspection.models.asked import Asked, Statement
from scrutiny.governance.inspection.models.findings import Evidence, Finding, Step
from scrutiny.governance.inspection.models.inspections import (
    Criterion,
    Grade,
    Inspection,
    Judgement,
    NationalGrades,
    Side,
)
from scrutiny.governance.inspection.models.practices import Practice, TakenUp
from scrutiny.governance.inspection.models.responses import Copy, Response

__all__ = [
    "Asked",
    "Copy",
    "Criterion",
    "Evidence",
    "Finding",
    "Grade",
    "Inspection",
    "Judgement",
    "NationalGrades",
    "Practice",
    "Response",
    "Side",
    "Statement",
    "Step",
    "TakenUp",
]
