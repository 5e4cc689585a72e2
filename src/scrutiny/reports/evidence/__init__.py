"""The evidence pack: what the loaded data allow of an inspection report's figures."""

from scrutiny.reports.evidence.document import evidence_document

__all__ = ["evidence_document"]
