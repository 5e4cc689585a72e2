"""The engines that reduce records to observations, by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from scrutiny.errors import DefinitionError
from scrutiny.warehouse import memory
from scrutiny.warehouse.engines.base import Engine

if TYPE_CHECKING:
    from scrutiny.warehouse.workspace import Settings

EngineName = Literal["duckdb", "spark"]
ENGINES: tuple[str, ...] = get_args(EngineName)


def engine(settings: Settings, spill: Path) -> Engine:
    """The engine that the settings name. What does not fit in memory goes to the folder `spill`.

    Without a `memory` in the settings it may use half of what this process may have.
    """
    most = settings.memory or memory.default()
    if settings.engine == "duckdb":
        from scrutiny.warehouse.engines.duckdb import DuckDBEngine

        return DuckDBEngine(spill, most, settings.threads)
    if settings.engine == "spark":
        from scrutiny.warehouse.engines.spark import SparkEngine

        return SparkEngine(spill, most, settings.threads)
    known = ", ".join(ENGINES)
    raise DefinitionError(
        "scrutiny.toml", "engine", f"is not an engine: {settings.engine!r} (engines are {known})"
    )
