"""A candidate of the gap: why it is one, what resembles its cover, what would clear it, and what is done about it."""

from abc import abstractmethod
from datetime import date
from typing import Literal

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from accounts.models import User
from campaigns.services import duty_sectors
from core import clock
from core.contributions.panels import panels_of
from core.gate import GatedView
from core.people import person_of
from core.plain import Answers
from core.views.days import day_in
from coverage import gap
from coverage import services as pursuing
from coverage.choices import MISSING, WARNINGS, GapKind
from coverage.filters import EARLIEST_DAY, LATEST_DAY
from coverage.forms import ClearForm, RemindForm
from coverage.models import GapClearance, GapReminder
from coverage.near_misses import NearMiss, near_misses
from coverage.permissions import CoveragePermission
from enterprises.choices import Sector
from enterprises.models import Enterprise, Exemption
from enterprises.views.base import EntryFormView, entry_or_404
from insurers.policies.models import Policy

SECTORS = dict(Sector.choices)

SHOWN = 10


def reference_day(request: HttpRequest) -> date:
    """`?on=`, today where it is absent, wrong or out of reach."""
    day = day_in(request.GET.get("on"))
    return day if day is not None and EARLIEST_DAY <= day <= LATEST_DAY else clock.today()


def frame_for(request: HttpRequest) -> gap.Frame:
    today = clock.today()
    day = reference_day(request)
    return gap.frame_of(day, today, duty_sectors(day))


def rule_of(kind: GapKind | Literal[""], day: date) -> list[str]:
    """The rule behind a kind, with the day from which it holds."""
    duty = _("Work-safety law, article 51, paragraph 2 (in force from 2021-09-01): units of high-risk sectors insure.")
    if kind == GapKind.PARTLY:
        return [duty, _("All who work there are insured, whatever the form of employment; fewer insured is a warning.")]
    if kind == GapKind.UNDER_LIMIT:
        limit = _("On %(day)s the smallest limit per person is %(limit)s yuan; below it is a warning.")
        return [duty, limit % {"day": day, "limit": f"{gap.limit_on(day) or 0:,}"}]
    must = _("Must insure: working or being built, in a high-risk sector, without an approved exemption.")
    covers = _("Covered: a policy in force whose period, both days included, holds %(day)s.") % {"day": day}
    return [duty, must, covers, _("Article 109: order to insure, and a fine of 50,000 to 100,000 yuan.")]


def remedies(kind: GapKind | Literal[""]) -> list[str]:
    """What would clear the candidate."""
    if kind in WARNINGS:
        return [_("An endorsement or a new policy that mends people or limit, reported by the insurer.")]
    if not kind:
        return []
    first = {
        GapKind.NEVER: _("A policy that covers the day, reported by the insurer."),
        GapKind.LAPSED: _("A renewal that covers the day, reported by the insurer."),
        GapKind.CANCELLED: _("A new policy in place of the one given back, reported by the insurer."),
    }[kind]
    rest = [
        _("A near miss confirmed: the insurer corrects code or name, or the double entries are merged."),
        _("An approved exemption, or the entry corrected (state, sectors)."),
    ]
    return [first, *rest]


class CandidateView(GatedView):
    """The candidate's page on a reference date."""

    permission = CoveragePermission.GAP_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = entry_or_404(request, pk)
        frame = frame_for(request)
        kind = gap.kind_of(entry, frame)
        context = {
            "entry": entry,
            "day": frame.day,
            "on_query": f"?on={frame.day}" if frame.day != clock.today() else "",
            "kind": kind,
            "kind_label": kind.label if kind else "",
            "is_warning": kind in WARNINGS,
            "sectors": [SECTORS.get(code, code) for code in entry.sectors],
            "rule": rule_of(kind, frame.day),
            "remedies": remedies(kind),
            "near": self.near(entry, frame.day, person_of(request)) if kind in MISSING else [],
            "cleared": gap.is_cleared(entry, frame),
            **self.sources(request, entry),
            **self.handling(request, entry),
            **panels_of("gap-candidate", entry, person_of(request), clock.today()),
        }
        return render(request, "coverage/candidate.html", context)

    def near(self, entry: Enterprise, day: date, by: User) -> list[tuple[str | Promise, NearMiss]]:
        return [(miss.why.label, miss) for miss in near_misses(entry, day, by)]

    def sources(self, request: HttpRequest, entry: Enterprise) -> dict[str, object]:
        policies = Policy.objects.visible_to(person_of(request)).filter(enterprise=entry).select_related("insurer")
        exemptions = Exemption.objects.visible_to(person_of(request)).filter(enterprise=entry)
        return {"policies": policies.order_by("-end_on", "-pk")[:SHOWN], "exemptions": exemptions[:SHOWN]}

    def handling(self, request: HttpRequest, entry: Enterprise) -> dict[str, object]:
        user = person_of(request)
        may_see = user.may(CoveragePermission.GAP_CASE_VIEW)
        sent = GapReminder.objects.visible_to(user).filter(enterprise=entry)
        reminders = sent.select_related("sent_by__organisation").prefetch_related("sent_by__postings")
        clearances = GapClearance.objects.visible_to(user).filter(enterprise=entry).select_related("cleared_by")
        return {
            "may_pursue": user.may(CoveragePermission.GAP_CASE_WRITE),
            "reminders": reminders[:SHOWN] if may_see else [],
            "clearances": clearances[:SHOWN] if may_see else [],
        }


class PursuitView(EntryFormView[forms.Form]):
    """A form about a candidate; it returns to the candidate on the same day."""

    permission = CoveragePermission.GAP_CASE_WRITE
    form_class: type[forms.Form] = RemindForm

    @override
    def form(self, request: HttpRequest, entry: Enterprise, data: QueryDict | None = None) -> forms.Form:
        return self.form_class(data)

    def store(self, request: HttpRequest, entry: Enterprise, form: forms.Form) -> HttpResponse:
        self.act(request, entry, form.cleaned_data)
        query = f"?on={reference_day(request)}" if "on" in request.GET else ""
        return redirect(reverse("coverage:candidate-detail", args=[entry.pk]) + query)

    @abstractmethod
    def act(self, request: HttpRequest, entry: Enterprise, data: Answers) -> GapReminder | GapClearance:
        """Call the service."""


class RemindView(PursuitView):
    """Write a reminder down."""

    permission = CoveragePermission.GAP_CASE_WRITE
    title = gettext_lazy("Remind to insure")
    button = gettext_lazy("Record the reminder")
    done = gettext_lazy("The reminder is recorded.")
    form_class = RemindForm

    def act(self, request: HttpRequest, entry: Enterprise, data: Answers) -> GapReminder:
        return pursuing.remind_enterprise(
            enterprise=entry, frame=frame_for(request), by=person_of(request), at=clock.now(), **data
        )


class ClearView(PursuitView):
    """Clear a candidate."""

    permission = CoveragePermission.GAP_CASE_WRITE
    title = gettext_lazy("Clear the candidate")
    intro = gettext_lazy(
        "The figures stay; the candidate leaves the list to be dealt with and returns when its entry or a policy changes."
    )
    button = gettext_lazy("Clear")
    done = gettext_lazy("The candidate is cleared.")
    form_class = ClearForm

    def act(self, request: HttpRequest, entry: Enterprise, data: Answers) -> GapClearance:
        return pursuing.clear_candidate(
            enterprise=entry, frame=frame_for(request), by=person_of(request), at=clock.now(), **data
        )
