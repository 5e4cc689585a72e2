"""The many spellings under which one police force or fraud body is published."""

from __future__ import annotations

import re

_NOTE = re.compile(r"\[[^\]]*\]|\d+(?:\s*,\s*\d+)*\s*$")  # "[note 4]", footnote digits at the end
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_TITLES = frozenset({"police", "constabulary", "service", "the"})

# Spellings that the rules of `plain` do not bring together, after those rules.
SPELLINGS = {
    "london city of": "E23000034",
    "metropolitan": "E23000001",
    "avon somerset": "E23000036",
    "devon cornwall": "E23000035",
    "hampshire and isle of wight": "E23000030",
    "btp": "BTP",
    "british transport": "BTP",
    "of northern ireland": "PSNI",
    "northern ireland": "PSNI",
    "psni": "PSNI",
    "af": "ACTION-FRAUD",
    "action fraud": "ACTION-FRAUD",
    "cifas": "CIFAS",
    "uk finance": "UK-FINANCE",
    "ffa uk": "FFA-UK",
    "financial fraud action uk": "FFA-UK",
}


def plain(name: str) -> str:
    """The words of a name that tell one force from another, in lower case.

    `Devon & Cornwall Police`, `devon-and-cornwall` and `Devon and Cornwall [note 2]` are one.
    """
    text = _NOTE.sub("", name).lower().replace("&", " and ")
    return " ".join(w for w in _NOT_A_WORD.split(text) if w and w not in _TITLES)
