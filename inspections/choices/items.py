"""Codes of the answers on the forms (contract: codes.csv; domain.md 4.9)."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.choices import OfficialChoices
from core.listing.colours import colours


class Conformity(OfficialChoices):
    """The answer to a question of the form; 不符合 needs a finding."""

    OK = "OK", "符合"
    NOT_OK = "NOT_OK", "不符合"
    NA = "NA", "不涉及"


class InsuredState(OfficialChoices):
    """Whether the enterprise is insured as required (domain.md 4.9, ent.insured)."""

    YES = "YES", "是"
    NO = "NO", "否"
    PARTLY = "PARTLY", "未全员"
    UNDER = "UNDER", "未足额"
    NA = "NA", "不适用"


class Violation(OfficialChoices):
    """Clues on an insurer's business, left to the regulator."""

    RATE = "RATE", "费率不合规"
    COMMISSION = "COMMISSION", "违规支付手续费"
    SHAM_COVER = "SHAM_COVER", "虚假承保"
    FORCED = "FORCED", "强制或捆绑"
    SHAM_EXPENSE = "SHAM_EXPENSE", "虚假列支"
    OTHER = "OTHER", "其他"


class ItemState(TextChoices):
    """A form is a draft until its inspector submits it."""

    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Submitted")


#: How far it is, at a glance.
ITEM_COLOURS: Final = colours(ItemState, done=[ItemState.SUBMITTED], run=[ItemState.DRAFT])


class PhotoSlot(TextChoices):
    """What a picture of a visit is: the places that a form has for files."""

    PHOTO = "PHOTO", _("Photo of the spot")
    INSPECTOR = "INSPECTOR", _("Signature of an inspector")
    INSPECTED = "INSPECTED", _("Signature of the inspected unit")
