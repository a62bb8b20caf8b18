"""Entry of hazards: what becomes a draft, what may be changed, whose it is, and the event of what was refused."""

import datetime as dt
from dataclasses import replace

import pytest

from accounts.models import User
from core import clock
from core.models import AuditEvent
from core.writing import Refused, Stale
from hazards.models import Hazard
from hazards.services import drafts, notices, rectification
from insurers.hazard_links.models import FoundHazard
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.hazards.life import TODAY

ROAD = "《道路运输企业和城市客运企业安全生产重大事故隐患判定标准（试行）》第三条第一项 未取得许可、未备案或者超出许可范围、有效期经营"


def draft(by: User, **changes: object) -> Hazard:
    return drafts.create_hazard(
        enterprise=life.firm(),
        found=life.found(**changes),
        by=by,
        today=TODAY,
        at=clock.now(),
    )


def edited(hazard: Hazard, by: User, **changes: object) -> Hazard:
    found = life.found(**changes)
    return drafts.edit_hazard(
        hazard=hazard,
        found=found,
        seen=hazard.updated_at,
        by=by,
        today=TODAY,
        at=clock.now(),
    )


def test_a_draft_is_its_writers_side_s_alone_and_has_no_number(cast: Cast) -> None:
    made = draft(cast.insurer_a_clerk)
    assert (made.state, made.hazard_no) == ("DRAFT", "")
    for name, person in cast.everybody().items():
        sees = name in {"insurer_a_clerk", "insurer_a_lead"}
        assert Hazard.objects.visible_to(person).filter(pk=made.pk).exists() == sees, name


def test_criteria_are_those_in_force_on_the_day_found(cast: Cast) -> None:
    with pytest.raises(Refused, match="2023-08-20 有效"):
        draft(cast.insurer_a_clerk, level="MAJOR", basis=ROAD, found_on=dt.date(2023, 8, 20))
    made = draft(cast.insurer_a_clerk, level="MAJOR", basis=ROAD, found_on=dt.date(2023, 10, 8))
    assert made.criterion is not None
    assert draft(cast.insurer_a_clerk, level="MAJOR", basis=life.OTHER).criterion is None
    with pytest.raises(Refused, match="说明理由"):
        draft(cast.insurer_a_clerk, level="MAJOR", basis="其他:")


def test_everything_that_is_wrong_is_said_at_once_and_leaves_an_event(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        draft(cast.insurer_a_clerk, description="短", found_on=dt.date(2023, 12, 1), source="DEPARTMENT", level="MAJOR")
    assert {field for field, _said in refused.value.reasons} == {"description", "found_on", "source", "basis"}
    assert not Hazard.objects.exists()
    assert AuditEvent.objects.filter(action="hazard.refused", detail__step="entered").exists()


def test_the_service_behind_it_is_judged_and_follows_an_edit(cast: Cast) -> None:
    firm = life.firm()
    policy = Policy.objects.get(enterprise=firm)
    first, second = world.activity(policy), world.activity(policy)
    found = life.found(source="SERVICE", source_no=first.activity_no, found_on=first.start_on)
    made = drafts.create_hazard(enterprise=firm, found=found, by=cast.insurer_a_clerk, today=TODAY, at=clock.now())
    assert FoundHazard.objects.get(hazard=made).activity == first
    for wrong in (replace(found, source_no="没有"), replace(found, found_on=first.end_on + dt.timedelta(1))):
        with pytest.raises(Refused):
            drafts.edit_hazard(
                hazard=made, found=wrong, seen=made.updated_at, by=cast.insurer_a_clerk, today=TODAY, at=clock.now()
            )
    moved = replace(found, source_no=second.activity_no, found_on=second.start_on)
    made = drafts.edit_hazard(
        hazard=made, found=moved, seen=made.updated_at, by=cast.insurer_a_clerk, today=TODAY, at=clock.now()
    )
    assert FoundHazard.objects.get(hazard=made).activity == second
    alone = replace(found, source="SELF", source_no="")
    drafts.edit_hazard(
        hazard=made, found=alone, seen=made.updated_at, by=cast.insurer_a_clerk, today=TODAY, at=clock.now()
    )
    assert not FoundHazard.objects.filter(hazard=made).exists()


def test_nobody_but_the_finder_edits(cast: Cast) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    with pytest.raises(Refused, match="由报送的保险机构办理"):
        edited(hazard, cast.hangzhou_officer, source="DEPARTMENT")
    hazard.refresh_from_db()
    assert hazard.source == "SELF"


def test_a_number_keeps_its_year_and_a_level_its_own_step(cast: Cast) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    with pytest.raises(Refused, match="不能改到其他年度"):
        edited(hazard, cast.insurer_a_clerk, found_on=dt.date(2022, 12, 30))
    with pytest.raises(Refused, match="调整等级"):
        edited(hazard, cast.insurer_a_clerk, level="MAJOR", basis=life.OTHER)
    assert edited(hazard, cast.insurer_a_clerk, place="锅炉房").place == "锅炉房"


def test_what_a_waiting_notice_says_is_not_changed_behind_it(cast: Cast) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    advice = {hazard.pk: notices.Advice(TODAY + dt.timedelta(days=15), "更换灭火器")}
    notice = notices.issue_notice(hazards=[hazard], advice=advice, by=cast.insurer_a_clerk, today=TODAY, at=clock.now())
    with pytest.raises(Refused, match="先作废该告知书"):
        edited(hazard, cast.insurer_a_clerk, place="锅炉房")
    notices.void_notice(notice=notice, by=cast.insurer_a_clerk, at=clock.now())
    assert edited(hazard, cast.insurer_a_clerk, place="锅炉房").place == "锅炉房"


def test_two_editors_clash_field_by_field(cast: Cast) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    edited(hazard, cast.insurer_a_lead, place="锅炉房")
    with pytest.raises(Stale) as clash:
        edited(hazard, cast.insurer_a_clerk, place="食堂")
    assert [(one.label, one.stored, one.typed) for one in clash.value.clashes] == [("隐患部位", "锅炉房", "食堂")]


def test_after_the_notice_the_facts_stand(cast: Cast) -> None:
    told = life.told(life.entered(life.firm(), cast.insurer_a_clerk), cast.insurer_a_clerk)
    with pytest.raises(Refused, match="告知书已载明"):
        edited(told, cast.insurer_a_clerk, place="食堂")


def test_a_draft_that_lacks_its_basis_is_not_recorded(cast: Cast) -> None:
    made = draft(cast.insurer_a_clerk)
    Hazard.objects.filter(pk=made.pk).update(level="MAJOR", basis="")
    made.refresh_from_db()
    with pytest.raises(Exception, match="判定标准条款"):
        rectification.record_hazard(hazard=made, by=cast.insurer_a_clerk, at=clock.now())
    made.refresh_from_db()
    assert (made.state, made.hazard_no) == ("DRAFT", "")
