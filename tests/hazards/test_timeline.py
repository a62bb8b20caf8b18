"""The whole life as the database wrote it: steps, corrections and raw writes, by whom, for whom, before and after."""

import re

import pytest
from django.db import InternalError, connection
from django.utils import translation

from accounts.models import User
from core import clock
from hazards.figures.timeline import moments_of
from hazards.models import Hazard
from hazards.services import enforcement, rectification
from tests.cast import Cast
from tests.hazards import life


@pytest.mark.django_db(transaction=True)
def test_raw_and_bulk_writes_are_told_as_such(cast: Cast) -> None:
    """In transactions of their own, as another program's writes are."""
    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE hazards_hazard SET place = '五号楼' WHERE id = %s", [hazard.pk])
    Hazard.objects.filter(pk=hazard.pk).update(place="六号楼")
    hazard.note = "补记"
    Hazard.objects.bulk_update([hazard], ["note"])
    last = moments_of(hazard, cast.insurer_a_clerk)[-3:]
    assert {(one.title, one.is_correction, one.who) for one in last} == {("更正", True, "")}
    told = [(c.label, c.before, c.after) for one in last for c in one.changes]
    assert told == [("隐患部位", "三号车间", "五号楼"), ("隐患部位", "五号楼", "六号楼"), ("备注", "—", "补记")]


def test_who_for_whom_and_with_which_name_then(cast: Cast) -> None:
    clerk = cast.insurer_a_clerk
    hazard = life.entered(life.firm(), clerk)
    going = life.begun(life.told(hazard, clerk), clerk)
    User.objects.filter(pk=clerk.pk).update(display_name="后来改名")
    moments = {one.title: one for one in moments_of(going, clerk)}
    begun = moments["已书面告知 → 整改中"]
    assert (begun.who, begun.organisation) == (str(clerk), clerk.organisation.name)
    assert begun.on_behalf == going.enterprise.name
    assert moments["草稿 → 已登记"].on_behalf == ""


def test_steps_that_are_no_move_have_their_name_and_are_no_correction(cast: Cast) -> None:
    hazard = life.hazard(life.firm(), level="MAJOR")
    enforcement.set_supervision(hazard=hazard, level="CITY", by=cast.hangzhou_officer, at=clock.now())
    life.treated(hazard, cast.insurer_a_clerk)
    rectification.add_files(hazard=hazard, slot="before", files=[life.photo()], by=cast.insurer_a_clerk, at=clock.now())
    said = {one.title: one for one in moments_of(hazard, cast.insurer_a_clerk)}
    assert not any(said[title].is_correction for title in ("填写整改方案", "添加附件"))
    points = {c.label: (c.before, c.after) for c in said["填写整改方案"].changes}
    assert points["资金落实"] == ("—", "已落实，已落实，王某，36,500.00 元")
    assert ("挂牌督办级别", "无", "市级") in [(c.label, c.before, c.after) for c in said["挂牌督办"].changes]


def test_on_an_english_page_the_steps_and_the_points_of_the_plan_are_english(cast: Cast) -> None:
    """The entry of an uploaded hazard read 「登记入库（Closed off）」, and each move told of the state once more."""
    hazard = life.hazard(life.firm(), level="MAJOR")
    enforcement.set_supervision(hazard=hazard, level="CITY", by=cast.hangzhou_officer, at=clock.now())
    life.treated(hazard, cast.insurer_a_clerk)
    going = life.begun(
        life.told(life.entered(life.firm(), cast.insurer_a_clerk), cast.insurer_a_clerk), cast.insurer_a_clerk
    )
    with translation.override("en"):
        told = [*moments_of(hazard, cast.insurer_a_clerk), *moments_of(going, cast.insurer_a_clerk)]
    assert not [one.title for one in told if re.search("[一-鿿]", one.title)]
    assert "Entered (Draft)" in {one.title for one in told}
    points = {c.label: c.after for one in told if one.title == "Treatment plan written" for c in one.changes}
    assert points["Money settled"] == "settled, 已落实, 王某, 36,500.00 yuan", "the words that a person wrote stay"
    moved = next(one for one in told if one.is_move)
    assert "State" not in {change.label for change in moved.changes}


def test_an_edit_is_a_correction_with_before_and_after(cast: Cast) -> None:
    from hazards.services import drafts

    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    drafts.edit_hazard(
        hazard=hazard,
        found=life.found(place="锅炉房"),
        seen=hazard.updated_at,
        by=cast.insurer_a_lead,
        today=life.TODAY,
        at=clock.now(),
    )
    moments = [one for one in moments_of(hazard, cast.insurer_a_clerk) if one.is_correction]
    assert [(one.who, [(c.before, c.after) for c in one.changes]) for one in moments] == [
        (str(cast.insurer_a_lead), [("三号车间", "锅炉房")])
    ]


@pytest.mark.django_db(transaction=True)
def test_a_side_row_that_is_written_past_the_portal_is_a_correction_and_none_can_be_deleted(cast: Cast) -> None:
    clerk = cast.insurer_a_clerk
    hazard = life.submitted(life.told(life.entered(life.firm(), clerk), clerk), clerk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE hazards_submission SET submitted_by_id = %s", [cast.insurer_a_lead.pk])
        cursor.execute("UPDATE hazards_hazard SET submitted_by_id = %s", [cast.insurer_a_lead.pk])
    last = moments_of(hazard, clerk)[-2:]
    assert [(one.title, one.is_correction) for one in last] == [("更正：整改结果", True), ("更正", True)]
    assert [(c.before, c.after) for one in last for c in one.changes] == [(str(clerk), str(cast.insurer_a_lead))] * 2
    with pytest.raises(InternalError, match="Cannot delete"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM hazards_submission")
