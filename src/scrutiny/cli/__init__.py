"""The command `scrutiny`: one thin command a file, each imported only when it is run."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from scrutiny.errors import ScrutinyError

COMMANDS = {
    "init": "Make a workspace in a folder.",
    "load": "Load published files of one kind.",
    "loads": "List what has been loaded, and when it was released.",
    "quality": "Show what was found in the files of a load.",
    "calculate": "Bring the observations up to date with what is loaded.",
    "compact": "Put many small files together, so that reading is quick.",
    "vacuum": "Remove what no pinned report and no recent snapshot needs.",
    "measures": "List the measures, by the priority they report under.",
    "measure": "One measure for an area and period: value, change, peers, provenance.",
    "control-chart": "Say which points of a measure's series are signals, and why.",
    "exceptions": "List what a scrutiny meeting should look at, and why.",
    "report": "Build the quarterly report.",
    "evidence-pack": "Make the evidence pack of a force for an inspection.",
    "check": "Check the figures of a report against each other and the data.",
    "serve": "Show the site in a browser.",
    "work": "Do what the site has asked for in the background.",
    "remind": "Send the reminders of requests and actions that are due.",
    "plan": "Check a scrutiny plan's file, and put it into the records.",
    "inspection": "Check the file of a published inspection, and put it into the records.",
    "people": "Add people who may sign in, and give them roles.",
    "records": "Upgrade, back up, restore and verify the records of governance.",
    "demo": "Make the example workspace and both example reports.",
}
GROUPS = frozenset({"inspection", "people", "plan", "records", "report"})
"""Commands that have commands of their own."""


def _plain(**settings: Any) -> typer.Typer:
    return typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        **settings,
    )


class LazyGroup(TyperGroup):
    """Lists every command without importing it: `--help` must answer at once."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"scrutiny.cli.{cmd_name.replace('-', '_')}")
        if cmd_name in GROUPS:
            group = _plain(help=COMMANDS[cmd_name])
            group.callback()(lambda: None)
            for name, run in module.COMMANDS.items():
                group.command(name)(run)
            return typer.main.get_command(group)
        one = _plain()
        one.command(cmd_name)(module.run)
        return typer.main.get_command(one)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = _plain(cls=LazyGroup)


def _version(asked: bool) -> None:
    if asked:
        from scrutiny import __version__

        typer.echo(f"scrutiny {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=False)
def _top(
    context: typer.Context,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", metavar="DIR", help="The workspace to use.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Show the version.")
    ] = False,
) -> None:
    """How a police force answers for its performance: every figure traced to its source."""
    context.obj = workspace


def main() -> None:
    """Run the command line: exit 0, 1 with one clear error, or 2 when it was called wrongly."""
    try:
        app(prog_name="scrutiny")
    except ScrutinyError as error:
        print(f"scrutiny: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        print("scrutiny: stopped; nothing is half done", file=sys.stderr)  # noqa: T201
        sys.exit(1)
