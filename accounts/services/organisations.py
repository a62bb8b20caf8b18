"""Organisations and their tree: made, changed and closed by the system administrator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import Division, Organisation, User
from accounts.permissions import AccountPermission
from accounts.rules import complain_code, complain_parent, complain_place
from accounts.services import sectors
from accounts.services.access import drop_sessions
from core import audit
from core.writing import Reason, Refused, Seen, insist, open_ledger, open_row

SENTENCES: Final[Mapping[str, Reason]] = {
    "accounts_organisation_code_key": ("code", "此机构代码已被使用，请另取一个"),
    "letter_code_of_one_organisation": ("letter_code", "此发文代字已由另一单位使用，文号会相混，请另取一个"),
}
#: Which kinds stand above which; the others stand alone.
ABOVE: Final[Mapping[str, frozenset[str]]] = {
    OrganisationKind.CITY_EMERGENCY: frozenset({OrganisationKind.PROVINCIAL_EMERGENCY}),
    OrganisationKind.COUNTY_EMERGENCY: frozenset({OrganisationKind.CITY_EMERGENCY}),
    OrganisationKind.REGULATOR_SUBOFFICE: frozenset({OrganisationKind.PROVINCIAL_REGULATOR}),
    OrganisationKind.INSURER_BRANCH: frozenset({OrganisationKind.INSURER}),
}


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation as entered."""

    code: str
    name: str
    kind: str
    division: Division
    parent: Organisation | None = None
    sector: str = ""
    letter_code: str = ""


def create_organisation(*, body: Body, by: User, at: datetime) -> Organisation:
    """Enter an organisation. Raises NotAllowed, Refused."""
    with open_ledger(
        Organisation,
        body.code,
        by=by,
        permission=AccountPermission.ORGANISATIONS_WRITE,
        at=at,
        step="create-organisation",
        sentences=SENTENCES,
    ):
        insist(complain_code(body.code), "code")
        _insist_sound(body)
        row = Organisation.objects.create(
            code=body.code,
            name=body.name.strip(),
            kind=body.kind,
            division=body.division,
            parent=body.parent,
            sector=body.sector,
            letter_code=body.letter_code.strip(),
        )
        audit.record("organisation.created", by=by, at=at, subject=row.code, after=_values(row))
    return row


def change_organisation(*, row: Organisation, body: Body, seen: Seen, by: User, at: datetime) -> Organisation:
    """Change name, letter code or parent; code and kind stay, as does once people work there what their sight rests on.

    Raises NotAllowed, Refused, Stale.
    """
    with open_row(
        row,
        by=by,
        permission=AccountPermission.ORGANISATIONS_WRITE,
        at=at,
        step="change-organisation",
        seen=seen,
        related=["division"],
        sentences=SENTENCES,
    ) as locked:
        before = _values(locked)
        if locked.people.exists():
            _insist_same_sight(locked, body)
        _insist_sound(body)
        locked.name, locked.letter_code = body.name.strip(), body.letter_code.strip()
        locked.division, locked.parent, locked.sector = body.division, body.parent, body.sector
        locked.version += 1
        locked.save()
        audit.record("organisation.changed", by=by, at=at, subject=locked.code, before=before, after=_values(locked))
    return locked


def close_organisation(*, row: Organisation, seen: Seen, by: User, today: date, at: datetime) -> Organisation:
    """Close an organisation without people in use and without others below it. Raises NotAllowed, Refused, Stale.

    Its rows, documents and former people keep their names.
    """
    with open_row(
        row, by=by, permission=AccountPermission.ORGANISATIONS_WRITE, at=at, step="close-organisation", seen=seen
    ) as locked:
        insist("单位已停用" if locked.closed_on else None)
        working = locked.people.filter(is_active=True).count()
        insist(f"还有 {working} 个在用账号，请先调动或停用" if working else None)
        below = Organisation.objects.working().filter(parent=locked).count()
        insist(f"下属还有 {below} 个在用单位，请先停用或改隶" if below else None)
        locked.closed_on = today
        locked.version += 1
        locked.save(update_fields=["closed_on", "version"])
        for person in User.objects.filter(organisation=locked):
            drop_sessions(person)
        audit.record("organisation.closed", by=by, at=at, subject=locked.code, day=today.isoformat())
    return locked


def _insist_same_sight(row: Organisation, body: Body) -> None:
    """What the people of an organisation see follows from its place, its sector, and as a branch from its insurer."""
    is_branch = row.kind == OrganisationKind.INSURER_BRANCH
    moved = {
        "division": ("所在地", body.division.pk != row.division.pk),
        "sector": ("所管行业", body.sector != row.sector),
        "parent": ("所属保险机构", is_branch and (body.parent.pk if body.parent else None) != row.parent_id),
    }
    for place, (what, is_other) in moved.items():
        insist(f"该单位已有人员，{what}不能变更；请新增单位后把人员调过去" if is_other else None, place)


def _insist_sound(body: Body) -> None:
    insist(None if body.name.strip() else "请填写单位名称", "name")
    insist(complain_place(body.kind, body.division.level), "division")
    if body.kind not in OrganisationKind.values:
        raise Refused(("kind", "单位类别不在列表中"))
    above = ABOVE.get(body.kind, frozenset())
    if above and (body.parent is None or body.parent.kind not in above):
        names = "、".join(str(OrganisationKind(kind).label) for kind in sorted(above))
        raise Refused(("parent", f"须选上级单位，类别为{names}"))
    if not above and body.parent is not None and body.kind != OrganisationKind.SECTOR_AUTHORITY:
        raise Refused(("parent", "此类单位没有上级单位，请留空"))
    if body.parent is not None and body.parent.closed_on is not None:
        raise Refused(("parent", f"上级单位「{body.parent}」已停用"))
    if body.parent is not None:
        insist(complain_parent(body.kind, body.division.code, body.parent.division_id), "parent")
    if body.kind == OrganisationKind.SECTOR_AUTHORITY:
        insist(None if body.sector in sectors.words() else "行业主管部门须选所管行业", "sector")
    else:
        insist("只有行业主管部门才有所管行业，请留空" if body.sector else None, "sector")


def _values(row: Organisation) -> dict[str, object]:
    return {
        "name": row.name,
        "kind": row.kind,
        "division": row.division_id,
        "parent": row.parent_id,
        "sector": row.sector,
        "letter_code": row.letter_code,
    }
