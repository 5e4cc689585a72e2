"""What is different between two versions of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from scrutiny.governance.plan.arranging import outline
from scrutiny.governance.plan.models import Plan, Section, StandingItem
from scrutiny.governance.plan.versions import origins

OF_PLAN = ("title", "begins", "ends", "vision", "context", "foresees")
OF_PRIORITY = ("kind", "text")
OF_SECTION = (
    "number", "title", "part_of", "priority", "aim", "approach", "owner", "frequency", "due",
)  # fmt: skip
OF_ITEM = ("text", "measures")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was. `before` and `after` are as they are printed."""

    about: str
    what: Literal["added", "taken out", "changed"]
    field: str = ""
    before: str = ""
    after: str = ""


def differences(old: Plan, new: Plan, *, restricted: bool) -> list[Difference]:
    """What is different in `new`, in the order of a plan; `restricted` parts only when asked for.

    A section or item is the same when one version of it followed from the other, however it is
    named now; a priority, when it has the same title.
    """
    return [
        *_changed("The plan", old, new, OF_PLAN),
        *_priorities(old, new, restricted),
        *_sections(old, new, restricted),
    ]


def _priorities(old: Plan, new: Plan, restricted: bool) -> Iterator[Difference]:
    before, after = (
        {box.title: box for box in _seen(plan.priorities, restricted)} for plan in (old, new)
    )
    yield from _compared(before, after, OF_PRIORITY, "Strategy map: ")


def _sections(old: Plan, new: Plan, restricted: bool) -> Iterator[Difference]:
    origin, origin_of_item = origins(Section, new), origins(StandingItem, new)
    before, after = (
        {origin[section.pk]: section for _, section in outline(_seen(plan.sections, restricted))}
        for plan in (old, new)
    )
    yield from _compared(before, after, OF_SECTION, "Section ")
    for key in [key for key in after if key in before]:
        was, now = (
            {origin_of_item[item.pk]: item for item in _seen(section.items, restricted)}
            for section in (before[key], after[key])
        )
        yield from _compared(was, now, OF_ITEM, f"Section {after[key].number}, item: ")


def _seen(parts: Any, restricted: bool) -> Any:
    return parts.current() if restricted else parts.public()


def _compared(
    before: dict[Any, Any], after: dict[Any, Any], fields: Sequence[str], prefix: str
) -> Iterator[Difference]:
    for key, record in after.items():
        if key in before:
            yield from _changed(f"{prefix}{record}", before[key], record, fields)
        else:
            yield Difference(f"{prefix}{record}", "added")
    for key, record in before.items():
        if key not in after:
            yield Difference(f"{prefix}{record}", "taken out")


def _changed(about: str, before: Any, after: Any, fields: Sequence[str]) -> Iterator[Difference]:
    for name in fields:
        was, now = _printed(before, name), _printed(after, name)
        if was != now:
            title = str(after._meta.get_field(name).verbose_name)
            yield Difference(about, "changed", title, was, now)


def _printed(record: Any, name: str) -> str:
    value = getattr(record, name)
    if isinstance(value, list):
        return ", ".join(value)
    display = getattr(record, f"get_{name}_display", None)
    return str(display() if display else "" if value is None else value)
