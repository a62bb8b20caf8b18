"""Cross-inspection for tests of figures, made by its services: a running task, forms with a day, findings."""

from datetime import date

from accounts.models import User
from core import clock
from inspections import services
from inspections.choices import FindingKind, FindingSubject, ItemState
from inspections.models import InspectedEnterprise, InspectedInsurer, Task
from tests import world
from tests.inspections.rows import running_task

#: Annex 2: Hangzhou inspects Shaoxing, Jinhua inspects Hangzhou.
OUT, IN = 1, 7


def start(number: int) -> Task:
    return running_task(number)


def check(task: Task, by: User, day: date) -> InspectedEnterprise:
    """An enterprise of the inspected city, checked on a day."""
    firm = world.enterprise(world.SHAOXING if task.annex_no == OUT else world.HANGZHOU)
    item = services.add_enterprise(task=task, enterprise=firm, by=by, today=clock.today(), at=clock.now())
    return services.save_form(item=item, values={"checked_on": day}, version=item.version, by=by, at=clock.now())


def hand_in(task: Task) -> None:
    """All forms of a task are submitted."""
    for items in (InspectedEnterprise, InspectedInsurer):
        items.objects.filter(task=task).update(state=ItemState.SUBMITTED)


def visit(task: Task, by: User, day: date) -> None:
    """An insurer checked on a day."""
    item = services.add_insurer(task=task, insurer=world.insurer(), by=by, at=clock.now())
    services.save_form(item=item, values={"checked_on": day}, version=item.version, by=by, at=clock.now())


def find(item: InspectedEnterprise, by: User, day: date) -> None:
    services.record_finding(
        item=item,
        subject=FindingSubject.ENTERPRISE,
        kind=FindingKind.NOT_INSURED,
        fact="未投保",
        basis="安全生产法",
        on_spot=False,
        found_on=day,
        by=by,
        at=clock.now(),
    )
