"""What the catalogue knows of a paper: its force, and the measures that its names mean."""

from __future__ import annotations

import re
from collections import Counter

from scrutiny.areas import Areas
from scrutiny.catalogue import Catalogue
from scrutiny.catalogue.model import Measure
from scrutiny.claims.model import Paper, Passage
from scrutiny.claims.sayings import Saying
from scrutiny.claims.words import load

LOOKED_AT = 400  # blocks in which the force is looked for
_FORCE = re.compile(
    r"\b((?:[A-Z][a-z]{2,20}(?:\s+(?:and|&)\s+|\s+)){1,3}?)(?:Constabulary|Police)\b"
)


def home_of(paper: Paper, areas: Areas) -> str:
    """The code of the force that a paper names most; empty for none."""
    said: Counter[str] = Counter()
    for block in paper.blocks[:LOOKED_AT]:
        if isinstance(block, Passage):
            said.update(match[1].strip() for match in _FORCE.finditer(block.text[:4000]))
    for name, _ in said.most_common(5):
        for tried in (name, f"{name} Police", f"{name} Constabulary"):
            force = areas.force_named(tried)
            if force is not None:
                return force.code
    return ""


def measure_of(saying: Saying, catalogue: Catalogue) -> Measure | None:
    """The catalogue's measure of a figure of the whole force; None where that is not sure."""
    if saying.area or saying.scope or len(saying.measure) != 1:
        return None
    (name,) = saying.measure
    id = str(load("catalogue").get(name, ""))
    return catalogue.measure(id) if id in catalogue else None
