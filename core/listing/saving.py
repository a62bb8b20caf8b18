"""Filters of lists under a name: each person's own."""

from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.urls import NoReverseMatch, reverse

from core.gate import may_open
from core.models import SavedView
from core.people import User
from core.writing import Refused

#: So many a person keeps for one list.
MOST: Final = 20
LONGEST: Final = 2000
LONGEST_NAME: Final = 40
#: What belongs to one look at a list and not to the list.
PASSING: Final = frozenset({"page", "print", "export", "saved", "csrfmiddlewaretoken"})


def lasting(query: str) -> str:
    """The part of an address that says which rows and columns are shown."""
    return urlencode([(key, value) for key, value in parse_qsl(query) if key not in PASSING])


def save_view(*, page: str, name: str, query: str, by: User, at: datetime) -> SavedView:
    """Keep the filters under the name, in place of what was kept there. Raises Refused."""
    called, kept = name.strip(), lasting(query)
    if not called:
        raise Refused(("name", "请填写筛选条件的名称"))
    if len(called) > LONGEST_NAME:
        raise Refused(("name", f"名称有 {len(called)} 个字，最多 {LONGEST_NAME} 个字，请缩短"))
    if len(kept) > LONGEST:
        raise Refused("筛选条件过长，不能保存，请减少条件")
    if not opens(page, by):
        raise Refused("没有这个列表，或者本账号不能打开，筛选条件未保存")
    own = SavedView.objects.visible_to(by).filter(page=page)
    if own.exclude(name=called).count() >= MOST:
        raise Refused(f"本页已保存 {MOST} 组筛选条件，请先删除不用的")
    found, _is_new = SavedView.objects.update_or_create(
        owner=by, page=page[:100], name=called, defaults={"query": kept, "saved_at": at}
    )
    return found


def opens(page: str, by: User) -> bool:
    """Whether there is such a list and the person may open it."""
    try:
        return may_open(by, reverse(page))
    except NoReverseMatch:
        return False


def drop_view(*, view: SavedView) -> None:
    view.delete()


def gone(query: str, known: frozenset[str]) -> list[str]:
    """The names in a kept address that the list does not know any more."""
    return [key for key in dict(parse_qsl(query)) if key not in known]
