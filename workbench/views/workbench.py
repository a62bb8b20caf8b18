"""The workbench: the first page after sign-in."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.todos import work
from campaigns.services import campaign_of, countdown_of
from core import clock, walls
from core.contributions.desk import Desk, Todo
from core.gate import GatedView
from core.imports.permissions import ImportPermission
from core.people import person_of
from core.views.addresses import address
from reports.permissions import ReportPermission
from reports.todos import report_states
from rulebook.permissions import RulebookPermission
from workbench.desk import parts_of, steps_of, tile_rows
from workbench.menu import keep_counts, ways_for
from workbench.permissions import WorkbenchPermission

#: `?show=done`: what the person did, in place of what waits.
DONE: Final = "done"


class WorkbenchView(GatedView):
    """Deadline, figures, what waits, quick entries; administrators get their entries alone."""

    permission = WorkbenchPermission.WORKBENCH_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user = person_of(request)
        context: dict[str, Any] = {"ways": ways_for(user), "has_work": user.may(RulebookPermission.CAMPAIGN_VIEW)}
        with walls.own_alone():
            if context["has_work"]:
                context |= work_on(Desk(user, clock.today()))
                keep_counts(user, context["todos"])
                context |= chosen(request, context["todos"])
            else:
                own = work(Desk(user, clock.today()))
                keep_counts(user, own.todos)
                context |= {"waiting": own.todos, "tile_rows": tile_rows([own])}
        return render(request, "workbench/workbench.html", context)


def work_on(desk: Desk) -> dict[str, object]:
    """The business half of the page."""
    may, parts = desk.user.may, parts_of(desk)
    return {
        "campaign": desk.once(campaign_of),
        "countdown": desk.once(countdown_of),
        "reports": desk.once(report_states),
        "uploads_url": address("imports:upload-list") if may(ImportPermission.UPLOAD_VIEW) else "",
        "centre_url": address("reports:centre") if may(ReportPermission.REPORT_VIEW) else "",
        "tile_rows": tile_rows(parts),
        "meters": [meter for part in parts for meter in part.meters],
        "todos": [todo for part in parts for todo in part.todos],
    }


def chosen(request: HttpRequest, todos: list[Todo]) -> dict[str, object]:
    """The tabs over what waits, and the lines of the one that the address names."""
    kind, is_done = request.GET.get("kind", ""), request.GET.get("show") == DONE
    return {
        "tabs": list(tabs(todos, kind, is_done=is_done)),
        "todos": [todo for todo in todos if not kind or str(todo.kind) == kind],
        "is_done": is_done,
        "done": steps_of(person_of(request)) if is_done else [],
    }


def tabs(todos: list[Todo], kind: str, *, is_done: bool) -> Iterator[dict[str, object]]:
    """All, each kind with its number in the order of the lines, and what was done."""
    yield {"label": _("All"), "n": len(todos), "url": "?#todo", "current": not kind and not is_done}
    for name, number in Counter(str(todo.kind) for todo in todos).items():
        yield {"label": name, "n": number, "url": f"?{urlencode({'kind': name})}#todo", "current": name == kind}
    yield {"label": _("Done by me"), "n": None, "url": f"?show={DONE}#todo", "current": is_done}
