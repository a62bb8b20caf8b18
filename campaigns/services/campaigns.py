"""Which campaign a person works in on a day, what is left until its reports, and which codes are in use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache as once
from typing import Final

from django.db.models import Exists, OuterRef

from accounts.models import User
from campaigns.choices import ListedKind
from campaigns.models import Campaign, CampaignChoice, ListedCode
from campaigns.permissions import CampaignPermission
from campaigns.querysets import CampaignRows
from campaigns.rules import (
    Countdown,
    Span,
    Stretch,
    Usage,
    countdown,
    default_campaign,
    may_close,
    sole_days,
    undecided_days,
)
from core import audit, writing
from core.contributions.desk import Desk
from core.rows import Row
from core.writing import Refused
from rulebook.permissions import RulebookPermission
from rulebook.workdays import workdays

#: Stands for the key of a person in a statement that is put together once for all; nobody has it.
SOMEBODY: Final = -1


@dataclass(frozen=True, slots=True)
class Offer:
    """The campaigns that a person may work in on a day, and the one that is chosen."""

    campaigns: tuple[Campaign, ...]
    current: Campaign | None

    @property
    def is_choice(self) -> bool:
        return len(self.campaigns) > 1

    def named(self, code: str) -> Campaign | None:
        """The campaign of the code, the chosen one without a code; None for a code that is not among them."""
        return next((one for one in self.campaigns if one.code == code), None) if code else self.current


def offer(day: date, user: User | None = None) -> Offer:
    """The campaigns that can be worked in on the day (one query), and the person's own or the usual one.

    Usual is the running campaign of the year, then any that runs, then the latest that ended; before the first one has
    begun, the first one.
    """
    return _offered(_approved(user) if user is None else _approved_for(user), day)


def _approved_for(user: User) -> Iterable[Campaign]:
    """The same as `_approved`, by a statement that was put together once: every page asks for it."""
    statement, values = _statement()
    return Campaign.objects.raw(statement, [user.pk if value == SOMEBODY else value for value in values])


@once
def _statement() -> tuple[str, tuple[object, ...]]:
    return _approved(User(pk=SOMEBODY)).query.sql_with_params()


def _approved(user: User | None) -> CampaignRows[Campaign]:
    chosen = CampaignChoice.objects.filter(user=user, campaign=OuterRef("pk"))
    return Campaign.objects.approved().annotate(is_chosen=Exists(chosen)).order_by("-starts_on", "code")


def _offered(found: Iterable[Campaign], day: date) -> Offer:
    rows: list[Row] = list(found)
    workable = tuple(row for row in rows if row.is_workable(day))
    own = next((row for row in workable if row.is_chosen), None)
    return Offer(workable, own or default_campaign(rows, day))


def current_campaign(day: date, user: User | None = None) -> Campaign | None:
    """The person's campaign on the day with its sectors at hand (two queries), or None where none was set up."""
    return _offered(_approved(user).prefetch_related("sectors"), day).current


def campaign_of(desk: Desk) -> Campaign | None:
    """The campaign of the desk's person; None where there is none, or where the person may not know it."""
    return current_campaign(desk.today, desk.user) if desk.user.may(RulebookPermission.CAMPAIGN_VIEW) else None


def countdown_of(desk: Desk) -> Countdown | None:
    """What is left until the reports of the campaign are due, or None without one."""
    campaign = desk.once(campaign_of)
    return countdown_on(campaign, desk.today) if campaign else None


def countdown_on(campaign: Campaign, today: date) -> Countdown:
    """What is left until the campaign's deadline, by the calendar as the province keeps it (two queries)."""
    days = workdays()
    return countdown(campaign.deadline_on, today, days.overrides, days.is_provisional)


def choose_campaign(*, code: str, by: User, today: date, at: datetime) -> Campaign:
    """Work in another campaign from now on. Raises NotAllowed, Refused."""
    with writing.open_ledger(
        CampaignChoice, code, by=by, permission=RulebookPermission.CAMPAIGN_VIEW, at=at, step="choose"
    ):
        found = Campaign.objects.workable(today).filter(code=code).first()
        if found is None:
            raise Refused(f"没有代码为「{code[:30]}」且正在开展或收尾的专项行动，请在页首重新选择")
        CampaignChoice.objects.update_or_create(user=by, defaults={"campaign": found, "chosen_at": at})
        audit.record("campaign.chosen", by=by, at=at, subject=str(found))
    return found


def days_alone(campaign: int) -> list[Stretch]:
    """When the campaign of the key runs and no other does (one query)."""
    rows = list(Campaign.objects.approved())
    own = next((row for row in rows if row.pk == campaign), None)
    return sole_days(rows, own) if own else []


def days_undecided() -> list[Stretch]:
    """When several campaigns run and none of them is that of a year (one query)."""
    return undecided_days(Campaign.objects.approved())


def duty_sectors(day: date) -> list[str]:
    """Codes of the sectors whose enterprises must insure on the day (law, article 51), whatever campaign runs."""
    return list(ListedCode.objects.in_use(ListedKind.SECTOR, day).order_by("pk").values_list("code", flat=True))


def usage_of(kind: ListedKind, today: date) -> Usage:
    """From when to when the codes of a list are in use, as far as some record might not carry them (one query)."""
    spans: dict[str, tuple[Span, ...]] = {}
    labels: dict[str, str] = {}
    rows = ListedCode.objects.filter(kind=kind).order_by("pk")
    for code, label, begins, ends in rows.values_list("code", "label", "valid_from", "valid_to"):
        spans[code] = (*spans.get(code, ()), (begins, ends))
        labels[code] = label
    return Usage(today, {code: known for code, known in spans.items() if may_close(known, today)}, labels)


def listed(kind: ListedKind, user: User) -> list[ListedCode]:
    """A list of codes with the days of their use."""
    return list(ListedCode.objects.visible_to(user).filter(kind=kind).order_by("pk"))


def sees_setup(user: User) -> bool:
    return user.may(CampaignPermission.CAMPAIGN_SETUP)
