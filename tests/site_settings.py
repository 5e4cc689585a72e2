"""The site's settings in tests: those for one machine, with nothing slow and nothing kept.

`pytest --records postgresql` keeps the records in a PostgreSQL that `tests/records.py` starts.
"""

import tempfile
from pathlib import Path

from scrutiny.web.settings.local import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="scrutiny-files-"))
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
