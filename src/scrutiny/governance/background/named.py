"""The tasks that can be done in the background, by name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

TASKS = {
    "build-pack": "scrutiny.governance.background.tasks:build_pack",
    "evidence-pack": "scrutiny.governance.inspection.packs:make",
    "publish-report": "scrutiny.governance.background.tasks:publish_report",
    "send-reminders": "scrutiny.governance.asks.reminders:remind",
}
"""Each name with its function, `module:function`.

It is called with a `Progress` and with what `enqueue` was given, by name, and gives a sentence on
what it did. It is safe to run twice, for a worker that stops in the middle leaves it to the next.
"""


def named(name: str) -> Callable[..., str]:
    """The function of a name; a name that is not there is a `KeyError`."""
    module, _, function = TASKS[name].partition(":")
    found: Callable[..., str] = getattr(import_module(module), function)
    return found
