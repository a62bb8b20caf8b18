"""What each person's workbench shows, for the daily messages: the same lines, counted alike."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date

from django.conf import settings
from django.utils import translation

from accounts.models import User
from accounts.roles import roles_with
from core import walls
from core.contributions.desk import Desk, Round, Todo
from core.touches import Unkept
from notifications.permissions import NotificationPermission
from notifications.rules import NAMED, Line, Waiting, when
from workbench.desk import lines_of
from workbench.handing import sort_todos


def waiting_of_all(today: date, already: Collection[int]) -> Iterator[Waiting]:
    """One for each person who gets messages, in the portal's own language, as each of them sees it."""
    roles, memory, all_of_them = roles_with(NotificationPermission.MESSAGE_VIEW), Unkept(), Round()
    people = User.objects.filter(is_active=True, role__in=roles).exclude(pk__in=already)
    for user in people.select_related("organisation").order_by("organisation_id", "pk"):
        with walls.seeing_as(user), walls.own_alone(), translation.override(settings.LANGUAGE_CODE):
            waiting = _waiting_of(Desk(user, today, memory, all_of_them))
        yield waiting


def _waiting_of(desk: Desk) -> Waiting:
    lines = sort_todos(desk, lines_of(desk)).lines()
    late = sum(todo.tag == "over" for todo in lines)
    first = tuple(Line(_words(todo, desk.today), todo.url) for todo in lines[:NAMED])
    return Waiting(desk.user.pk, len(lines), late, Counter(str(todo.kind) for todo in lines), first)


def _words(todo: Todo, today: date) -> str:
    """Kind, title and next step in one line, with its day where it has one."""
    text = " ".join(f"{todo.kind}：{todo.title}，{todo.action}".split())
    return f"{text}：{when(todo.due_on, today)}" if todo.due_on else text
