"""Browsers of people who have signed in already: what the door leaves in the session, without its logs and checks.

The door's own work is five times as much; tests of it sign in by its form, or by `force_login`.
"""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from accounts.door.receivers import BEGAN, CHOSEN, SEEN
from accounts.models import User
from core import clock


def enter(browser: Client, person: User) -> Client:
    """The browser, with a new session of the person."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "accounts.backends.PortalBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[BEGAN] = session[SEEN] = session[CHOSEN] = int(clock.true_now().timestamp())
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return browser
