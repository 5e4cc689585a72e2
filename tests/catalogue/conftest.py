"""The real tables of records, and a way to apply a definition to them without the warehouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
import pytest

from scrutiny.catalogue.model import Measure
from scrutiny.periods import Month, Period, financial_quarter


@dataclass(frozen=True)
class RecordedCrime:
    """The Home Office table as a grid: one row a force and quarter, one column an offence code."""

    keys: dict[tuple[str, Period], int]
    codes: dict[str, int]
    counts: npt.NDArray[np.float64]

    def column(self, measure: Measure) -> npt.NDArray[np.float64]:
        """The measure for every force and quarter, by its definition."""
        (how,) = measure.computed
        assert how.table == "recorded_crime"
        kept = set(how.where.get("offence_code", self.codes))
        dropped = set(how.unless.get("offence_code", ()))
        columns = [at for code, at in self.codes.items() if code in kept and code not in dropped]
        return self.counts[:, columns].sum(axis=1)

    def total(self, measure: Measure, force: str, period: Period) -> float:
        quarters = period.quarters()
        assert quarters is not None
        column = self.column(measure)
        return float(sum(column[self.keys[force, quarter]] for quarter in quarters))


@pytest.fixture(scope="session")
def recorded_crime(full_data: Path) -> RecordedCrime:
    table = pq.read_table(full_data / "recorded_crime" / "prc_pfa_2012q1_2025q3.parquet")
    forces = table["Force"].to_pylist()
    years = [int(text[:4]) for text in table["FY"].to_pylist()]
    quarters = [int(number) for number in table["Financial Quarter"].to_pylist()]
    keys: dict[tuple[str, Period], int] = {}
    codes: dict[str, int] = {}
    rows = [
        keys.setdefault((force, financial_quarter(year, quarter)), len(keys))
        for force, year, quarter in zip(forces, years, quarters, strict=True)
    ]
    columns = [codes.setdefault(code, len(codes)) for code in table["Offence Code"].to_pylist()]
    counts = np.zeros((len(keys), len(codes)))
    np.add.at(counts, (rows, columns), table["n"].to_numpy())
    return RecordedCrime(keys, codes, counts)


@pytest.fixture
def year_to() -> Callable[[str], Period]:
    """The 12 months to a month."""
    return lambda month: Period.ending(Month.parse(month), 12)
