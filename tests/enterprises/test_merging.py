"""A merge of doubles: compared, decided by a second person, undone while nothing was built on it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Division
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused
from enterprises.choices import MergeState
from enterprises.initials import refresh
from enterprises.models import Enterprise, EnterpriseName, Merge
from enterprises.services.merges import approve_merge, refuse_merge, undo_merge, withdraw_merge
from enterprises.services.transfers import offer_transfer, take_transfer
from insurers.activities.models import Activity
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.merging import merge, propose

Browser = Callable[[Any], Client]


def later(minutes: int = 5) -> datetime:
    return world.now() + timedelta(minutes=minutes)


def undo(of: Merge, by: Any) -> Merge:
    return undo_merge(merge=of, reason="经核对不是同一企业", by=by, at=later())


def test_a_merge_asks_a_second_person_of_the_bureau(cast: Cast, as_user: Browser) -> None:
    loser, winner = world.enterprise(name="示例旧登记有限公司"), world.enterprise(name="示例新登记有限公司")
    held = world.policy(loser)
    asking, deciding = as_user(cast.hangzhou_officer), as_user(cast.hangzhou_lead)
    page = asking.get(f"/enterprises/{loser.pk}/merge/", {"uscc": winner.uscc})
    pairs = {str(pair.label): pair for pair in page.context["pairs"]}
    assert (pairs["企业名称"].loser, pairs["企业名称"].winner) == (loser.name, winner.name)
    assert pairs["企业名称"].differs
    assert not pairs["从业人员数"].differs
    assert (pairs["保单台账"].loser, pairs["保单台账"].winner) == (1, 0)
    sent = {"uscc": winner.uscc, "reason": "同一营业执照"}
    assert asking.post(f"/enterprises/{loser.pk}/merge/", sent).status_code == 302
    waiting = Merge.objects.get()
    held.refresh_from_db()
    assert (waiting.state, held.enterprise_id) == (MergeState.PROPOSED, loser.pk)
    assert "待另一名工作人员复核" in asking.get(f"/enterprises/{winner.pk}/").content.decode()
    with pytest.raises(Refused, match="提出人本人不能办理"):
        approve_merge(merge=waiting, by=cast.hangzhou_officer, at=later())
    assert f"/merges/{waiting.pk}/" in deciding.get("/").content.decode()
    assert f"/merges/{waiting.pk}/" not in asking.get("/").content.decode()
    assert "同意合并" in deciding.get(f"/merges/{waiting.pk}/").content.decode()
    assert "同意合并" not in asking.get(f"/merges/{waiting.pk}/").content.decode()
    assert deciding.post(f"/merges/{waiting.pk}/approve/").status_code == 302
    held.refresh_from_db()
    assert held.enterprise_id == winner.pk
    assert {"enterprise.merge-proposed", "enterprise.merged"} <= set(
        AuditEvent.objects.values_list("action", flat=True)
    )


def test_a_merge_is_refused_with_a_reason_or_taken_back(cast: Cast, as_user: Browser) -> None:
    loser, winner = world.enterprise(), world.enterprise()
    first = propose(loser, winner, cast.hangzhou_officer)
    with pytest.raises(Refused, match="理由"):
        refuse_merge(merge=first, note=" ", by=cast.hangzhou_lead, at=later())
    answer = as_user(cast.hangzhou_lead).post(f"/merges/{first.pk}/refuse/", {"reason": "两家企业"}, follow=True)
    assert "两家企业" in answer.content.decode()
    second = propose(loser, winner, cast.hangzhou_officer)
    withdraw_merge(merge=second, by=cast.hangzhou_officer, at=later())
    assert set(Merge.objects.values_list("state", flat=True)) == {MergeState.REFUSED, MergeState.WITHDRAWN}
    assert Enterprise.objects.standing().filter(pk__in=[loser.pk, winner.pk]).count() == 2
    with pytest.raises(NotAllowed):
        withdraw_merge(merge=second, by=cast.quzhou_officer, at=later())


def test_undoing_gives_back_what_the_merge_took(cast: Cast, as_user: Browser) -> None:
    first, loser = world.enterprise(name="示例最早登记"), world.enterprise(name="示例旧登记")
    winner = world.enterprise("330102", name="示例新登记")
    merge(first, loser, cast.hangzhou_officer)
    moving, staying = world.policy(loser), world.policy(winner, "INS-B-ZJ")
    service = world.activity(moving)
    before = Enterprise.objects.in_bulk([loser.pk, winner.pk])
    done = merge(loser, winner, cast.hangzhou_officer)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    sent = {"reason": "经核对不是同一企业"}
    assert as_user(cast.hangzhou_officer).post(f"/merges/{done.pk}/undo/", sent).status_code == 302
    assert Merge.objects.get(pk=done.pk).state == MergeState.UNDONE
    after = Enterprise.objects.in_bulk([loser.pk, winner.pk])
    for pk, entry in after.items():
        assert (entry.insured_by, entry.merged_into_id) == (before[pk].insured_by, None)
    place: tuple[object, object] = (loser.pk, loser.county_id)
    assert Policy.objects.values_list("enterprise", "county").get(pk=moving.pk) == place
    assert Activity.objects.values_list("enterprise", "county").get(pk=service.pk) == place
    assert Policy.objects.get(pk=staying.pk).enterprise_id == winner.pk
    assert Enterprise.objects.get(pk=first.pk).merged_into_id == loser.pk
    assert not EnterpriseName.objects.filter(enterprise=winner).exists()
    assert merge(loser, winner, cast.hangzhou_officer).state == MergeState.MERGED


def test_what_was_built_on_a_merge_keeps_it(cast: Cast) -> None:
    loser, winner = world.enterprise(), world.enterprise()
    held = world.policy(loser)
    done = merge(loser, winner, cast.hangzhou_officer)
    held.refresh_from_db()
    made = world.activity(held, created_at=later(1), updated_at=later(1))
    with pytest.raises(Refused, match="服务记录有 1 条新增或者变动"):
        undo(done, cast.hangzhou_lead)
    Activity.objects.filter(pk=made.pk).delete()
    Policy.objects.filter(pk=held.pk).update(updated_at=later(2))
    with pytest.raises(Refused, match="保单台账有 1 条新增或者变动"):
        undo(done, cast.hangzhou_lead)
    Policy.objects.filter(pk=held.pk).update(updated_at=done.decided_at)
    with pytest.raises(Refused, match="理由"):
        undo_merge(merge=done, reason="", by=cast.hangzhou_lead, at=later())
    with pytest.raises(NotAllowed):
        undo(done, cast.quzhou_officer)
    assert undo(done, cast.hangzhou_lead).state == MergeState.UNDONE


def test_a_later_merge_or_transfer_keeps_an_earlier_merge(cast: Cast) -> None:
    one, two, three, four = (world.enterprise() for _ in range(4))
    early = merge(one, two, cast.hangzhou_officer)
    late = propose(three, two, cast.hangzhou_officer)
    late = approve_merge(merge=late, by=cast.hangzhou_lead, at=later(1))
    with pytest.raises(Refused, match="又办理过合并"):
        undo(early, cast.hangzhou_lead)
    undo(late, cast.hangzhou_lead)
    transfer = offer_transfer(
        enterprise=two,
        to_city=Division.objects.get(code="330800"),
        reason="迁址",
        by=cast.hangzhou_officer,
        at=later(2),
    )
    county = Division.objects.get(code="330802")
    take_transfer(transfer=transfer, county=county, by=cast.quzhou_officer, at=later(3))
    with pytest.raises(NotAllowed):
        undo(early, cast.hangzhou_lead)
    assert four.merged_into_id is None


def test_the_entry_to_keep_is_found_by_initials_within_the_city(cast: Cast, as_user: Browser) -> None:
    loser, near = world.enterprise(name="示例旧登记"), world.enterprise("330102", name="西湖示例化工有限公司")
    far = world.enterprise(world.QUZHOU, name="西湖示例化工有限公司")
    refresh()
    page = as_user(cast.hangzhou_officer).get(f"/enterprises/{loser.pk}/merge/", {"q": "xhslhg"})
    assert page.context["found"] == [near]
    assert far.uscc not in page.content.decode()
    nobody = as_user(cast.hangzhou_officer).get(f"/enterprises/{loser.pk}/merge/", {"q": "没有这家"})
    assert "没有符合的其他登记" in nobody.content.decode()


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("hzslhg", True),
        ("HZSLHG", True),
        ("hgyx", True),
        ("abc", True),
        ("杭州示例", True),
        ("91", True),
        ("zzzz", False),
    ],
)
def test_enterprises_are_found_by_initials_as_hazards_are(cast: Cast, as_user: Browser, text: str, finds: bool) -> None:
    firm = world.enterprise(name="杭州示例化工有限公司ABC厂")
    refresh()
    page = as_user(cast.hangzhou_officer).get("/enterprises/", {"q": text}).content.decode()
    assert (firm.name in page) is finds
