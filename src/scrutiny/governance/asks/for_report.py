"""What a section of the next report has to answer, and what it answered."""

from __future__ import annotations

from django.db.models import Q
from django.utils.text import slugify

from scrutiny.governance.asks.models import Ask

ANSWERED = (Ask.State.ANSWERED, Ask.State.CLOSED)


def asked_of(section: str, force: str, to: str) -> list[Ask]:
    """The requests that a section of a force's report for the quarter to `to` (YYYY-MM) shows.

    They were made at a meeting about an earlier quarter, or at none, and are not answered yet; or
    are answered in this very report, so that it keeps both. `section` is the number, the title or
    the title as an id of the plan's section; empty is for requests of no section. Restricted ones
    are among them: an edition leaves out what is `kept`.
    """
    earlier = Q(meeting=None) | Q(meeting__force=force, meeting__to__lt=to)
    in_this = Q(answered_in__report__to=to, answered_in__report__force=force, state__in=ANSWERED)
    asks = Ask.objects.filter(earlier, kind=Ask.Kind.REQUEST).filter(
        Q(state__in=(Ask.State.OPEN, Ask.State.UNDER_WAY)) | in_this
    )
    found = asks.select_related("meeting", "section__plan", "answered_in").order_by("due", "id")
    return [ask for ask in found if _is_of(ask, section)]


def _is_of(ask: Ask, section: str) -> bool:
    if ask.section is None:
        return not section
    wanted = section.casefold()
    title = ask.section.title
    return bool(wanted) and wanted in (
        ask.section.number.casefold(),
        title.casefold(),
        slugify(title),
    )
