"""Bringing in criteria that a framework's paper only refers to."""

from __future__ import annotations

from django.db import transaction

from scrutiny.catalogue.criteria import criteria_of
from scrutiny.errors import InputError, ScrutinyError
from scrutiny.governance.inspection.frames import frames
from scrutiny.governance.inspection.models import Criterion


@transaction.atomic
def import_criteria(framework: str, text: str, file: str, source: str) -> int:
    """Keep the criteria of a CSV or TOML file for a framework, all of them or none; how many.

    `source` says where their words come from. One of the same id is replaced, and kept in the
    history. A mistake in the file is one `InputError` or `DefinitionError`.
    """
    of = frames().get(framework)
    if of is None:
        raise ScrutinyError(f"There is no framework {framework!r}.")
    if not source.strip():
        raise ScrutinyError("Say where the criteria come from.")
    if "\0" in text:
        raise InputError("is not text: it has a null character", file=file)
    found = criteria_of(text, file, of)
    for each in found:
        key = {"framework": framework, "code": each.id}
        kept = Criterion.objects.filter(**key).first() or Criterion(**key)
        kept.area, kept.level, kept.text = each.area, each.level, each.text
        kept.significant, kept.dominant = each.significant, each.dominant
        kept.factor = each.factor.value if each.factor else ""
        kept.source = source.strip()
        kept.save()
    return len(found)
