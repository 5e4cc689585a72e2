"""The site as a WSGI application. `DJANGO_SETTINGS_MODULE` says which settings it has."""

import contextlib
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from scrutiny.errors import ScrutinyError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.web.settings.production")
application = get_wsgi_application()
# Altair looks into pandas as soon as it has begun to be imported: no thread may be answering then.
import_module("pandas")
# Django imports the addresses, with all that answers at them, at the first request: a second.
import_module(settings.ROOT_URLCONF)

from scrutiny.web.edition import editions  # noqa: E402  # it needs the settings
from scrutiny.web.popular import FIRST, make_popular  # noqa: E402
from scrutiny.web.warm import get_ready  # noqa: E402

# The first reader must not wait for what can be read before. A workspace that is not ready yet has
# a page that says so, until it is.
with contextlib.suppress(ScrutinyError):
    make_popular(editions().current(), FIRST)
with contextlib.suppress(ScrutinyError):
    editions().watch(get_ready)
