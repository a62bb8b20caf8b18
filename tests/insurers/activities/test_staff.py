"""Staff of a service who are not registered are a question, never a fault; corrections and waiting work are marked."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation
from insurers.activities.models import Activity, ActivityDetail
from insurers.activities.staff import doubts_about, with_doubts
from tests import world
from tests.cast import Cast

SignIn = Callable[[Any], Client]


@pytest.fixture
def insurer(cast: Cast) -> Organisation:
    return cast.insurer_a_clerk.organisation


def service(**changes: Any) -> Activity:
    return world.activity(world.policy(world.enterprise()), **changes)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({}, None),
        ({"kind": "EXPERT", "valid_to": None}, None),
        ({"valid_to": date(2023, 9, 1), "left_on": date(2023, 9, 1)}, None),
        ({"valid_to": date(2023, 8, 31)}, "不含服务日期 2023-09-01"),
        ({"valid_from": date(2023, 9, 2)}, "不含服务日期 2023-09-01"),
        ({"left_on": date(2023, 8, 1)}, "已于 2023-08-01 离职"),
        ({"name": "王某"}, "「李某」未在服务人员名册登记"),
    ],
)
def test_sentence_and_query_agree(insurer: Organisation, entry: dict[str, Any], words: str | None) -> None:
    world.professional(insurer, **entry)
    given = service(staff="李某")
    doubts = doubts_about(given)
    assert (words is None) == (not doubts)
    assert words is None or words in doubts[0]
    assert with_doubts(Activity.objects.all()).exists() == bool(doubts)


def test_people_of_the_agency_or_the_insurer_serve_together(cast: Cast, insurer: Organisation) -> None:
    agency = cast.agency.organisation
    world.professional(agency, name="李某")
    world.professional(insurer, name="王某")
    assert doubts_about(service(staff="李某、王某", agency=agency)) == []
    alone = service(staff="李某, 王某；李某")
    assert len(doubts_about(alone)) == 1, "an agency's people do not serve where it was not named"
    assert [row.pk for row in with_doubts(Activity.objects.all())] == [alone.pk]


def test_the_question_stands_on_page_and_list_and_form(cast: Cast, as_user: SignIn, insurer: Organisation) -> None:
    client = as_user(cast.insurer_a_clerk)
    given, void = service(staff="无名"), service(staff="无名", state="VOID")
    shown = client.get(f"/activities/{given.pk}/").content.decode()
    assert "「无名」未在服务人员名册登记" in shown
    assert 'href="/professionals/"' in shown.partition("<main")[2]
    sector = as_user(cast.builder_authority)
    assert sector.get("/professionals/").status_code == 403
    built = world.activity(world.policy(world.enterprise(sectors=["CONSTR"], main_sector="CONSTR")), staff="无名")
    seen = sector.get(f"/activities/{built.pk}/").content.decode()
    assert "「无名」" in seen
    assert 'href="/professionals/"' not in seen, "which it may not open"
    assert "未在服务人员名册登记" not in client.get(f"/activities/{void.pk}/").content.decode()
    asked = {row.pk for row in client.get("/activities/", {"ask": "staff"}).context["rows"]}
    assert asked == {given.pk, built.pk}
    world.professional(insurer, name="无名")
    assert client.get("/activities/", {"ask": "staff"}).context["page"].paginator.count == 0


def test_a_list_marks_what_was_corrected_and_what_corrects(cast: Cast, as_user: SignIn) -> None:
    before = service(state="FILED")
    later = service(state="DONE")
    ActivityDetail.objects.create(activity=later, corrects=before, correction_reason="人数填错", updated_at=world.now())
    client = as_user(cast.insurer_a_clerk)
    page = client.get("/activities/").content.decode()
    assert f'title="{later.activity_no}">已更正' in page
    assert f'title="{before.activity_no}">更正记录' in page
    for mark, row in (("CORRECTED", before), ("CORRECTING", later)):
        assert [one.pk for one in client.get("/activities/", {"mark": mark}).context["rows"]] == [row.pk]


def test_what_waits_stands_on_the_workbench_with_its_list(cast: Cast, as_user: SignIn) -> None:
    for state in ("RETURNED", "DONE", "RECORDED", "VISITED", "CONFIRMED"):
        service(state=state)
    service(state="SCHEDULED")
    asked = service(state="RECORDED")
    ActivityDetail.objects.create(
        activity=asked, void_asked_by=cast.insurer_a_clerk, void_asked_at=world.now(), updated_at=world.now()
    )
    client = as_user(cast.insurer_a_clerk)
    page = client.get("/").content.decode()
    lines = {
        "1 次服务在抽查中被退回": {"state": "RETURNED"},
        "1 次服务已完成，待提交记录": {"state": "DONE"},
        "2 次服务待回访": {"state": "RECORDED"},
        "1 次服务待投保单位确认": {"state": "VISITED"},
        "1 次服务待归档": {"state": "CONFIRMED"},
        "1 次服务已到服务日期": {"mark": "TO_DO"},
        "1 次服务的作废申请待复核": {"mark": "VOID_ASKED"},
    }
    for words, chosen in lines.items():
        assert words in page, words
        assert client.get("/activities/", chosen).context["page"].paginator.count == int(words[0])
    assert "待回访" not in as_user(cast.hangzhou_officer).get("/").content.decode()
