"""The web application for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from safety_portal import bootstrap

bootstrap.start()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")

application = get_wsgi_application()
