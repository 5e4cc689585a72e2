"""The pieces of work, who does each, how their results are compared, and what must be reached."""

from __future__ import annotations

from dataclasses import dataclass

OURS = "Police Scrutiny"
BARE = "DuckDB, by hand"
GIGABYTE = 10**9


@dataclass(frozen=True)
class Competitor:
    """Who does a piece of work. `compared` are the beginnings of what its result must have.

    `rounds` is the most that a slow one runs; `note` says what it does less than the others.
    """

    name: str
    target: str
    compared: str = ""
    rounds: int = 100
    note: str = ""


@dataclass(frozen=True)
class Target:
    """Ours must be at most `most` times what `work` and `competitor` take, or `most` itself.

    `of` is `seconds` or `peak` (bytes). `from_rows` is the size from which it is asked.
    """

    text: str
    most: float
    of: str = "seconds"
    work: str = ""
    competitor: str = ""
    from_rows: int = 0


@dataclass(frozen=True)
class Work:
    """`files` and `workspace` name what the job is given: see `stage.Stage.job`."""

    name: str
    title: str
    competitors: tuple[Competitor, ...]
    files: str = ""
    workspace: str = ""
    digest: str = ""
    targets: tuple[Target, ...] = ()


def _from(module: str, function: str) -> str:
    return f"benchmarks.competitors.{module}_:{function}"


def _ours(function: str) -> Competitor:
    return Competitor(OURS, _from("scrutiny", function))


MEMORY = Target("under 3 GB for 20 million rows", 3 * GIGABYTE, "peak", from_rows=19_000_000)
STREET = "police-uk/"  # what the digest of observations calls those of the street table

WORKS: tuple[Work, ...] = (
    Work(
        "load",
        "(a) load, with every check and the SHA-256",
        (
            _ours("load"),
            Competitor(BARE, _from("duckdb", "load")),
            Competitor("Polars", _from("polars", "load")),
            Competitor(
                "pandas, reading alone", _from("pandas", "read_alone"), "rows", 2, "writes nothing"
            ),
            Competitor(
                "pandas, reading alone with Arrow",
                _from("pandas", "read_alone_with_arrow"),
                "rows",
                2,
                "writes nothing",
            ),
            Competitor("pandas", _from("pandas", "load"), rounds=1),
            Competitor("PySpark", _from("spark", "load"), rounds=1),
        ),
        files="street",
        digest="records",
        targets=(
            Target("at most 1.5 x bare DuckDB", 1.5, "seconds", "load", BARE),
            Target("faster than pandas reading", 1, "seconds", "load", "pandas, reading alone"),
            MEMORY,
        ),
    ),
    Work(
        "calculate",
        "(b) calculate the whole catalogue, all areas and months",
        (
            _ours("calculate"),
            Competitor(BARE, _from("duckdb", "calculate")),
            Competitor("DuckDB, by hand, in our order", _from("duckdb", "calculate_in_order")),
            Competitor("Polars", _from("polars", "calculate"), STREET, note="street alone"),
            Competitor("pandas", _from("pandas", "calculate"), STREET, 1, "street alone"),
            Competitor("PySpark", _from("spark", "calculate"), STREET, 1, "street alone"),
        ),
        workspace="loaded",
        digest="observations",
        targets=(
            Target("at most 1.5 x hand-written SQL", 1.5, "seconds", "calculate", BARE),
            MEMORY,
        ),
    ),
    Work(
        "load-month",
        "(c) add a month: load it",
        (_ours("load_month"),),
        files="month",
        workspace="calculated",
    ),
    Work(
        "calculate-month",
        "(c) add a month: calculate it",
        (_ours("calculate_month"),),
        files="month",
        workspace="calculated",
        targets=(
            Target("a tenth of the full calculation", 0.1, "seconds", "calculate", OURS),
        ),
    ),
    Work(
        "read",
        "(d) one measure, all forces: windows, ranks, totals",
        (
            _ours("read"),
            Competitor(BARE, _from("duckdb", "read")),
            Competitor("pandas", _from("pandas", "read")),
        ),
        workspace="calculated",
        digest="answer",
    ),
    Work(
        "charts",
        "(e) control charts, 43 forces x 9 measures x 55 quarters",
        (
            _ours("charts"),
            Competitor("pandas, rule by rule", "benchmarks.competitors.pandas_charts:charts"),
        ),
        workspace="calculated",
        digest="answer",
        targets=(Target("under 0.5 s", 0.5),),
    ),
    Work("report", "(f) a whole report in every format", (_ours("report"),)),
)  # fmt: skip


def work_named(name: str) -> Work:
    return next(work for work in WORKS if work.name == name)
