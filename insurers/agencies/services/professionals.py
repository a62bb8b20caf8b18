"""The register of those who serve (N30): each organisation keeps its own people, and an entry is never deleted."""

from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from core import audit, writing
from core.gate import NotAllowed
from core.people import Visitor
from core.writing import Refused, Seen
from insurers.agencies.choices import ProfessionalKind
from insurers.agencies.models import Professional
from insurers.agencies.permissions import AgencyPermission
from insurers.agencies.querysets import ProfessionalRows
from insurers.agencies.rules import Profile

#: Which kinds of person an organisation keeps.
KEPT_BY: Final[dict[str, tuple[ProfessionalKind, ...]]] = {
    OrganisationKind.SERVICE_AGENCY: (ProfessionalKind.AGENCY,),
    OrganisationKind.INSURER: (ProfessionalKind.OWN, ProfessionalKind.EXPERT),
}

#: What a change writes: all that was entered.
WRITTEN: Final = Profile.__slots__


def enter_professional(*, profile: Profile, by: User, at: datetime) -> Professional:
    """Enter a person of one's own organisation. Raises NotAllowed, Refused."""
    with writing.open_ledger(
        Professional,
        profile.name,
        by=by,
        permission=AgencyPermission.PROFESSIONAL_EDIT,
        at=at,
        step="professional-entered",
        sentences=_once(profile),
    ):
        _insist(profile, by.organisation)
        values = {name: getattr(profile, name) for name in WRITTEN}
        row = Professional.objects.create(organisation=by.organisation, **values, created_at=at, updated_at=at)
        audit.record("professional.entered", by=by, at=at, subject=str(row), kind=row.kind)
    return row


def change_professional(
    *, person: Professional, profile: Profile, by: User, at: datetime, seen: Seen | None = None
) -> Professional:
    """Change an entry, as when a certificate is renewed. Raises NotAllowed, Refused, Stale."""
    with _open(person, by, at, "professional-changed", seen, profile) as locked:
        _insist(profile, locked.organisation)
        for name in WRITTEN:
            setattr(locked, name, getattr(profile, name))
        locked.updated_at = at
        locked.save()
        audit.record("professional.changed", by=by, at=at, subject=str(locked), valid_to=str(locked.valid_to or ""))
    return locked


def let_go(*, person: Professional, left_on: date, by: User, today: date, at: datetime) -> Professional:
    """Note the last day of a person, who is not offered for later days. Raises NotAllowed, Refused."""
    with _open(person, by, at, "professional-left") as locked:
        if locked.left_on is not None:
            raise Refused(f"「{locked}」已于 {locked.left_on} 离职，无须重复登记。")
        if left_on > today:
            raise Refused(("left_on", f"离职日期 {left_on} 晚于今天（{today}），请到期后登记。"))
        if left_on < locked.valid_from:
            raise Refused(("left_on", f"离职日期 {left_on} 早于证书有效期起 {locked.valid_from}，请核对。"))
        locked.left_on, locked.updated_at = left_on, at
        locked.save(update_fields=["left_on", "updated_at"])
        audit.record("professional.left", by=by, at=at, subject=str(locked), left_on=left_on.isoformat())
    return locked


def take_back(*, person: Professional, by: User, at: datetime) -> Professional:
    """Take the note of a last day away again. Raises NotAllowed, Refused."""
    with _open(person, by, at, "professional-back") as locked:
        if locked.left_on is None:
            raise Refused(f"「{locked}」在册，无须恢复。")
        locked.left_on, locked.updated_at = None, at
        locked.save(update_fields=["left_on", "updated_at"])
        audit.record("professional.back", by=by, at=at, subject=str(locked))
    return locked


def offered_professionals(user: Visitor, day: date, agency: str = "") -> ProfessionalRows[Professional]:
    """Whom a form offers for a service on the day; with the name of an `agency` its people and the user's own."""
    rows: ProfessionalRows[Professional] = Professional.objects.visible_to(user).serving_on(day)
    chosen = Organisation.objects.agencies().filter(name=agency) if agency else Organisation.objects.none()
    own = getattr(user, "organisation_id", None)
    if agency:
        rows = rows.filter(organisation__in=[own, *chosen.values_list("pk", flat=True)])
    return rows.select_related("organisation").order_by("organisation", "name", "pk")


def _open(
    person: Professional, by: User, at: datetime, step: str, seen: Seen | None = None, profile: Profile | None = None
) -> AbstractContextManager[Professional]:
    """A write to an entry by whoever keeps it. Raises NotAllowed."""
    if person.organisation_id != by.organisation_id:
        raise NotAllowed(f"{by} does not keep {person}")
    return writing.open_row(
        person,
        by=by,
        permission=AgencyPermission.PROFESSIONAL_EDIT,
        at=at,
        step=step,
        seen=seen,
        related=("organisation",),
        sentences=_once(profile) if profile else None,
    )


def _insist(profile: Profile, organisation: Organisation) -> None:
    """The entry is sound, and of a kind that the organisation keeps. Raises Refused."""
    found = profile.complaints()
    if profile.kind not in KEPT_BY.get(organisation.kind, ()):
        found.append(("kind", f"人员类别不属于{organisation}登记的范围，请更正。"))
    if found:
        raise Refused(*found)


def _once(profile: Profile) -> dict[str, writing.Reason]:
    sentence = f"证书编号「{profile.certificate_no}」已登记在本机构名下，请在原有登记上变更有效期。"
    return {"professional_once": ("certificate_no", sentence)}
