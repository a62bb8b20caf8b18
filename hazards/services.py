"""Entry of hazards in the portal: permission first, one transaction, row lock, audit; a refusal is an event, too."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from core.conflicts import RowChanged, clashes
from core.gate import require
from core.history import last_writer
from enterprises.models import Enterprise
from hazards import guards, sources
from hazards.choices import NoticeState
from hazards.gathering import plain_of
from hazards.judging import LABELS, Found, HazardRefused, judged
from hazards.models import Hazard, NoticeLine
from hazards.moving import attempted, written

#: In which states the facts of a hazard may still be changed by hand; later they are what the notice said.
EDITABLE: Final = frozenset({"DRAFT", "RECORDED"})


def create_hazard(*, enterprise: Enterprise, found: Found, by: User, today: date, at: datetime) -> Hazard:
    """Enter a hazard as a draft; it gets its number when it is recorded. Raises NotAllowed, HazardRefused."""
    with attempted(enterprise, by, at, "entered"):
        require(by, Permission.HAZARD_WRITE, on=enterprise)
        insurer_id = by.organisation_id if by.role == "INSURER" else None
        columns = judged(found, today, is_insurer=insurer_id is not None)
        _insist_source(enterprise, found, by)
        with written(by, at, "entered"), transaction.atomic():
            fresh = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
            row = Hazard.objects.create(
                enterprise=fresh, city_id=fresh.city_id, county_id=fresh.county_id, insurer_id=insurer_id,
                sector=fresh.main_sector or "OTHER", state="DRAFT", by_hand=True, created_at=at, updated_at=at, **columns,
            )  # fmt: skip
            sources.link(row)
            audit.record("hazard.entered", by=by, at=at, subject=f"{fresh.uscc} {fresh}", level=found.level)
    return row


def edit_hazard(*, hazard: Hazard, found: Found, seen: datetime | None, by: User, today: date, at: datetime) -> Hazard:
    """Change the facts before the notice. Raises NotAllowed, HazardRefused, RowChanged."""
    with attempted(hazard, by, at, "edited"):
        require(by, Permission.HAZARD_WRITE, on=hazard)
        with written(by, at, "edited"), transaction.atomic():
            row = Hazard.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=hazard.pk)
            if refused := guards.only_finder(plain_of(row), by):
                raise HazardRefused(("", f"{refused}。"))
            _insist_editable(row, found)
            if row.updated_at != seen:
                person = User.objects.filter(pk=last_writer(row) or 0).first()
                stored, typed = ({name: getattr(one, name) for name in LABELS} for one in (row, found))
                raise RowChanged(str(person or "其他人员"), clashes(LABELS, stored, typed), row.updated_at.isoformat())
            _insist_source(row.enterprise, found, by)
            for name, value in judged(found, today, is_insurer=row.insurer_id is not None).items():
                setattr(row, name, value)
            row.updated_at = at
            row.save()
            sources.link(row)
            audit.record("hazard.edited", by=by, at=at, subject=str(row))
    return row


def _insist_source(enterprise: Enterprise, found: Found, by: User) -> None:
    if complaint := sources.complain(found.source, enterprise, found.source_no, found.found_on, by):
        raise HazardRefused(("source_no", complaint))


def _insist_editable(row: Hazard, found: Found) -> None:
    """A number names the year found, a level has its own step, and what a notice holds waits for its receipt."""
    if row.state not in EDITABLE:
        raise HazardRefused(("", f"隐患处于「{row.get_state_display()}」状态，告知书已载明的内容不能修改。"))
    waiting = NoticeLine.objects.filter(hazard=row, notice__state=NoticeState.ISSUED).select_related("notice").first()
    if waiting is not None:
        raise HazardRefused(("", f"隐患已载入待送达的{waiting.notice}，请先作废该告知书再修改。"))
    if row.state == "DRAFT":
        return
    if row.level != found.level:
        raise HazardRefused(("level", "登记后的等级须以「调整等级」办理，并写明理由。"))
    if row.found_on.year != found.found_on.year:
        raise HazardRefused(
            ("found_on", f"编号 {row} 按发现年度编定，发现日期不能改到其他年度；确有错误的请作废后重新登记。")
        )
