"""Starting the site: one command, in the settings for one machine or for a server."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from scrutiny.errors import ScrutinyError

OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
THREADS = 4  # a worker's, so that a slow answer does not hold up the quick ones


def serve(workspace: Path, host: str, port: int, workers: int, production: bool) -> None:
    """Serve a workspace until the process is stopped.

    Without `production` it answers this machine only, and any other `host` is a `ScrutinyError`.
    """
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    if host not in OWN_MACHINE and not production:
        raise ScrutinyError(
            f"{host} can be reached from other machines: serve it with --production, which needs "
            "the settings in docs/how-to/run-the-site.md"
        )
    settings = "production" if production else "local"
    os.environ["SCRUTINY_WORKSPACE"] = str(workspace.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = f"scrutiny.web.settings.{settings}"
    _prepare()
    with tempfile.TemporaryDirectory(prefix="scrutiny-answers-") as answers:
        os.environ["SCRUTINY_ANSWERS"] = answers
        Server(
            "scrutiny.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=THREADS,
            log_level=LogLevels.warning,
        ).serve()


def _prepare() -> None:
    """Find out now, in one clear message, what would else fail in every worker."""
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise ScrutinyError(str(error)) from error
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        raise ScrutinyError(
            "the site's styles and scripts are not built: install Node 20 and run `make setup`"
        )
