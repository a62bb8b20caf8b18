"""Questions of the cross-checks: asked once, answered once by their insurer, accepted or taken further."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from core import clock
from core.attachments import attachments_of
from core.contributions import openers
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused, Stale, version_of
from crosschecks import services
from crosschecks.catalogue import words_about
from crosschecks.choices import ActivityAsk, FeeAsk, InquiryState, PolicyAsk, PromiseAsk
from crosschecks.models import Inquiry
from crosschecks.permissions import QuestionPermission
from dispositions.models import Case
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.crosschecks.dialogue import DUE, OVER, TODAY, answer, ask, further, spent
from tests.merging import merge
from tests.pages import body

SignIn = Callable[[Any], Client]


@pytest.fixture
def beyond(cast: Cast) -> Policy:
    """A policy of insurer A in Hangzhou whose fees exceed the budget, with no service."""
    return spent()


def test_every_family_of_questions_can_be_asked(cast: Cast) -> None:
    late = world.plan(world.policy(world.enterprise()), world.plan_item(months=[5, 6]))
    service = world.activity(world.policy(world.enterprise()), general_hazards=3)
    partly = world.policy(world.enterprise(employees=500), insured_people=10)
    spent = world.policy(world.enterprise())
    world.expense(spent, amount=Decimal("1500.01"))
    regulator = cast.zhejiang_regulator
    expected: dict[str, Any] = {
        PromiseAsk.LATE: late,
        ActivityAsk.HAZARDS: service,
        PolicyAsk.PARTLY: partly,
        FeeAsk.OVER_BUDGET: spent,
    }
    for code, subject in expected.items():
        assert code in words_about(subject, regulator, TODAY), code
        made = ask(cast, subject, code=code)
        assert made.subject == subject
        assert made.seen
        assert made.insurer == world.insurer()


def test_a_question_is_asked_answered_and_accepted(cast: Cast, beyond: Policy) -> None:
    asked = ask(cast, beyond)
    assert (asked.state, asked.authority, asked.due_on) == (
        InquiryState.ASKED,
        cast.zhejiang_regulator.organisation,
        DUE,
    )
    assert "超过预算" in asked.seen
    answered = answer(cast, asked)
    assert (answered.state, answered.answered_on) == (InquiryState.ANSWERED, TODAY)
    ended = services.accept_answer(
        inquiry=answered, note="", seen=version_of(answered), by=cast.zhejiang_regulator, today=TODAY, at=clock.now()
    )
    assert (ended.state, ended.decided_by) == (InquiryState.ACCEPTED, cast.zhejiang_regulator)
    actions = AuditEvent.objects.filter(action__startswith="question.").values_list("action", flat=True)
    assert sorted(actions) == ["question.accepted", "question.answered", "question.asked"]


def test_it_is_asked_once_and_answered_once(cast: Cast, beyond: Policy) -> None:
    asked = ask(cast, beyond)
    with pytest.raises(Refused, match="同一疑点只提问、答复一次"):
        ask(cast, beyond)
    with pytest.raises(Refused, match="同一疑点只提问、答复一次"):
        services.answer_unasked(
            code=OVER, subject=beyond, answer="说明", by=cast.insurer_a_clerk, today=TODAY, at=clock.now()
        )
    answered = answer(cast, asked)
    with pytest.raises(Refused, match="在当前状态"):
        answer(cast, answered)
    assert Inquiry.objects.get().answer == "系跨年度补记"
    other = ask(cast, beyond, code=FeeAsk.IDLE_SPEND)
    assert other.pk != asked.pk


def test_the_insurer_answers_unasked(cast: Cast, beyond: Policy) -> None:
    made = services.answer_unasked(
        code=OVER, subject=beyond, answer="系跨年度补记", by=cast.insurer_a_clerk, today=TODAY, at=clock.now()
    )
    assert (made.state, made.asked_on, made.authority) == (InquiryState.ANSWERED, None, None)
    assert Inquiry.objects.visible_to(cast.zhejiang_regulator).answered().get() == made


def test_what_does_not_stand_is_not_asked(cast: Cast) -> None:
    held = world.policy(world.enterprise())
    with pytest.raises(Refused, match="当前没有"):
        ask(cast, held)
    with pytest.raises(Refused, match="当前没有"):
        ask(cast, world.policy(world.enterprise()), code=ActivityAsk.HAZARDS)
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("day", [date(2023, 11, 22), date(2024, 2, 22)])
def test_a_day_that_cannot_be_is_refused(cast: Cast, beyond: Policy, day: date) -> None:
    with pytest.raises(Refused, match="答复期限"):
        ask(cast, beyond, due_on=day)
    assert AuditEvent.objects.filter(action="question.refused").exists()


@pytest.mark.parametrize("name", ["hangzhou_officer", "provincial_officer", "insurer_a_clerk", "ningbo_regulator"])
def test_only_a_regulator_of_the_place_asks(cast: Cast, beyond: Policy, name: str) -> None:
    with pytest.raises(NotAllowed):
        ask(cast, beyond, by=getattr(cast, name))
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    "name", ["insurer_b_clerk", "insurer_a_ningbo_clerk", "zhejiang_regulator", "hangzhou_officer", "agency"]
)
def test_strangers_do_not_answer(cast: Cast, beyond: Policy, name: str) -> None:
    asked = ask(cast, beyond)
    with pytest.raises(NotAllowed):
        answer(cast, asked, by=getattr(cast, name))
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (InquiryState.ASKED, "")


def test_a_stale_page_changes_nothing(cast: Cast, beyond: Policy) -> None:
    asked = ask(cast, beyond)
    before = version_of(asked)
    answered = answer(cast, asked)
    for step in (services.accept_answer, services.take_further):
        with pytest.raises(Stale):
            step(inquiry=answered, note="示例", seen=before, by=cast.zhejiang_regulator, today=TODAY, at=clock.now())
    answered.refresh_from_db()
    assert answered.state == InquiryState.ANSWERED


@dataclass
class Room:
    """A room of cases as the test sees it."""

    opened: list[tuple[Any, str]] = field(default_factory=list)

    def open(self, subject: Any, _day: date, facts: str, _by: Any, _today: date, _at: datetime) -> str:
        self.opened.append((subject, facts))
        return f"CZ-{len(self.opened)}"


def test_what_is_taken_further_opens_a_case(cast: Cast, beyond: Policy, monkeypatch: Any) -> None:
    room = Room()
    opener = openers.Opener("立案", QuestionPermission.QUESTION_SETTLE, room.open, lambda case: f"/cases/{case}/")
    monkeypatch.setitem(openers._openers, services.OCCASION, opener)
    answered = answer(cast, ask(cast, beyond))
    with pytest.raises(Refused, match="请填写内容"):
        further(cast, answered, note=" ")
    assert not room.opened
    ended = further(cast, answered)
    assert (ended.state, ended.case_name, ended.case_url) == (InquiryState.FURTHER, "CZ-1", "/cases/CZ-1/")
    (subject, facts) = room.opened[0]
    assert subject.pk == ended.pk
    assert facts.startswith(f"保单 {beyond.policy_no}（{beyond.enterprise.name}）：")
    assert "超过预算" in facts
    assert "请核对" not in facts  # papers quote what was seen, not what the question asked
    assert "系跨年度补记" in facts
    assert "答复不能说明原因" not in facts  # the reason of the authority is none of the facts that papers quote
    with pytest.raises(Refused, match="在当前状态"):
        further(cast, ended)
    assert len(room.opened) == 1


def test_an_unanswered_question_is_taken_further_after_its_day_alone(
    cast: Cast, beyond: Policy, sign_in: SignIn
) -> None:
    asked, passed = ask(cast, beyond), "答复期限已过，此处不再接收答复"
    assert passed not in body(sign_in(cast.insurer_a_clerk), f"/questions/{asked.pk}/")
    with pytest.raises(Refused, match="期限 2023-11-30 未到"):
        further(cast, asked, today=DUE)
    ended = further(cast, asked, today=date(2023, 12, 1))
    case = Case.objects.get(source="FEE")
    assert (ended.state, ended.case_name) == (InquiryState.FURTHER, case.number)
    assert (case.insurer, case.authority) == (beyond.insurer, cast.zhejiang_regulator.organisation)
    assert passed in body(sign_in(cast.insurer_a_clerk), f"/questions/{asked.pk}/")
    assert passed not in body(sign_in(cast.zhejiang_regulator), f"/questions/{asked.pk}/")


def test_who_opens_no_case_of_the_place_is_not_offered_to_take_a_question_further(cast: Cast, sign_in: SignIn) -> None:
    held = spent("330302")
    asked = answer(cast, ask(cast, held, by=cast.wenzhou_regulator))
    offered = {
        name: f"/questions/{asked.pk}/further/" in body(sign_in(getattr(cast, name)), f"/questions/{asked.pk}/")
        for name in ("wenzhou_regulator", "zhejiang_regulator")
    }
    assert offered == {"wenzhou_regulator": True, "zhejiang_regulator": False}


def test_a_form_that_comes_back_leaves_its_reason_in_the_log(cast: Cast, beyond: Policy, sign_in: SignIn) -> None:
    asked = ask(cast, beyond)
    sent = {"answer": "\u3164", "seen": version_of(asked)}
    assert sign_in(cast.insurer_a_clerk).post(f"/questions/{asked.pk}/answer/", sent).status_code == 400
    event = AuditEvent.objects.get(action="question.refused")
    assert "答复：此项必填，请填写" in str(event.detail)


def test_who_sees_it(cast: Cast, beyond: Policy) -> None:
    asked = ask(cast, beyond)
    for name in ("zhejiang_regulator", "provincial_officer", "insurer_a_clerk"):
        assert Inquiry.objects.visible_to(getattr(cast, name)).get() == asked, name
    for name in ("ningbo_regulator", "wenzhou_regulator", "insurer_b_clerk", "hangzhou_officer", "agency"):
        assert not Inquiry.objects.visible_to(getattr(cast, name)).exists(), name


def test_the_pages_lead_from_the_policy_to_the_answer(cast: Cast, beyond: Policy, sign_in: SignIn) -> None:
    regulator = sign_in(cast.zhejiang_regulator)
    new = f"/questions/new/{OVER}/{beyond.pk}/"
    assert f'href="{new}"' in body(regulator, f"/policies/{beyond.pk}/")
    assert "超过预算" in body(regulator, new)
    made = regulator.post(new, {"request": "请说明", "due_on": "2023-11-30"})
    inquiry = Inquiry.objects.get()
    assert made.headers["Location"] == f"/questions/{inquiry.pk}/"
    assert regulator.get(new).headers["Location"] == f"/questions/{inquiry.pk}/"
    insurer = sign_in(cast.insurer_a_clerk)
    page = body(insurer, f"/questions/{inquiry.pk}/")
    assert "采纳答复" not in page
    listed = body(insurer, "/questions/")
    assert (
        f'<a href="/questions/{inquiry.pk}/">{inquiry.get_code_display()}</a><small>{beyond.policy_no}</small>'
        in "".join(line.strip() for line in listed.splitlines())
    )
    assert "1 件疑点提问待答复" in body(insurer, "/")
    paper = SimpleUploadedFile("说明.png", world.picture().read(), content_type="image/png")
    sent = {"answer": "系跨年度补记", "seen": version_of(inquiry), "sent": paper}
    assert insurer.post(f"/questions/{inquiry.pk}/answer/", sent).status_code == 302
    assert attachments_of(inquiry).count() == 1
    assert insurer.post(f"/questions/{inquiry.pk}/answer/", sent).status_code in {400, 409}
    regulator = sign_in(cast.zhejiang_regulator)
    assert "1 件保险机构答复待审阅" in body(regulator, "/")
    assert "答复待审" in body(regulator, f"/questions/?standing={InquiryState.ANSWERED}")
    inquiry.refresh_from_db()
    done = regulator.post(f"/questions/{inquiry.pk}/accept/", {"seen": version_of(inquiry), "note": "同意"})
    assert done.status_code == 302
    page = body(regulator, f"/questions/{inquiry.pk}/")
    for words in ("已采纳", "系跨年度补记", "同意", "说明.png"):
        assert words in page
    assert regulator.get("/questions/?export=xlsx").status_code == 200


def test_strangers_find_no_page(cast: Cast, beyond: Policy, sign_in: SignIn) -> None:
    pk = ask(cast, beyond).pk
    for name, status in {"insurer_b_clerk": 404, "ningbo_regulator": 404, "hangzhou_officer": 403}.items():
        client = sign_in(getattr(cast, name))
        assert client.get(f"/questions/{pk}/").status_code == status, name
        assert client.get(f"/questions/new/{OVER}/{beyond.pk}/").status_code == status, name
    regulator = sign_in(cast.zhejiang_regulator)
    assert regulator.get(f"/questions/new/nonsense/{beyond.pk}/").status_code == 404
    assert regulator.post(f"/questions/{pk}/nonsense/").status_code == 404
    assert regulator.post(f"/questions/{pk}/answer/", {"answer": "x", "seen": ""}).status_code == 403


def test_a_question_moves_with_its_policy(cast: Cast, beyond: Policy) -> None:
    asked, winner = ask(cast, beyond), world.enterprise("330102")
    merge(beyond.enterprise, winner, cast.hangzhou_officer)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    asked.refresh_from_db()
    assert (asked.enterprise_id, asked.county_id) == (winner.pk, "330102")
