"""Papers made to be slow end in a result or a refusal, soon."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from scrutiny.claims.check import check_text
from scrutiny.errors import InputError

SOON = 10  # seconds
ROW = "| " + " | ".join(str(1_000 + n) for n in range(40)) + " |\n"
HOSTILE = {
    "a huge table": "|" + " a |" * 40 + "\n" + "|---" * 40 + "|\n" + ROW * 3_000,
    "a million digits": "There were " + "7" * 1_000_000 + " crimes.",
    "one long line of figures": "Crime fell from 4,000 to 3,000, a fall of 40%; " * 6_000,
    "brackets in brackets": "Crime fell (" * 30_000 + ")" * 30_000,
    "nothing but spaces": "the" + " " * 200_000 + "table below " * 100,
    "notes without end": "<!-- check: a.b " * 4_000,
    "many notes": '[check: arithmetic.share "5" because x]\n\n' * 5_000,
    "one name, many values": "".join(
        f"There were {n:,} rapes in January to December 2019.\n\n" for n in range(2_000, 5_000)
    ),
    "percent signs": "% " * 300_000,
}


@pytest.mark.parametrize("what", list(HOSTILE))
def test_a_hostile_paper_ends_soon(what: str) -> None:
    started = time.process_time()
    with suppress(InputError):
        check_text(HOSTILE[what])
    assert time.process_time() - started < SOON
