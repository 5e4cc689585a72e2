"""The pages that most readers ask for, made before anyone asks."""

from __future__ import annotations

import logging
from collections.abc import Collection

from django.template.loader import get_template

from scrutiny.web.edition import MEASURE_OF_LATEST, Edition
from scrutiny.web.kinds import PAGES

POPULAR = ("home", "measure", "compare")
FIRST = ("home",)  # without which the site does not begin to listen

log = logging.getLogger(__name__)


def make_popular(edition: Edition, kinds: Collection[str] = POPULAR) -> None:
    """Make one page of each of some kinds, for the force that the site opens at.

    With it comes what all pages of the kind need: figures of all forces, their template, and
    libraries that take seconds to import.
    """
    parts = {"area": edition.home_area, "measure": MEASURE_OF_LATEST}
    for kind in PAGES:
        if kind.name in kinds:
            own = {name: value for name, value in parts.items() if f":{name}>" in kind.route}
            try:
                kind.content(edition, own, {})
                get_template(kind.template)  # it is compiled
            except Exception as error:  # who asks for it is told; others are not held up
                log.warning("the page %s cannot be made beforehand: %s", kind.name, error)
