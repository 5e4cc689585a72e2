"""The frameworks that inspections here are made by: packaged, the force's own, and what was
imported."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from scrutiny.catalogue.frameworks import Criterion, Factor, Framework, load_frameworks
from scrutiny.errors import ScrutinyError


def frames() -> dict[str, Framework]:
    """Every framework by its id, without the criteria that were imported.

    A force's own are files of the folder `frameworks` of its workspace.
    """
    own = Path(settings.SCRUTINY_WORKSPACE or ".") / "frameworks"
    return load_frameworks((own,) if own.is_dir() else ())


def frame(id: str) -> Framework:
    """The framework of an id with the criteria that were imported; another is a `ScrutinyError`."""
    from scrutiny.governance.inspection.models import Criterion as Imported

    found = frames().get(id)
    if found is None:
        raise ScrutinyError(f"There is no framework {id!r}. There are: {', '.join(frames())}.")
    return found.with_criteria(
        [
            Criterion(
                each.code, each.area, each.level, each.text, each.significant, each.dominant,
                Factor(each.factor) if each.factor else None,
            )
            for each in Imported.objects.filter(framework=id)
        ]
    )  # fmt: skip
