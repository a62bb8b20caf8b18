"""The one door for writes: who may, on which row, in one transaction, with one event of what is refused."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.test import Client

from accounts.models import User
from core import audit, clock, writing
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused, Seen, Stale, Typed
from hazards.choices import HazardLevel
from hazards.models import Hazard
from hazards.permissions import HazardPermission
from hazards.views.steps import STEPS
from inspections.models import InspectedEnterprise, Task
from rulebook.models import DatedRule
from rulebook.permissions import RulebookPermission
from tests.cast import Cast
from tests.hazards import life

LABELS = {"place": "隐患部位", "note": "备注"}


@pytest.fixture
def row(cast: Cast) -> Hazard:
    """A hazard of insurer A; the cast is seeded before it."""
    return life.hazard(life.firm())


def write(row: Hazard, by: User, *, note: str = "新", **options: Any) -> Hazard:
    """Change the note as a service would."""
    at = options.pop("at", clock.now())
    permission = options.pop("permission", HazardPermission.HAZARD_WRITE)
    with writing.open_row(row, by=by, permission=permission, at=at, step="noted", **options) as fresh:
        fresh.note, fresh.updated_at = note, at
        fresh.save(update_fields=["note", "updated_at"])
        audit.record("hazard.edited", by=by, at=at, subject=str(fresh))
    return fresh


def refuse(row: Hazard, by: User, step: str) -> None:
    """A write that changes the note before it is refused."""
    at = clock.now()
    with writing.open_row(row, by=by, permission=HazardPermission.HAZARD_WRITE, at=at, step=step) as fresh:
        fresh.note = "内"
        fresh.save()
        audit.record("hazard.edited", by=by, at=at, subject=str(fresh))
        writing.insist(None)
        writing.insist("不行。", "note")


def refusals() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action="hazard.refused").order_by("pk"))


def stored(row: Hazard) -> Hazard:
    return Hazard.objects.get(pk=row.pk)


def test_a_write_is_kept_with_who_when_and_which_step(cast: Cast, row: Hazard) -> None:
    at = clock.now()
    write(row, cast.insurer_a_clerk, at=at)
    assert stored(row).note == "新"
    event: Any = row._meta.apps.get_model("hazards", "HazardEvent")._default_manager.latest("pgh_id")
    clerk = cast.insurer_a_clerk
    assert event.pgh_context.metadata == {
        "user": clerk.pk,
        "name": str(clerk),
        "organisation": clerk.organisation.name,
        "at": at.isoformat(),
        "step": "noted",
    }
    assert not refusals()


def test_without_the_permission_nothing_is_written_and_one_event_tells(cast: Cast, row: Hazard) -> None:
    with pytest.raises(NotAllowed):
        write(row, cast.zhejiang_regulator)
    assert stored(row).note == ""
    event = refusals()
    assert [(one.actor, one.detail) for one in event] == [("reg-zj", {"step": "noted", "reason": "not-allowed"})]


def test_a_foreign_row_is_not_written(cast: Cast, row: Hazard) -> None:
    with pytest.raises(NotAllowed):
        write(row, cast.insurer_b_clerk)
    assert stored(row).note == ""
    assert len(refusals()) == 1


def test_permission_is_asked_on_every_row_of_a_write(cast: Cast, row: Hazard) -> None:
    other = life.hazard(life.firm(), by="INS-B-ZJ")
    with (
        pytest.raises(NotAllowed),
        writing.open_ledger(
            Hazard,
            "several",
            by=cast.insurer_a_clerk,
            permission=HazardPermission.HAZARD_WRITE,
            at=clock.now(),
            step="x",
            on=[row, None, other],
        ),
    ):
        pytest.fail("the write was opened")


@pytest.mark.parametrize(
    "seen",
    ["", " ", "nonsense", "2023-11-23", "2023-11-23T08:00:00", "\x00", 0, dt.datetime(2023, 1, 1, tzinfo=dt.UTC)],
)
def test_a_page_that_shows_another_version_is_stale_whatever_it_sends(cast: Cast, row: Hazard, seen: Seen) -> None:
    with pytest.raises(Stale):
        write(row, cast.insurer_a_clerk, seen=seen)
    assert stored(row).note == ""
    assert len(refusals()) == 1


@pytest.mark.parametrize("sent", ["", "seen=", "seen=%00", "other=2023"])
def test_a_form_without_a_version_is_stale(cast: Cast, row: Hazard, sent: str) -> None:
    with pytest.raises(Stale, match="页面已失效"):
        write(row, cast.insurer_a_clerk, seen=writing.version_in(QueryDict(sent)))


def test_the_version_that_the_page_showed_is_taken_once(cast: Cast, row: Hazard) -> None:
    seen = writing.version_in({"seen": writing.version_of(stored(row))})
    write(row, cast.insurer_a_clerk, seen=seen, at=clock.now() + dt.timedelta(seconds=1))
    with pytest.raises(Stale):
        write(row, cast.insurer_a_clerk, seen=seen)


@pytest.mark.parametrize(("seen", "words"), [("2", "已被本人或者"), ("4", "已被本人或者"), ("", "页面已失效")])
def test_a_row_that_counts_its_versions_takes_the_present_one_alone(cast: Cast, seen: str, words: str) -> None:
    row = InspectedEnterprise(pk=1, version=3, task=Task.objects.get(annex_no=1))
    assert writing.version_of(row) == "3"
    for current in (3, "3"):
        writing.insist_current(row, current)
    with pytest.raises(Stale, match=words) as caught:
        writing.insist_current(row, seen)
    assert caught.value.version == "3"
    with (
        pytest.raises(Stale, match=r"其他人员更新，"),  # nobody knows when, whoever writes now
        writing.open_ledger(
            Hazard, "x", by=cast.insurer_a_clerk, permission=HazardPermission.HAZARD_WRITE, at=clock.now(), step="x"
        ),
    ):
        writing.insist_current(row, "2")


def test_without_a_page_no_version_is_asked(cast: Cast, row: Hazard) -> None:
    assert write(row, cast.insurer_a_clerk, seen=None).note == "新"


def test_a_stale_form_learns_who_what_and_the_version_now(cast: Cast, row: Hazard) -> None:
    seen = writing.version_of(stored(row))
    write(row, cast.insurer_a_lead, note="旧", at=clock.now() + dt.timedelta(seconds=1))
    typed = Typed(LABELS, {"place": row.place, "note": "新"})
    with pytest.raises(Stale) as caught:
        write(row, cast.insurer_a_clerk, seen=seen, typed=typed)
    stale = caught.value
    assert stale.by == str(cast.insurer_a_lead)
    assert [(one.label, one.stored, one.typed) for one in stale.clashes] == [("备注", "旧", "新")]
    assert stale.version == writing.version_of(stored(row))
    assert re.search(f"此记录已被{stale.by}更新（\\d\\d:\\d\\d），现为「已书面告知」", str(stale))
    write(row, cast.insurer_a_clerk, note="己", at=clock.now() - dt.timedelta(days=1))
    with pytest.raises(Stale, match="已由您本人更新（2023-11-22 .*可能是在另一窗口办理或者重复提交") as caught:
        write(row, cast.insurer_a_clerk, seen=seen, typed=typed)
    assert caught.value.by == "您本人"


def test_values_are_compared_in_words() -> None:
    assert [writing.in_words(value) for value in (None, "", True, False, [], ["甲", "乙"], 3)] == [
        "—",
        "—",
        "是",
        "否",
        "—",
        "甲、乙",
        "3",
    ]


def test_a_row_that_is_gone_is_refused(cast: Cast, row: Hazard) -> None:
    gone = Hazard(pk=row.pk + 1, hazard_no="YH-1")
    with transaction.atomic(), pytest.raises(Refused, match="「YH-1」已不存在"):
        writing.lock(gone)


def test_a_refusal_takes_everything_back_and_leaves_one_event(cast: Cast, row: Hazard) -> None:
    before = AuditEvent.objects.count()
    with pytest.raises(Refused, match="不行") as caught:
        refuse(row, cast.insurer_a_clerk, "noted")
    assert caught.value.reasons == (("note", "不行"),)
    assert caught.value.sentence == "不行。"
    assert stored(row).note == ""
    assert AuditEvent.objects.count() == before + 1
    assert refusals()[0].detail == {"step": "noted", "reason": "不行"}


def test_several_reasons_stand_together() -> None:
    refused = Refused("甲", ("note", "乙。"))
    assert str(refused) == "甲；乙。"
    assert refused.sentence == "甲；乙。"
    assert refused.reasons == (("", "甲"), ("note", "乙。"))


def enter(by: User, **sentences: str) -> None:
    """Enter the same hazard number twice."""
    first = life.hazard(life.firm())
    with writing.open_ledger(
        Hazard,
        "new",
        by=by,
        permission=HazardPermission.HAZARD_WRITE,
        at=clock.now(),
        step="entered",
        sentences=sentences,
    ):
        life.hazard(life.firm(), hazard_no=first.hazard_no)


def test_a_constraint_of_the_database_becomes_a_sentence(cast: Cast) -> None:
    with pytest.raises(Refused, match="编号重复"):
        enter(cast.insurer_a_clerk, hazard_no_once="编号重复")
    with pytest.raises(Refused, match="已有相同的记录"):
        enter(cast.insurer_a_clerk)
    assert [one.detail["reason"] for one in refusals()] == ["编号重复", "已有相同的记录，请刷新页面核对后再办理"]


def test_another_fault_of_the_database_stays_a_fault(cast: Cast, row: Hazard) -> None:
    with (
        pytest.raises(IntegrityError),
        writing.open_row(
            row, by=cast.insurer_a_clerk, permission=HazardPermission.HAZARD_WRITE, at=clock.now(), step="noted"
        ),
    ):
        Hazard.objects.filter(pk=row.pk).update(cost=-1)
    assert not refusals()


def write_both(rows: list[Hazard], by: User) -> None:
    """Write to all of the rows, then fail in an inner write."""
    at = clock.now()
    with writing.open_ledger(Hazard, "both", by=by, permission=HazardPermission.HAZARD_WRITE, at=at, step="outer"):
        for one in writing.lock_all(Hazard.objects.filter(pk__in=[row.pk for row in rows])):
            write(one, by)
        refuse(rows[0], by, "inner")


def test_an_inner_write_joins_the_outer_one(cast: Cast, row: Hazard) -> None:
    other = life.hazard(life.firm())
    with pytest.raises(Refused, match="不行"):
        write_both([row, other], cast.insurer_a_clerk)
    assert (stored(row).note, stored(other).note) == ("", "")
    assert [(one.subject, one.detail["step"]) for one in refusals()] == [("both", "outer")]


def test_an_outer_write_may_go_on_after_an_inner_refusal(cast: Cast, row: Hazard) -> None:
    by, at = cast.insurer_a_clerk, clock.now()
    with writing.open_ledger(Hazard, "both", by=by, permission=HazardPermission.HAZARD_WRITE, at=at, step="outer"):
        with pytest.raises(Refused):
            refuse(row, by, "inner")
        write(row, by, note="外")
    assert stored(row).note == "外"
    assert not refusals()


def test_the_next_write_tells_of_its_own_refusal_again(cast: Cast, row: Hazard) -> None:
    for _round in range(2):
        with pytest.raises(Stale):
            write(row, cast.insurer_a_clerk, seen="")
    assert len(refusals()) == 2


def test_an_app_without_an_event_of_its_own_leaves_the_common_one(cast: Cast) -> None:
    with (
        pytest.raises(Refused),
        writing.open_ledger(
            DatedRule,
            "somebody",
            by=cast.provincial_officer,
            permission=RulebookPermission.RULE_WRITE,
            at=clock.now(),
            step="named",
        ),
    ):
        raise Refused("不行")
    event = AuditEvent.objects.get(action="write.refused")
    assert (event.subject, event.detail) == ("somebody", {"step": "named", "reason": "不行"})


def test_related_rows_come_with_the_locked_one(cast: Cast, row: Hazard, django_assert_num_queries: Any) -> None:
    with transaction.atomic():
        fresh = writing.lock(row, related=("enterprise",))
        with django_assert_num_queries(0):
            assert fresh.enterprise.name
            assert fresh.level == HazardLevel.GENERAL


def test_a_row_without_a_version_takes_no_page(cast: Cast) -> None:
    with pytest.raises(TypeError, match="no version"):
        writing.version_of(cast.insurer_a_clerk.organisation.division)


def test_what_the_portal_writes_by_itself_names_the_step_and_nobody(cast: Cast, row: Hazard) -> None:
    at = clock.now()
    with writing.open_unattended(at=at, step="nightly"):
        Hazard.objects.filter(pk=row.pk).update(note="夜")
    event: Any = row._meta.apps.get_model("hazards", "HazardEvent")._default_manager.latest("pgh_id")
    assert event.pgh_context.metadata == {"at": at.isoformat(), "step": "nightly"}


@pytest.mark.parametrize("step", ["acceptance", "refuse-ask", "supervise"])
def test_who_may_not_make_a_step_is_told_so_before_its_form_is_read(
    cast: Cast, row: Hazard, client: Client, step: str
) -> None:
    """The page is open to more people than the step: an empty form of theirs is a 403, no 400, and an event."""
    asked = STEPS[step].asked
    reader = next(one for one in (cast.insurer_a_clerk, cast.hangzhou_officer) if not one.may(asked))
    client.force_login(reader)
    assert client.post(f"/hazards/{row.pk}/step/{step}/").status_code == 403
    assert [(one.detail["step"], one.detail["reason"]) for one in refusals()] == [(step, "not-allowed")]


def test_a_calendar_that_is_read_by_all_is_entered_by_its_keeper_alone(cast: Cast, client: Client) -> None:
    client.force_login(cast.insurer_a_clerk)
    assert [client.post("/calendar/", sent).status_code for sent in ({}, {"valid_through": ""})] == [403, 403]
