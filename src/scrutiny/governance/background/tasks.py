"""The tasks of other parts, as jobs: what they are given is what JSON can hold."""

from __future__ import annotations

from scrutiny.governance.background.jobs import Progress


def build_pack(progress: Progress, meeting: int, public: bool) -> str:
    """Build and keep a meeting's pack, the public one or the one with what is restricted."""
    from scrutiny.governance.meetings.models import Meeting
    from scrutiny.governance.meetings.pack import keep_pack

    progress("putting the papers together")
    pack = keep_pack(Meeting.objects.get(pk=meeting), public)
    return f"The pack is ready: {pack.pages} pages."


def publish_report(progress: Progress, report: int) -> str:
    """Make and publish every edition of a locked report."""
    from scrutiny.governance.reporting.locking import publish
    from scrutiny.governance.reporting.models import Report

    editions = publish(Report.objects.get(pk=report), progress)
    return f"Published: {len(editions)} editions."
