"""What is said about a part: comments, and which request it answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from scrutiny.errors import ScrutinyError
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.reporting.answering import answer_in
from scrutiny.governance.reporting.models import Comment, Part
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.sight import seen_or_404
from scrutiny.web.desk.signed_in import signed_in


def comment(request: HttpRequest, number: int) -> HttpResponse:
    """Remark on a part, with the words that the remark is about."""
    found: Part = seen_or_404(request, Part, number)
    text, about = request.POST.get("comment", "").strip(), request.POST.get("about", "").strip()
    if not text:
        messages.error(request, "Write the comment first.")
    else:
        person = signed_in(request)
        same = found.comments.filter(person=person, text=text, about=about[:300], settled=False)
        if not same.exists():
            Comment.objects.create(part=found, person=person, text=text, about=about[:300])
        messages.success(request, "Your comment is here.")
    return redirect(f"{reverse('part', kwargs={'number': number})}#comments")


def settle(request: HttpRequest, number: int) -> HttpResponse:
    """Mark a comment as settled."""
    found = get_object_or_404(Comment.objects.select_related("part"), pk=number)
    found.settled = True
    found.save()
    messages.success(request, "The comment is settled.")
    return redirect(f"{reverse('part', kwargs={'number': found.part_id})}#comments")


def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Mark a request as answered in a part."""
    found: Part = seen_or_404(request, Part, number)
    asked = request.POST.get("ask", "")
    ask = get_object_or_404(Ask, pk=int(asked) if asked.isdecimal() else 0)
    try:
        answer_in(found, ask, request.POST.get("answer", ""), signed_in(request))
        messages.success(request, "The request is answered here. Whoever asked can see it.")
    except ScrutinyError as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('part', kwargs={'number': number})}#asked")


_PART = "reports/parts/<int:number>/"
ROUTES = (
    Route(f"{_PART}comment/", comment, "part-comment", "reports.comment", "reports.comment",
          reads=False),
    Route(f"{_PART}answer/", answer, "part-answer", "reports.write", "reports.write", reads=False),
    Route("reports/comments/<int:number>/settle/", settle, "comment-settle", "reports.comment",
          "reports.comment", reads=False),
)  # fmt: skip
