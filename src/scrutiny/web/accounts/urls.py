"""Where one signs in: allauth's addresses, without those by which one would open an account."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

_CLOSED = ("signup/", "email/", "confirm-email/", "password/set/", "3rdparty/", "3rdparty/signup/")

urlpatterns: list[URLPattern | URLResolver] = [
    *(path(closed, RedirectView.as_view(pattern_name="desk")) for closed in _CLOSED),
    path("", include("allauth.urls")),
]
