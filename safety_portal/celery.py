"""The Celery application: it carries job ids, nothing else (`core.jobs` is the ledger)."""

import os

from celery import Celery

from safety_portal import bootstrap

bootstrap.start()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")

app = Celery("safety_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
