"""Whether the records are the example."""

from __future__ import annotations

from django.db import models

from scrutiny.governance.record import Record


class Example(Record):
    """One row says that the records are the example, which every page of them then says too."""

    title = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.title


def example() -> Example | None:
    """The example that the records hold; None when they are somebody's own."""
    found: Example | None = Example.objects.first()
    return found
