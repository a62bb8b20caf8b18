"""Audited actions on publicity, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "publicity.recorded": _("Item of publicity recorded"),
    "publicity.recommended": _("Good practice recommended to the province"),
    "publicity.adopted": _("Recommended practice adopted"),
    "publicity.declined": _("Recommended practice not adopted"),
    "public-page.proposed": _("Edition of the public page proposed"),
    "public-page.released": _("Public page released"),
    "public-page.refused": _("Edition of the public page not released"),
    "public-page.withdrawal-proposed": _("Withdrawal from the public page asked for"),
    "public-page.withdrawn": _("Edition withdrawn from the public page"),
    "public-page.withdrawal-refused": _("Withdrawal from the public page refused"),
}
