"""Writes of the door: which password stands since when, codes used once, accounts that sleep."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from accounts.choices import AccountDeed
from accounts.door.models import FormerPassword
from accounts.guards import leaves_administrator
from accounts.models import AccountEvent, User
from accounts.permissions import AccountPermission
from accounts.services.access import drop_sessions
from accounts.services.telling import tell
from core import audit
from core.writing import Refused, insist, open_ledger, open_unattended


def note_password(*, person: User, at: datetime) -> datetime:
    """Since when the person's present password stands; a hash that is not on record yet stands since now."""
    newest = FormerPassword.objects.of(person).first()
    if newest is not None and newest.password == person.password:
        return newest.chosen_at
    with transaction.atomic():
        made = FormerPassword.objects.create(person=person, password=person.password, chosen_at=at)
        kept = FormerPassword.objects.of(person).values("pk")[: settings.PASSWORD_HISTORY + 1]
        FormerPassword.objects.of(person).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    return made.chosen_at


def use_code_once(*, factor: Authenticator, step: int) -> bool:
    """Mark the time step of a code as used; False where it was used before. The database decides, not the cache."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=factor.pk)
        if row.data.get("used_step") == step:
            return False
        row.data["used_step"] = step
        row.save(update_fields=["data"])
    factor.data = row.data
    return True


def person_named(name: str) -> User | None:
    """The account of a user name that was proved elsewhere; None where there is none."""
    return User.objects.select_related("organisation").filter(username=name).first()


def close_dormant(*, at: datetime, true_at: datetime) -> list[str]:
    """Disable the accounts that nobody has signed in with for `DORMANT_DAYS`; the names (等保 8.1.4.2 c).

    An account that was enabled again has as many days anew, and of each kind of administrator one always stays.
    """
    days: int = settings.DORMANT_DAYS
    if not days:
        return []
    with open_unattended(at=at, step="close-dormant"):
        since = timedelta(days=days)
        woken = AccountEvent.objects.filter(person=OuterRef("pk"), deed=AccountDeed.ENABLED, at__gte=at - since)
        people = User.objects.select_for_update().filter(is_active=True)
        sleeping = people.annotate(last=Coalesce("last_login", "date_joined")).filter(last__lt=true_at - since)
        names = []
        for person in sleeping.exclude(Exists(woken)).order_by("last", "pk"):
            others = User.objects.filter(role=person.role, is_active=True).exclude(pk=person.pk).count()
            if leaves_administrator(person, others):
                continue
            person.is_active = False
            person.save(update_fields=["is_active"])
            names.append(person.username)
            tell(person, AccountDeed.DORMANT, f"{days} 天没有登录", by=None, at=at)
    return names


def take_factors(*, username: str, reason: str, by: User, at: datetime) -> User:
    """Remove all second factors of a person and end the sessions: somebody lost them. Raises NotAllowed, Refused.

    Nobody takes the own ones away: who could not show them would need no second person.
    """
    with open_ledger(User, username, by=by, permission=AccountPermission.FACTORS_TAKE, at=at, step="take-factors"):
        person = User.objects.select_for_update(of=("self",)).filter(username=username).first()
        if person is None:
            raise Refused(("username", f"没有用户名为“{username}”的账号，请核对"))
        insist("不能移除本人的验证方式，请由另一名安全管理员办理" if person.pk == by.pk else None, "username")
        factors = Authenticator.objects.filter(user=person)
        kinds = sorted(set(factors.values_list("type", flat=True)))
        insist(None if kinds else f"{person}没有登记第二种验证方式，不需要移除", "username")
        factors.delete()
        drop_sessions(person)
        tell(person, AccountDeed.FACTORS_TAKEN, reason.strip(), by=by, at=at)
        audit.record("factor.taken", by=by, at=at, subject=person.username, factor=kinds, reason=reason.strip()[:200])
    return person
