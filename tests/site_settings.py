"""The site's settings in tests: those for one machine, with nothing slow and nothing kept.

`pytest --records postgresql` keeps the records in a PostgreSQL that `tests/records.py` starts.
"""

import os
import tempfile
from pathlib import Path

from scrutiny.web.settings.local import *  # noqa: F403

# Playwright keeps a loop of events in the thread of the tests, which do not run in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="scrutiny-files-"))
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
