"""What an engine is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlglot import exp


class Engine(ABC):
    """Runs one SQL query over the files of some tables.

    This is the whole of it, so that a second engine is one small class. The query comes as a
    SQLGlot expression, because each engine speaks its own dialect and definitions must not care.
    Tables come as lists of Parquet files, because every engine reads Parquet and none then needs
    a Delta plug-in: the snapshot has already said which files its versions hold. The answer is
    Arrow in batches, because it may be larger than memory and is written on as it comes.
    """

    @abstractmethod
    def run(
        self, query: exp.Expression, tables: Mapping[str, Sequence[str]]
    ) -> pa.RecordBatchReader:
        """Run `query`, in which each name in `tables` stands for the rows of those files.

        A table with no files has no rows, and the columns that `TABLES` gives it. The reader
        must be used up before the engine runs another query.
        """
