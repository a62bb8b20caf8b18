"""Codes and states of cases and training material."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.choices import OfficialChoices
from core.listing.colours import colours


class MaterialKind(OfficialChoices):
    """What an insurer gives its insured units to read."""

    CASE = "CASE", "典型案例"
    TRAINING = "TRAINING", "培训资料"


class ReadingWay(OfficialChoices):
    """How a reading is confirmed."""

    LINK = "LINK", "链接确认"
    PAPER = "PAPER", "纸质签收"


class MaterialState(TextChoices):
    """The life of a case or training material."""

    DRAFT = "DRAFT", _("Draft")
    PUBLISHED = "PUBLISHED", _("Published")
    WITHDRAWN = "WITHDRAWN", _("No longer given")


#: How far it is, at a glance.
MATERIAL_COLOURS: Final = colours(
    MaterialState, done=[MaterialState.PUBLISHED], neutral=[MaterialState.DRAFT, MaterialState.WITHDRAWN]
)
