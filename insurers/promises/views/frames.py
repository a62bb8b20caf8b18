"""The month that pages of promises are judged at, and the list that stands on it."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from core import clock
from core.views.days import month_in
from core.views.lists import LedgerPage, tell_unread
from enterprises.choices import Sector
from insurers.base.choices import ServiceKind
from insurers.base.querysets import M
from insurers.plans.models import ServicePlan
from insurers.plans.permissions import PlanPermission
from insurers.policies.models import Policy
from insurers.promises import figures as promised

LABELS: Mapping[str, Mapping[str, object]] = {"sector": dict(Sector.choices), "kind": dict(ServiceKind.choices)}
EARLIEST, LATEST = date(2015, 1, 1), date(2049, 12, 1)


def frame_of(values: Mapping[str, object]) -> promised.Frame:
    """The month in the address, this month for none or nonsense."""
    today = clock.today()
    month = month_in(str(values.get("month", ""))) or today.replace(day=1)
    return promised.Frame(month if EARLIEST <= month <= LATEST else today.replace(day=1), today)


def with_month(said: QueryDict, frame: promised.Frame) -> QueryDict:
    """What the address says, with the month that the page is judged at."""
    values = said.copy()
    values["month"] = f"{frame.month:%Y-%m}"
    return values


def whole(text: str) -> int | None:
    """A positive id in an address, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


class FramedPage(LedgerPage):
    """A list judged at a frame, narrowed to one plan or policy where the address names one."""

    permission = PlanPermission.PLAN_VIEW
    fixed = frozenset({"month"})

    def chosen(self) -> Mapping[str, object]:
        return with_month(self.request.GET, self.frame)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """A month that is none is told, and the page is judged at this month."""
        said = request.GET.get("month", "")
        if said and month_in(said) != self.frame.month:
            tell_unread(request, _("Month"), [said], _("Please write a month as 2023-09. This month is shown."))
        return super().get(request, *args, **kwargs)

    @cached_property
    def frame(self) -> promised.Frame:
        return frame_of(self.request.GET)

    def narrowed(self, rows: QuerySet[M]) -> QuerySet[M]:
        for name in ("plan", "policy"):
            if (pk := whole(self.request.GET.get(name, ""))) is not None:
                rows = rows.filter(**{f"{name}_id": pk})
        return rows

    def narrowed_to(self) -> str:
        """What the address names, in words."""
        held: dict[str, QuerySet[Model]] = {
            "plan": ServicePlan.objects.visible_to(self.person),
            "policy": Policy.objects.visible_to(self.person),
        }
        for name, rows in held.items():
            if (pk := whole(self.request.GET.get(name, ""))) is not None:
                return str(rows.filter(pk=pk).first() or "")
        return ""

    def extra(self) -> dict[str, object]:
        return {"frame": self.frame, "narrowed_to": self.narrowed_to()}
