"""A pytest plug-in that is loaded before Django's: the servers must stand when settings are read."""

import os

os.environ.setdefault("PORTAL_MODE", "test")

from safety_portal import bootstrap

bootstrap.use_owner()
bootstrap.start()

from safety_portal import queue  # noqa: F401 - the bell, as in the web process
