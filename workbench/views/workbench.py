"""The workbench: the first page after sign-in."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import REGULATORS
from accounts.todos import work
from campaigns.models import GuidanceNote
from campaigns.permissions import CampaignPermission
from campaigns.services import campaign_of
from core import clock, walls
from core.contributions.bell import UNREAD
from core.contributions.desk import DUE_SOON, Desk, Tile, Todo
from core.gate import GatedView
from core.imports.permissions import ImportPermission
from core.people import person_of
from core.plain import Plain
from core.views.addresses import address
from insurers.promises.todos import kept_of_many
from notifications.services import newest_lines
from reports.delivery import countdown_for
from reports.permissions import ReportPermission
from reports.todos import report_states
from rulebook.permissions import RulebookPermission
from workbench.desk import contributors, parts_of, steps_of, tile_rows, whose
from workbench.handing import Sorted, sort_todos
from workbench.menu import keep_counts, ways_for
from workbench.permissions import WorkbenchPermission

#: `?show=done`: what the person did, in place of what waits.
DONE: Final = "done"
#: `?show=handed-on`: what lies with a colleague.
AWAY: Final = "handed-on"


#: So many notices, messages and lines that lie with colleagues stand beside what waits.
BESIDE: Final = 5

#: `?when=over`, `?when=soon`: what is past its day, or soon will be.
OVER: Final = "over"
SOON: Final = "soon"
WHEN: Final = {OVER: gettext_lazy("Past its day"), SOON: gettext_lazy("Soon overdue")}
#: `?whole=1`: everything at once, however long it takes; the page asks for it by itself when it came in part.
WHOLE: Final = "whole"


class WorkbenchView(GatedView):
    """Deadline, figures, what waits, quick entries; administrators get their entries alone.

    Nobody waits for the slowest count: what is remembered comes at once, what has to be counted anew as far as the
    patience reaches, and the rest right afterwards. A number is never an old one.
    """

    permission = WorkbenchPermission.WORKBENCH_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user = person_of(request)
        context: Plain = {"ways": ways_for(user), "has_work": user.may(RulebookPermission.CAMPAIGN_VIEW)}
        with walls.own_alone():
            if context["has_work"]:
                desk = Desk(user, clock.today())
                context |= work_on(desk, patience_of(request))
                found = sort_todos(desk, context["todos"])
                if context["is_whole"]:
                    keep_counts(user, found.lines())
                context |= chosen(request, found, is_whole=context["is_whole"])
            else:
                own = work(Desk(user, clock.today()))
                keep_counts(user, own.todos)
                context |= {"waiting": own.todos, "tile_rows": tile_rows([own])}
        return render(request, "workbench/workbench.html", context)


def patience_of(request: HttpRequest) -> Callable[[float], bool]:
    """Tells whether it is too late to count anew what takes so many seconds, for this answer."""
    patience = settings.WORKBENCH_PATIENCE_MS
    if not patience or request.GET.get(WHOLE):
        return lambda _seconds: False
    end = time.perf_counter() + patience / 1000
    return lambda seconds: time.perf_counter() + seconds > end


def whole_address(request: HttpRequest) -> str:
    """The present address for everything at once."""
    query = request.GET.copy()
    query[WHOLE] = "1"
    return f"?{query.urlencode()}"


def work_on(desk: Desk, is_late: Callable[[float], bool]) -> Plain:
    """The business half of the page."""
    parts, band, notices = parts_of(desk, is_late), f"band {whose(desk)}", f"notices {whose(desk)}"
    learnt = desk.memory.learnt({band: lambda: band_on(desk), notices: lambda: notices_on(desk)})
    return {
        "is_whole": len(parts) == len(contributors()),
        "band": SafeString(learnt[band]),
        "notices": SafeString(learnt[notices]),
        "news": newest_lines(desk.user, BESIDE) if getattr(desk.user, UNREAD, 0) else [],
        "overview_url": address("workbench:overview") if desk.user.may(WorkbenchPermission.OVERVIEW_VIEW) else "",
        "uploads_url": address("imports:upload-list") if desk.user.may(ImportPermission.UPLOAD_VIEW) else "",
        "tile_rows": tile_rows(parts),
        "meters": [*(meter for part in parts for meter in part.meters), *kept_of_many(desk)],
        "todos": [todo for part in parts for todo in part.todos],
    }


def band_on(desk: Desk) -> str:
    """Countdown and own reports, or that no campaign runs, as the page shows them."""
    campaign = desk.once(campaign_of)
    context = {
        "campaign": campaign,
        "countdown": countdown_for(desk.user, campaign, desk.today) if campaign else None,
        "reports": desk.once(report_states),
        "centre_url": address("reports:centre") if desk.user.may(ReportPermission.REPORT_VIEW) else "",
    }
    return render_to_string("workbench/_band.html", context)


def notices_on(desk: Desk) -> str:
    """The newest guidance and announcements that the person reads, as the page shows them."""
    if not desk.user.may(CampaignPermission.GUIDANCE_VIEW):
        return ""
    notes = GuidanceNote.objects.visible_to(desk.user).issued().only("title", "issued_at").order_by("-issued_at", "-pk")
    return render_to_string("workbench/_notices.html", {"notes": list(notes[:BESIDE])})


def chosen(request: HttpRequest, sorted_todos: Sorted, *, is_whole: bool) -> dict[str, object]:
    """The tabs over what waits, and the lines of the one that the address names; no number while it is counted yet."""
    kind, show, when = (request.GET.get(name, "") for name in ("kind", "show", "when"))
    mine = sorted_todos.lines()
    return {
        "whole_url": whole_address(request),
        "tabs": [tab if is_whole else {**tab, "n": None} for tab in tabs(mine, len(sorted_todos.away), kind, show)],
        "todos": [todo for todo in mine if kind in {"", str(todo.kind)} and when in {"", when_of(todo)}],
        "when": WHEN.get(when, ""),
        "waits": waiting_tiles(mine) if is_whole and person_of(request).role not in REGULATORS else [],
        "handed_to_me": {one.todo.url: one for one in sorted_todos.from_others},
        "away": sorted_todos.away,
        "away_first": sorted_todos.away[:BESIDE],
        "stands_in_for": sorted_todos.stands_in_for,
        "show": show,
        "done": steps_of(person_of(request)) if show == DONE else [],
        "may_hand_on": person_of(request).may(WorkbenchPermission.WORK_HAND_ON),
    }


def when_of(todo: Todo) -> str:
    """Past its day, soon to be, or neither."""
    return {"over": OVER, "warn": SOON}.get(todo.tag, "")


def waiting_tiles(todos: list[Todo]) -> list[Tile]:
    """How much waits, how much of it soon or already past its day; each opens exactly its lines (design 02).

    Regulators have figures of their own work in that place (design 11).
    """
    late = [-todo.days_left for todo in todos if todo.days_left is not None and todo.days_left < 0]
    soon = sum(when_of(todo) == SOON for todo in todos)
    today = sum(todo.days_left == 0 for todo in todos)
    longest = max(late, default=0)
    return [
        Tile(_("To do"), len(todos), "?#todo", _("%(n)s of them due today") % {"n": today}, _("items")),
        Tile(_("Soon overdue"), soon, f"?when={SOON}#todo", _("within %(n)s days") % {"n": DUE_SOON}, _("items")),
        Tile(
            _("Past its day"),
            len(late),
            f"?when={OVER}#todo",
            ngettext("at most by %(n)s day", "at most by %(n)s days", longest) % {"n": longest},
            _("items"),
            warm=bool(late),
        ),
    ]


def tabs(todos: list[Todo], away: int, kind: str, show: str) -> Iterator[dict[str, object]]:
    """All, each kind with its number in the order of the lines, what was handed on, what was done."""
    is_list = show not in {DONE, AWAY}
    yield {"label": _("All"), "n": len(todos), "url": "?#todo", "current": is_list and not kind}
    for name, number in Counter(str(todo.kind) for todo in todos).items():
        url = f"?{urlencode({'kind': name})}#todo"
        yield {"label": name, "n": number, "url": url, "current": is_list and name == kind}
    if away:
        yield {"label": _("Handed on"), "n": away, "url": f"?show={AWAY}#todo", "current": show == AWAY}
    yield {"label": _("Done by me"), "n": None, "url": f"?show={DONE}#todo", "current": show == DONE}
