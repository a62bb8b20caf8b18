"""Demo inspections on their way to the end: objected, handed over, received, settled; one task completed."""

import random
from datetime import date, datetime, timedelta
from typing import Final

from accounts.models import User
from core.seeding import instant
from inspections import services
from inspections.choices import Disposition, FindingSubject, ItemState, ObjectionResult, TaskState
from inspections.models import Feedback, Finding, Handover, Task
from inspections.services import Decision, Settlement

#: Annex numbers of tasks and how far each has come.
TOLD, TRACKED, COMPLETED = 2, 3, 5
FURTHER = (TOLD, TRACKED, COMPLETED)
COMMENTS: Final = (
    "被检查地区能够落实安责险助力专项行动要求，组织机构和工作台账基本健全。请对下列问题组织整改，举一反三。"
)
ANSWER: Final = "反馈意见已收悉。我局已召集有关县（市、区）和单位研究，将按期组织整改并反馈结果。"
OBJECTION: Final = "企业在检查次日补充提供了保单复印件，保险期间涵盖检查日，请核对。"
RULING: Final = "经核对，企业提供的保单投保人数与在册人数不符，问题成立，予以维持。"


def seed_ends(*, rng: random.Random, today: date) -> None:
    """Lead some running tasks on through the services; tasks that have gone on already are left alone."""
    for annex_no in FURTHER:
        task = Task.objects.filter(annex_no=annex_no, state=TaskState.IN_PROGRESS).select_related("campaign").first()
        if task is None or not task.inspectedenterprises.filter(state=ItemState.SUBMITTED).exists():
            continue
        day = today - timedelta(days=2)  # after the last visit
        told = _tell(task, day)
        if annex_no != TOLD:
            _hand_over(rng, task, told, day + timedelta(days=1), whole=annex_no == COMPLETED)


def _lead(city: str) -> User:
    return User.objects.select_related("organisation").get(username=f"em-{city}-lead")


def _clerk(city: str) -> User:
    return User.objects.select_related("organisation").get(username=f"em-{city}")


def _tell(task: Task, day: date) -> Feedback:
    """The comments, and an objection to the first finding."""
    told = services.give_feedback(
        task=task, text=COMMENTS, by=_lead(task.inspecting_id), today=day, at=instant(day, 10)
    )
    finding = task.findings.order_by("seq").first()
    if finding is not None:
        services.raise_objection(
            finding=finding,
            reason=OBJECTION,
            by=_clerk(task.inspected_id),
            today=day,
            at=instant(day, 15),
        )
    return told


def _hand_over(rng: random.Random, task: Task, told: Feedback, day: date, *, whole: bool) -> None:
    """Decision, answer and letters; receivers sign and settle, all but one, or only some of them."""
    leader = _lead(task.inspecting_id)
    for finding in task.findings.objected():
        decision = Decision(ObjectionResult.UPHELD, RULING)
        services.decide_objection(finding=finding, decision=decision, by=leader, at=instant(day, 9))
    services.answer_feedback(feedback=told, text=ANSWER, by=_clerk(task.inspected_id), today=day, at=instant(day, 14))
    letters = services.route_findings(task=task, by=leader, today=day, at=instant(day, 16))
    for place, letter in enumerate(letters):
        if whole or place % 2 == 0:
            _receive(rng, letter, day, settles=whole or place == 0)
    if whole:
        fresh = Task.objects.select_related("campaign").get(pk=task.pk)
        if fresh.state == TaskState.ROUTED:
            services.track_task(task=fresh, by=leader, at=instant(day, 19))
        services.complete_task(task=fresh, by=leader, today=day, at=instant(day, 20))


def _receive(rng: random.Random, letter: Handover, day: date, *, settles: bool) -> None:
    """The authority signs, and settles its first finding."""
    by = User.objects.select_related("organisation").filter(organisation=letter.receiver_id, is_lead=False).first()
    if by is None:
        return
    at: datetime = instant(day, 17)
    services.receive_handover(handover=letter, by=by, today=day, at=at)
    finding = Finding.objects.filter(routing__handover=letter).order_by("seq").first()
    if not settles or finding is None:
        return
    is_insurer, number = finding.subject == FindingSubject.INSURER, rng.randint(1, 60)
    settlement = Settlement(
        disposition=Disposition.NOTICE if is_insurer else Disposition.ORDER,
        doc_no=f"示例监提〔{day.year}〕{number}号" if is_insurer else f"示例责改〔{day.year}〕{number}号",
        done_on=day,
        feedback="已约谈负责人并完成整改。" if is_insurer else "已责令限期改正，企业按期完成整改并提交材料。",
        due_on=None if is_insurer else day + timedelta(days=15),
    )
    services.settle_finding(finding=finding, settlement=settlement, by=by, today=day, at=at + timedelta(hours=1))
