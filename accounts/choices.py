"""Stable codes of organisations and divisions (contract: organisations.csv, divisions.csv)."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.choices import OfficialChoices
from core.listing.colours import colours


class DivisionLevel(TextChoices):
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")


class OrganisationKind(TextChoices):
    PROVINCIAL_EMERGENCY = "provincial_emergency", _("Provincial emergency department")
    CITY_EMERGENCY = "city_emergency", _("City emergency bureau")
    COUNTY_EMERGENCY = "county_emergency", _("County emergency bureau")
    PROVINCIAL_REGULATOR = "provincial_regulator", _("Financial regulator")
    REGULATOR_SUBOFFICE = "regulator_suboffice", _("Regulator sub-office")
    INSURER = "insurer", _("Insurer")
    INSURER_BRANCH = "insurer_branch", _("City branch of an insurer")
    SERVICE_AGENCY = "service_agency", _("Safety service agency")
    SECTOR_AUTHORITY = "sector_authority", _("Sector authority")


class PersonPost(OfficialChoices):
    """contract: codes.csv, person_post."""

    OPERATOR = "OPERATOR", "经办人"
    LEAD = "LEAD", "负责人"


class PersonState(OfficialChoices):
    """contract: codes.csv, person_state; what the workbook of people carries."""

    ACTIVE = "ACTIVE", "启用"
    DISABLED = "DISABLED", "停用"


class AccountState(TextChoices):
    """What the list of people may be narrowed to; worked out from the account, never stored."""

    ACTIVE = "active", _("In use")
    LOCKED = "locked", _("Locked")
    WAITING = "waiting", _("Awaiting first sign-in")
    IDLE = "idle", _("No sign-in for 90 days")
    DISABLED = "disabled", _("Disabled")


class AccountDeed(TextChoices):
    CREATED = "created", _("Account made")
    CHANGED = "changed", _("Account changed")
    MOVED = "moved", _("Moved to another organisation")
    DISABLED = "disabled", _("Account disabled")
    DORMANT = "dormant", _("Sleeping account disabled")
    ENABLED = "enabled", _("Account enabled")
    LINK = "link", _("Link for a new password made")
    PASSWORD = "password", _("Password set by the link")
    UNLOCKED = "unlocked", _("Account unlocked")
    SIGNED_OUT = "signed_out", _("Sessions ended")
    FACTORS_TAKEN = "factors_taken", _("Second factors taken away")


class RequestKind(TextChoices):
    ADD = "add", _("New person")
    CHANGE = "change", _("Change of a person")
    DISABLE = "disable", _("Disable a person")
    ENABLE = "enable", _("Enable a person again")


class RequestState(TextChoices):
    OPEN = "open", _("Waits")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")


#: How far it is, at a glance.
REQUEST_COLOURS: Final = colours(
    RequestState, done=[RequestState.DONE], warn=[RequestState.OPEN], neutral=[RequestState.DECLINED]
)


class GrantEnd(TextChoices):
    """What ended a grant."""

    TASK = "TASK", _("The task ended")
    MEMBERSHIP = "MEMBERSHIP", _("The membership ended")
    DATE = "DATE", _("Its last day passed")
    ROW = "ROW", _("Taken off the list")
    RECUSAL = "RECUSAL", _("The person keeps away from it")
