"""Adding a paper to a meeting, and changing what is said of it."""

from __future__ import annotations

from scrutiny.errors import ScrutinyError
from scrutiny.governance.meetings.models import Meeting, Paper


def add_paper(paper: Paper) -> None:
    """Add a paper. The same file sent twice to one item is one paper."""
    meeting = paper.meeting
    if meeting.state == Meeting.State.CANCELLED:
        raise ScrutinyError("The meeting is cancelled: it takes no papers.")
    paper.full_clean()
    again = meeting.papers.filter(
        sha256=paper.sha256, item=paper.item, title=paper.title, withdrawn=False
    )
    if not again.exists():
        paper.save()


def change_paper(paper: Paper, why: str = "") -> None:
    """Save what is said of a paper, or that it is withdrawn. Its file never changes."""
    paper.save(note=why)
