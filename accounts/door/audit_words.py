"""Audited actions of the door, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "session.began": _("Signed in"),
    "session.refused": _("Sign-in refused"),
    "session.locked": _("Sign-in locked"),
    "session.ended": _("Signed out"),
    "session.expired": _("Session ended by time"),
    "session.closed": _("Session ended by its owner"),
    "password.changed": _("Password changed"),
    "factor.added": _("Second factor added"),
    "factor.removed": _("Second factor removed"),
    "factor.taken": _("Second factors taken away"),
    "factor.recovery": _("Recovery codes made anew"),
    "person.dormant": _("Sleeping account disabled"),
    "audit.exported": _("Log exported"),
}
