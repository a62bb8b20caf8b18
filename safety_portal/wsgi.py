"""The web application for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from safety_portal import bootstrap

bootstrap.start()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")

from core.checks import start  # noqa: E402 - the application must stand
from safety_portal import queue  # noqa: E402, F401 - the bell of jobs created by requests

application = get_wsgi_application()
start.refuse_where_unsafe()
