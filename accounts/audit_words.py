"""Audited actions on people, organisations and requests, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "person.created": _("Account made"),
    "person.changed": _("Account changed"),
    "person.moved": _("Moved to another organisation"),
    "person.disabled": _("Account disabled"),
    "person.enabled": _("Account enabled"),
    "person.link": _("Link for a new password made"),
    "person.password": _("Password set by the link"),
    "person.unlocked": _("Account unlocked"),
    "person.signed_out": _("Sessions ended"),
    "person.factors_taken": _("Second factors of an account taken away"),
    "person.own_password_wrong": _("Own password entered wrongly"),
    "person.looked_at": _("Looked at the menus of another person"),
    "person.sight_explained": _("Asked who may see a record"),
    "person.temporary_sight_listed": _("Listed temporary sight on a day"),
    "person.refused": _("Change of an account refused"),
    "grant.given": _("Sight given for a time"),
    "grant.ended": _("Sight ended"),
    "grant.expired": _("Sight ended by its last day"),
    "organisation.created": _("Organisation made"),
    "organisation.changed": _("Organisation changed"),
    "organisation.closed": _("Organisation closed"),
    "people_request.asked": _("Change of people asked for"),
    "people_request.answered": _("Request about people answered"),
}
