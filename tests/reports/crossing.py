"""Cross-inspection for tests of figures, made by its services: a running task, forms with a day, findings."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from core import clock
from inspections import services
from inspections.choices import FindingKind, FindingSubject, ItemState
from inspections.models import Finding, Handover, InspectedEnterprise, InspectedInsurer, Task
from inspections.services import Settlement
from tests import world
from tests.inspections.rows import add_enterprise, add_insurer, running_task

#: Annex 2: Hangzhou inspects Shaoxing, Jinhua inspects Hangzhou.
OUT, IN = 1, 7


def start(number: int) -> Task:
    return running_task(number)


def check(task: Task, by: User, day: date) -> InspectedEnterprise:
    """An enterprise of the inspected city, checked on a day."""
    firm = world.enterprise(world.SHAOXING if task.annex_no == OUT else world.HANGZHOU)
    item = add_enterprise(task=task, enterprise=firm, by=by, today=clock.today(), at=clock.now())
    return services.save_form(item=item, values={"checked_on": day}, version=item.version, by=by, at=clock.now())


def hand_in(task: Task) -> None:
    """All forms of a task are submitted."""
    for items in (InspectedEnterprise, InspectedInsurer):
        items.objects.filter(task=task).update(state=ItemState.SUBMITTED)


def visit(task: Task, by: User, day: date) -> None:
    """An insurer checked on a day."""
    item = add_insurer(task=task, insurer=world.insurer(), by=by, at=clock.now())
    services.save_form(item=item, values={"checked_on": day}, version=item.version, by=by, at=clock.now())


def route(task: Task, day: date) -> list[Handover]:
    """Comments, the answer and the letters, all on a day; the leads of both cities are taken by the task's cities."""
    leader = User.objects.select_related("organisation").get(username=f"em-{task.inspecting_id}-lead")
    other = User.objects.select_related("organisation").get(username=f"em-{task.inspected_id}")
    told = services.give_feedback(task=task, text="请组织整改。", by=leader, today=day, at=clock.now())
    services.answer_feedback(feedback=told, text="已收悉。", by=other, today=day, at=clock.now())
    return services.route_findings(task=task, by=leader, today=day, at=clock.now())


def settle(letter: Handover, day: date, only: int = 0) -> None:
    """The receiver signs and fines for every finding, or for the first ones only."""
    code = letter.receiver.code.lower()
    receiver = User.objects.select_related("organisation").get(username=code)
    services.receive_handover(handover=letter, by=receiver, today=day, at=clock.now())
    rows = Finding.objects.filter(routing__handover=letter).order_by("seq")
    for finding in rows[: only or None]:
        settlement = Settlement("PENALTY", "越应急罚〔2023〕1号", day, "已处罚", amount=Decimal(60000))
        files = [(world.picture((20 + finding.seq, 10)), "decision.png")]
        services.link_case(finding=finding, number=f"CZ-{finding.no}", by=receiver, at=clock.now())
        finding.refresh_from_db()
        services.settle_finding(
            finding=finding,
            settlement=settlement,
            files=files,
            case_no=f"CZ-{finding.no}",
            by=receiver,
            today=day,
            at=clock.now(),
        )


def find(item: InspectedEnterprise, by: User, day: date) -> None:
    services.record_finding(
        item=item,
        subject=FindingSubject.ENTERPRISE,
        kind=FindingKind.NOT_INSURED,
        fact="未投保",
        basis="SAFETY_51",
        on_spot=False,
        found_on=day,
        by=by,
        at=clock.now(),
    )
