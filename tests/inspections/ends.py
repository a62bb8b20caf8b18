"""A task on its way to the end: forms submitted, comments given, answered, findings handed over."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from core import clock
from inspections import services
from inspections.models import Feedback, Finding, Handover, Task
from inspections.services import Settlement
from tests.cast import Cast
from tests.inspections.rows import ANSWERS, find

TODAY = date(2023, 11, 23)


def person(name: str) -> User:
    return User.objects.select_related("organisation").get(username=name)


def submitted(item: Any, cast: Cast, **answers: Any) -> Any:
    """A form with all its answers, submitted."""
    values = {**ANSWERS, **answers}
    if item.findings.filter(kind="NOT_INSURED").exists():  # although a policy is on record
        values["insured"] = "NO"
        values["reason_insured"] = "保单已于检查前退保，台账尚未更新"
    saved = services.save_form(item=item, values=values, version=item.version, by=cast.hangzhou_officer, at=clock.now())
    return services.submit_item(item=saved, by=cast.hangzhou_officer, at=clock.now())


def found(item: Any, cast: Cast, **changes: Any) -> Finding:
    """A finding on a form that is submitted with it."""
    made = find(item, cast, **changes)
    submitted(item, cast)
    return again(made)


def again(finding: Finding) -> Finding:
    """The finding as it stands now."""
    return Finding.objects.select_related("task").get(pk=finding.pk)


def told(task: Task, cast: Cast, today: date = TODAY) -> Feedback:
    """The comments are given."""
    return services.give_feedback(
        task=task, text="总体情况良好，请组织整改。", by=cast.hangzhou_lead, today=today, at=clock.now()
    )


def answered(task: Task, cast: Cast) -> Feedback:
    return services.answer_feedback(
        feedback=told(task, cast), text="已收悉，将组织整改。", by=cast.shaoxing_officer, today=TODAY, at=clock.now()
    )


def routed(task: Task, cast: Cast) -> list[Handover]:
    """Everything is handed over, the inspected city having answered."""
    answered(task, cast)
    return services.route_findings(task=task, by=cast.hangzhou_lead, today=TODAY, at=clock.now())


def received(letter: Handover, by: Any) -> Handover:
    return services.receive_handover(handover=letter, by=by, today=TODAY, at=clock.now())


def settlement(**changes: Any) -> Settlement:
    values: dict[str, Any] = {
        "disposition": "ORDER",
        "doc_no": "越应急责改〔2023〕1号",
        "done_on": TODAY,
        "feedback": "已按要求完成整改。",
        "due_on": TODAY + timedelta(days=7),
        **changes,
    }
    return Settlement(**values)


def settle(finding: Finding, by: Any, **changes: Any) -> Finding:
    return services.settle_finding(
        finding=again(finding), settlement=settlement(**changes), by=by, today=TODAY, at=clock.now()
    )
