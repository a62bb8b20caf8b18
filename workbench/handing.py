"""Work handed on to a colleague, and who stands in during leave: within one office, by its own people."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import ADMINISTRATORS
from core import audit, writing
from core.contributions.desk import Desk, Todo
from core.gate import may_open
from core.writing import Refused
from notifications.services import tell
from workbench.desk import parts_of
from workbench.models import Absence, Delegation
from workbench.permissions import WorkbenchPermission

PERMISSION: Final = WorkbenchPermission.WORK_HAND_ON
#: Leave that lasts longer is a slip of the year.
LONGEST_LEAVE: Final = timedelta(days=366)


def colleagues_of(user: User) -> QuerySet[User]:
    """Who else works in the own office; its administrators see no business and do none."""
    rows = User.objects.filter(organisation=user.organisation_id, is_active=True).exclude(pk=user.pk)
    rows = rows.exclude(role__in=ADMINISTRATORS)
    return rows.order_by("username")


@dataclass(frozen=True, slots=True)
class Handed:
    """A line that was handed on, as the workbench shows it."""

    pk: int
    todo: Todo
    given_by: str
    taken_by: str
    note: str
    is_mine: bool
    #: It lies with the person as the deputy of somebody on leave; nobody handed it on.
    is_deputy: bool = False


@dataclass(frozen=True, slots=True)
class Sorted:
    """What waits for the person: what was handed to them or waits for the absent, then their own; `away` is elsewhere."""

    mine: list[Todo]
    from_others: list[Handed]
    away: list[Handed]
    stands_in_for: list[str]

    def lines(self) -> list[Todo]:
        """All that waits for the person, by its day."""
        all_of = [*(one.todo for one in self.from_others), *self.mine]
        return sorted(all_of, key=lambda todo: (todo.due_on is None, todo.due_on or date.max))


def sort_todos(desk: Desk, todos: Iterable[Todo]) -> Sorted:
    """The lines by whom they were handed to; absent people's by their deputies. Without a query while nothing changes."""
    me = desk.user.pk
    absent = _absent(desk)
    given = {url: (pk, giver, taker, names) for pk, url, giver, taker, names in _given(desk)}
    mine: list[Todo] = []
    from_others: list[Handed] = []
    away: list[Handed] = []
    for todo in todos:
        if todo.url not in given:
            mine.append(todo)
            continue
        pk, giver, taker, (giver_name, taker_name, note) = given[todo.url]
        is_here = absent.get(taker, (taker, ""))[0] == me or taker == me
        handed = Handed(pk, todo, giver_name, taker_name, note, is_mine=giver == me)
        (from_others if is_here else away).append(handed)
    stood_for = {person: words for person, (deputy, words) in absent.items() if deputy == me}
    if stood_for:
        known = {todo.url for todo in (*mine, *(one.todo for one in (*from_others, *away)))}
        from_others += _of_absent(desk, stood_for, known)
    return Sorted(mine, from_others, away, list(stood_for.values()))


def _of_absent(desk: Desk, stood_for: Mapping[int, str], known: Collection[str]) -> Iterator[Handed]:
    """What waits for the absent by name, and what the deputy may do of it, by their own sight and permissions.

    What waits for the office waits for the deputy anyway, unless a second person is asked for and the deputy is the first
    one, or the head of the office is. The absent person's lines are drawn up behind the deputy's own walls, so a row that
    these hide counts nowhere.
    """
    rows = User.objects.filter(pk__in=stood_for, is_active=True).select_related("organisation").order_by("pk")
    for person in rows:
        for todo in (todo for part in parts_of(Desk(person, desk.today)) for todo in part.todos):
            if todo.url in known or todo.barred is None or desk.user.pk in todo.barred:
                continue
            if may_open(desk.user, urlsplit(todo.url).path):
                yield Handed(0, todo, str(person), str(desk.user), stood_for[person.pk], is_mine=False, is_deputy=True)


def _given(desk: Desk) -> list[tuple[int, str, int, int, tuple[str, str, str]]]:
    if desk.is_idle(_handing_offices):
        return []
    rows = Delegation.objects.visible_to(desk.user).with_colleagues()
    return desk.memory.kept(
        rows,
        "handed on",
        lambda: [
            (row.pk, row.url, row.given_by_id, row.taken_by_id, (str(row.given_by), str(row.taken_by), row.note))
            for row in rows.select_related("given_by", "taken_by")
        ],
        (User,),
    )


def _handing_offices() -> Iterable[int]:
    return Delegation.objects.open().order_by().values_list("organisation", flat=True).distinct()


def _offices_on_leave() -> Iterable[int]:
    return Absence.objects.order_by().values_list("organisation", flat=True).distinct()


def _absent(desk: Desk) -> dict[int, tuple[int, str]]:
    """{absent person: (deputy, words about the leave)} of the own office today."""
    if desk.is_idle(_offices_on_leave):
        return {}
    rows = Absence.objects.visible_to(desk.user).on(desk.today)
    found = desk.memory.kept(
        rows,
        f"absent {desk.today}",
        lambda: [
            (row.person_id, row.deputy_id, f"{row.person} {row.starts_on} — {row.ends_on}")
            for row in rows.select_related("person")
        ],
        (User,),
    )
    deputies = {person: deputy for person, deputy, _words in found}
    return {person: (_present(deputy, deputies), words) for person, deputy, words in found}


def _present(deputy: int, deputies: Mapping[int, int]) -> int:
    """Who stands in for a deputy who is away as well, and so on; of a ring the first one."""
    asked = {deputy}
    while (further := deputies.get(deputy)) is not None and further not in asked:
        deputy = further
        asked.add(deputy)
    return deputy


def hand_on(*, todo: Todo, to: User, note: str, by: User, at: datetime) -> Delegation:
    """Hand a line that waits for oneself to a colleague. Raises NotAllowed, Refused."""
    taken = {"delegation_once": "该事项已转办给他人，请先收回再转办"}
    with writing.open_ledger(
        Delegation, todo.title, by=by, permission=PERMISSION, at=at, step="hand-on", sentences=taken
    ):
        _insist_colleague(to, by, "to")
        writing.insist(complain_taker(todo, to, timezone.localdate(at)), "to")
        before = Delegation.objects.filter(organisation=by.organisation, url=todo.url[:300])
        gone = before.open().exclude(pk__in=before.with_colleagues().values("pk"))
        gone.update(ended_at=at)  # it lay with somebody who works here no more
        made = Delegation.objects.create(
            organisation=by.organisation,
            url=todo.url[:300],
            title=str(todo.title)[:300],
            given_by=by,
            taken_by=to,
            note=note.strip()[:300],
            given_at=at,
        )
        audit.record("work.handed-on", by=by, at=at, subject=str(made), to=str(to))
        tell([to.pk], f"{by}转办：{made.title}{f'（{made.note}）' if made.note else ''}", made.url, at=at)
    return made


def complain_taker(todo: Todo, to: User, today: date) -> str | None:
    """Only who could do it takes it: for whom it waits as well; not the first person of a step that asks for two."""
    parts = parts_of(Desk(to, today))
    if any(todo.url == one.url for part in parts for one in part.todos):
        return None
    return f"「{to}」不能办理该事项（须由另一人复核，或者限本人、本单位负责人办理），请选择其他承办人"


def take_back(*, delegation: Delegation, by: User, at: datetime) -> Delegation:
    """Take a line back: who handed it on, or who has it. Raises NotAllowed, Refused."""
    with writing.open_ledger(
        Delegation, delegation, by=by, permission=PERMISSION, at=at, step="take-back", on=delegation
    ):
        row = writing.lock_all(Delegation.objects.filter(pk=delegation.pk))[0]
        if row.ended_at is not None:
            raise Refused("该事项已收回，请刷新页面核对")
        if by.pk not in {row.given_by_id, row.taken_by_id}:
            raise Refused("只有转办人或者承办人可以收回")
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        audit.record("work.taken-back", by=by, at=at, subject=str(row))
    return row


def enter_leave(*, deputy: User, starts_on: date, ends_on: date, by: User, today: date, at: datetime) -> Absence:
    """One's own leave with the colleague who stands in. Raises NotAllowed, Refused."""
    with writing.open_ledger(Absence, by, by=by, permission=PERMISSION, at=at, step="leave"):
        _insist_colleague(deputy, by, "deputy")
        if ends_on < starts_on:
            raise Refused(("ends_on", f"结束日期 {ends_on} 早于开始日期 {starts_on}，请核对"))
        if ends_on < today:
            raise Refused(("ends_on", f"结束日期 {ends_on} 早于今天（{today}），请核对"))
        if ends_on - starts_on > LONGEST_LEAVE:
            raise Refused(("ends_on", f"休假自 {starts_on} 至 {ends_on} 超过一年，请核对年份"))
        of_days = Absence.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
        if known := of_days.filter(person=by).first():
            raise Refused(("starts_on", f"与已登记的休假 {known.starts_on} 至 {known.ends_on} 重叠，请先撤销"))
        if away := of_days.filter(person=deputy).first():
            raise Refused(("deputy", f"「{deputy}」{away.starts_on} 至 {away.ends_on} 休假，请另选代班人"))
        made = Absence.objects.create(
            organisation=by.organisation, person=by, deputy=deputy, starts_on=starts_on, ends_on=ends_on, entered_at=at
        )
        audit.record("leave.entered", by=by, at=at, subject=str(made), deputy=str(deputy))
    return made


def end_leave(*, absence: Absence, by: User, at: datetime) -> None:
    """Take one's own leave off. Raises NotAllowed, Refused."""
    with writing.open_ledger(Absence, absence, by=by, permission=PERMISSION, at=at, step="leave-ended", on=absence):
        if absence.person_id != by.pk:
            raise Refused("只有本人可以撤销休假登记")
        words = str(absence)
        absence.delete()
        audit.record("leave.ended", by=by, at=at, subject=words)


def _insist_colleague(person: User, by: User, place: str) -> None:
    """Raises Refused."""
    if not colleagues_of(by).filter(pk=person.pk).exists():
        raise Refused((place, f"「{person}」不是本单位的其他在用人员，请重新选择"))
