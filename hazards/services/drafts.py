"""Entry of hazards in the portal: a draft, and its correction before the notice."""

from datetime import date, datetime
from typing import Final

from accounts.models import User
from accounts.roles import INSURING
from core import audit, writing
from core.writing import Refused, Seen, Typed
from enterprises.choices import Sector
from enterprises.models import Enterprise
from hazards import guards, sources
from hazards.choices import HazardStatus, NoticeState
from hazards.models import Hazard, NoticeLine
from hazards.models.gathering import plain_of
from hazards.permissions import HazardPermission
from hazards.services.judgement import LABELS, Found, columns_of

#: In which states the facts of a hazard may still be changed by hand; later they are what the notice said.
EDITABLE: Final = frozenset({HazardStatus.DRAFT, HazardStatus.RECORDED})


def create_hazard(*, enterprise: Enterprise, found: Found, by: User, today: date, at: datetime) -> Hazard:
    """Enter a hazard as a draft; it gets its number when it is recorded. Raises NotAllowed, Refused."""
    insurer_id = by.works_for_id if by.role in INSURING else None
    with writing.open_ledger(
        Hazard, enterprise, by=by, permission=HazardPermission.HAZARD_WRITE, at=at, step="entered", on=enterprise
    ):
        _insist_source(enterprise, found, by)
        return enter(enterprise, found, insurer_id=insurer_id, by=by, today=today, at=at)


def enter(
    enterprise: Enterprise, found: Found, *, insurer_id: int | None, by: User, today: date, at: datetime
) -> Hazard:
    """The row of a new draft, in the write of a service that has asked who may enter it. Raises Refused."""
    columns = columns_of(found, today, is_insurer=insurer_id is not None)
    fresh = writing.lock(enterprise)
    row = Hazard.objects.create(
        enterprise=fresh,
        city_id=fresh.city_id,
        county_id=fresh.county_id,
        insurer_id=insurer_id,
        branch_id=by.branch_id,
        sector=fresh.main_sector or Sector.OTHER,
        state=HazardStatus.DRAFT,
        by_hand=True,
        created_at=at,
        updated_at=at,
        **columns,
    )
    sources.link(row)
    audit.record("hazard.entered", by=by, at=at, subject=f"{fresh.uscc} {fresh}", level=found.level)
    return row


def edit_hazard(*, hazard: Hazard, found: Found, seen: Seen, by: User, today: date, at: datetime) -> Hazard:
    """Change the facts before the notice. Raises NotAllowed, Refused, Stale."""
    with writing.open_row(
        hazard, by=by, permission=HazardPermission.HAZARD_WRITE, at=at, step="edited", related=("enterprise",)
    ) as row:
        writing.insist(guards.only_finder(plain_of(row), by))
        _insist_editable(row, found)
        writing.insist_current(row, seen, Typed(LABELS, {name: getattr(found, name) for name in LABELS}))
        _insist_source(row.enterprise, found, by)
        columns = columns_of(found, today, is_insurer=row.insurer_id is not None, kept=row.topic)
        for name, value in columns.items():
            setattr(row, name, value)
        row.updated_at = at
        row.save()
        sources.link(row)
        audit.record("hazard.edited", by=by, at=at, subject=str(row))
    return row


def _insist_source(enterprise: Enterprise, found: Found, by: User) -> None:
    if complaint := sources.complain(found.source, enterprise, found.source_no, found.found_on, by):
        raise Refused(("source_no", complaint))


def _insist_editable(row: Hazard, found: Found) -> None:
    """A number names the year found, a level has its own step, and what a notice holds waits for its receipt."""
    if row.state not in EDITABLE:
        raise Refused(("", f"隐患处于「{row.get_state_display()}」状态，告知书已载明的内容不能修改。"))
    waiting = NoticeLine.objects.filter(hazard=row, notice__state=NoticeState.ISSUED).select_related("notice").first()
    if waiting is not None:
        raise Refused(("", f"隐患已载入待送达的{waiting.notice}，请先作废该告知书再修改。"))
    if row.state == HazardStatus.DRAFT:
        return
    if row.level != found.level:
        raise Refused(("level", "登记后的等级须以「调整等级」办理，并写明理由。"))
    if row.found_on.year != found.found_on.year:
        raise Refused(
            ("found_on", f"编号 {row} 按发现年度编定，发现日期不能改到其他年度；确有错误的请作废后重新登记。")
        )
