"""The home page of a force and quarter: exceptions first, then every measure by priority."""

from __future__ import annotations

from dataclasses import dataclass

from scrutiny.analysis.exceptions import ExceptionFound
from scrutiny.comparison.exceptions import exceptions_of
from scrutiny.web.asked import Asked
from scrutiny.web.content.content import Content
from scrutiny.web.edition import Edition


@dataclass(frozen=True, kw_only=True)
class HomeContent(Content):
    name: str
    exceptions: tuple[ExceptionFound, ...]


def home_page(edition: Edition, asked: Asked) -> HomeContent:
    name = edition.areas.get(asked.area).name
    reader = edition.as_at(asked.as_at)
    return HomeContent(
        title=f"{name}: how the force is doing",
        description=f"What stands out in {name}'s figures to {asked.to.name}, and why.",
        asked=asked,
        name=name,
        exceptions=tuple(exceptions_of(reader, asked.area, asked.to)),
    )
