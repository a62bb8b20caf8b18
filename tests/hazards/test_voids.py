"""Void by two persons of one organisation, and changes of the level."""

import pytest

from accounts.models import User
from core import clock
from core.gate import NotAllowed
from core.writing import Refused
from hazards.models import Hazard, VoidRequest
from hazards.services import reminders, voids
from tests.cast import Cast
from tests.hazards import life
from tests.moving import move


def asked(hazard: Hazard, by: object) -> None:
    voids.ask_void(hazard=hazard, reason="重复登记", by=by, at=clock.now())  # type: ignore[arg-type]


def test_void_needs_a_second_person_and_keeps_its_number(cast: Cast) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    asked(hazard, cast.insurer_a_clerk)
    with pytest.raises(Refused, match="须由另一人办理，提出人本人不能办理"):
        voids.agree_void(hazard=hazard, by=cast.insurer_a_clerk, at=clock.now())
    with pytest.raises(Refused, match="已有一份"):
        asked(hazard, cast.insurer_a_lead)
    void = voids.agree_void(hazard=hazard, by=cast.insurer_a_lead, at=clock.now())
    assert (void.state, void.hazard_no) == ("VOID", hazard.hazard_no)
    assert life.entered(life.firm(), cast.insurer_a_clerk).hazard_no.endswith("000002")


def test_what_a_bureau_asked_for_no_other_bureau_agrees_to(cast: Cast) -> None:
    hazard = life.hazard(life.firm(), by="", source="DEPARTMENT")
    asked(hazard, cast.hangzhou_officer)
    with pytest.raises(Refused, match="申请人所在单位的另一人"):
        voids.agree_void(hazard=hazard, by=cast.xihu_county, at=clock.now())
    assert voids.agree_void(hazard=hazard, by=cast.hangzhou_lead, at=clock.now()).state == "VOID"


def test_who_asked_and_has_moved_leaves_the_request_to_the_office(cast: Cast) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    asked(hazard, cast.insurer_a_clerk)
    move(cast.insurer_a_clerk, cast.insurer_b_clerk.organisation)
    waits = {one.person_id for one in reminders.items(clock.today()) if one.what == "审核作废申请"}
    assert cast.insurer_a_lead.pk in waits
    assert not User.objects.filter(pk__in=waits, organisation=cast.insurer_b_clerk.organisation).exists()
    with pytest.raises(NotAllowed):
        voids.agree_void(hazard=hazard, by=cast.insurer_b_clerk, at=clock.now())
    assert voids.agree_void(hazard=hazard, by=cast.insurer_a_lead, at=clock.now()).state == "VOID"


def test_a_request_is_declined_or_taken_back(cast: Cast) -> None:
    hazard = life.hazard(life.firm())
    asked(hazard, cast.insurer_a_clerk)
    voids.decline_void(hazard=hazard, by=cast.insurer_a_lead, at=clock.now())
    asked(hazard, cast.insurer_a_clerk)
    voids.decline_void(hazard=hazard, by=cast.insurer_a_clerk, at=clock.now())
    assert list(VoidRequest.objects.values_list("answered_by__username", flat=True)) == ["ins-a-zj-lead", None]


def test_another_insurer_cannot_touch_it(cast: Cast) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    assert not Hazard.objects.visible_to(cast.insurer_b_clerk).exists()
    with pytest.raises(NotAllowed):
        asked(hazard, cast.insurer_b_clerk)


def test_level_changes_name_basis_and_reason(cast: Cast) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk)

    def changed(level: str, basis: str, reason: str) -> Hazard:
        return voids.change_level(
            hazard=hazard, level=level, basis=basis, reason=reason, by=cast.insurer_a_clerk, at=clock.now()
        )

    with pytest.raises(Refused, match="判定标准条款"):
        changed("MAJOR", "", "复核")
    with pytest.raises(Refused, match="写明理由"):
        changed("MAJOR", life.OTHER, " ")
    raised = changed("MAJOR", life.OTHER, "专家复核")
    assert raised.level == "MAJOR"
    assert raised.level_changes.get().reason == "专家复核"


def test_what_waits_for_review_keeps_its_level(cast: Cast) -> None:
    clerk = cast.insurer_a_clerk
    waiting = life.submitted(life.told(life.entered(life.firm(), clerk), clerk), clerk)
    with pytest.raises(Refused, match="先由复查人退回整改"):
        voids.change_level(hazard=waiting, level="MAJOR", basis=life.OTHER, reason="复核", by=clerk, at=clock.now())
