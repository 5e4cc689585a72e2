"""What there is to know of a page's figures before they are used, in a box of its own."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Remark(NamedTuple):
    """A boxed remark: what kind it is, and what it says."""

    kind: Literal["caveat", "late", "missing", "note", "suppressed"]
    text: str
