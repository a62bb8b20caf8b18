"""The logs 操作日志, 登录日志, 导出与明文查看: for the audit administrator, to read and to take along, never to change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from accounts.door import events
from accounts.door.filters import LogFilter, SignInFilter
from accounts.door.views.looks import LOG_COLUMNS, LOOKS
from accounts.words import action_words
from core import audit, clock
from core.gate import GatedView
from core.identifiers import key_in
from core.models import AuditEvent
from core.permissions import CorePermission
from core.rows import Row
from core.views.lists import LedgerPage
from core.views.tables import Columns, Sheet, Shown, require_fitting, table_bytes, workbook_answer

COLUMNS: Final[Columns] = (
    (gettext_lazy("At"), "at"),
    (gettext_lazy("User name"), "actor"),
    (gettext_lazy("Person"), "name"),
    (gettext_lazy("Organisation"), "organisation"),
    (gettext_lazy("What was done"), "action"),
    (gettext_lazy("Subject"), "subject"),
    (gettext_lazy("Before"), "before"),
    (gettext_lazy("After"), "after"),
    (gettext_lazy("Further"), "facts"),
    (gettext_lazy("Came from"), "address"),
    (gettext_lazy("Request number"), "request"),
)


def line_of(event: AuditEvent) -> dict[str, object]:
    """An event as a line of the workbook."""
    changes = events.changes_of(event)
    return {
        "at": f"{localtime(event.at):%Y-%m-%d %H:%M:%S}",
        "actor": event.actor,
        "name": event.actor_name,
        "organisation": event.organisation,
        "action": action_words(event.action),
        "subject": event.subject,
        "before": "；".join(f"{what}{'：' if what else ''}{old}" for what, old, _new in changes),
        "after": "；".join(f"{what}{'：' if what else ''}{new}" for what, _old, new in changes),
        "facts": "；".join(f"{label}：{value}" for label, value in events.facts_of(event)),
        "address": events.address_of(event),
        "request": event.request_id,
    }


class LogPage(LedgerPage):
    """One of the logs; taking it along is an event itself."""

    permission = CorePermission.AUDIT_VIEW
    template_name = "door/log.html"
    filters = LogFilter
    columns = COLUMNS
    looks = LOOKS
    exporting = CorePermission.AUDIT_VIEW
    title: str | Promise = ""
    sheet: Sheet

    def events(self) -> "QuerySet[AuditEvent]":
        return AuditEvent.objects.visible_to(self.request.user).order_by("-pk")

    def offered(self) -> Columns:
        """Those of the page; the workbook has what changed in columns of its own."""
        return LOG_COLUMNS

    def extra(self) -> dict[str, object]:
        return {"log_title": self.title}

    def shown(self, rows: Iterable[AuditEvent]) -> Any:
        return Lines(rows)

    def exported(self) -> Columns:
        return self.columns

    def values(self, columns: Columns, rows: Iterable[Row]) -> list[dict[str, object]]:
        del columns  # always all of them
        return [line_of(one.event) for one in rows]

    def workbook(
        self, columns: Sequence[Shown], values: Sequence[Mapping[str, object]], count: int
    ) -> HttpResponseBase:
        require_fitting(count)
        today, unit = clock.today(), str(self.person.organisation)
        body, written = table_bytes(sheet=self.sheet, columns=columns, rows=values, unit=unit, today=today)
        title, asked = self.sheet.title, dict(self.asked())
        audit.record("audit.exported", by=self.person, at=clock.now(), subject=title, rows=written, filters=asked)
        return workbook_answer(self.sheet, body, today)


def number_in(sent: Mapping[str, str], name: str) -> int | None:
    """The key of a row that an address names; None for anything else."""
    return key_in(sent.get(name))


class Line:
    """An event with what its row shows."""

    def __init__(self, event: AuditEvent) -> None:
        self.event = event
        self.pk = event.pk
        self.address = events.address_of(event)
        self.changes = events.changes_of(event)
        self.facts = list(events.facts_of(event))

    def __str__(self) -> str:
        return action_words(self.event.action)


class Lines:
    """The lines of a page or of a whole log, made one by one."""

    def __init__(self, rows: Iterable[AuditEvent]) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[Line]:
        return (Line(row) for row in self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)


class OperationLogView(LogPage):
    title = gettext_lazy("Log of operations")
    sheet = Sheet("操作日志", "条")

    def rows(self) -> "QuerySet[AuditEvent]":
        return self.events().exclude(events.SIGN_INS)


class SignInLogView(LogPage):
    filters = SignInFilter
    title = gettext_lazy("Log of sign-ins")
    sheet = Sheet("登录日志", "条")

    def rows(self) -> "QuerySet[AuditEvent]":
        return self.events().filter(events.SIGN_INS)


class ExportLogView(LogPage):
    title = gettext_lazy("Exports and unmasked data")
    sheet = Sheet("导出与明文查看", "条")

    def rows(self) -> "QuerySet[AuditEvent]":
        return self.events().filter(events.EXPORTS)


class EventView(GatedView):
    """One event with everything it holds, its digest too; `?no=` names it."""

    permission = CorePermission.AUDIT_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        event = get_object_or_404(AuditEvent.objects.visible_to(request.user), pk=number_in(request.GET, "no"))
        return render(request, "door/event.html", {"line": Line(event), "event": event})
