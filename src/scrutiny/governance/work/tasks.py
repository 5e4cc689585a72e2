"""The tasks of other parts, as jobs: what they are given is what JSON can hold."""

from __future__ import annotations

from scrutiny.governance.work.jobs import Progress


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


def find_exceptions(progress: Progress, area: str, to: str) -> str:
    """Put what the newest figures raise for an area and quarter in the queue of exceptions."""
    from scrutiny.areas import load_areas
    from scrutiny.catalogue import load_catalogue
    from scrutiny.governance import clock
    from scrutiny.governance.raised.finding import find
    from scrutiny.governance.reporting.figures import workspace
    from scrutiny.measures.read import Reader
    from scrutiny.periods import Month

    progress("comparing every measure")
    space = workspace()
    snapshot, own = space.snapshot(), space.path / "catalogue"
    catalogue = load_catalogue((own,) if own.is_dir() else ())
    reader = Reader(snapshot, catalogue, load_areas(), clock.today())
    return find(reader, snapshot.number, area, Month.parse(to)).said
