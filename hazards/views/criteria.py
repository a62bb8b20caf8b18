"""The catalogue of criteria: versions with their days, clauses, and the province's forms."""

from django.contrib import messages
from django.db.models import Count
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.gate import GatedView
from core.people import person_of
from core.views.days import day_in
from core.views.lists import TableExport
from core.views.tables import Sheet
from core.views.writes import Attempt
from core.writing import version_in
from hazards.forms import ClauseForm, VersionForm
from hazards.models import Criterion, CriterionVersion, Hazard
from hazards.permissions import HazardPermission
from hazards.services import catalogue

#: What the form of a clause holds.
CLAUSE_FIELDS = ("number", "label", "checked_against")


class CriteriaListView(TableExport):
    """All versions, or with `?on=` those in force on a day."""

    permission = HazardPermission.HAZARD_VIEW
    http_method_names = ["get", "head", "options"]
    sheet = Sheet("重大事故隐患判定标准目录", "部")
    columns = (
        (gettext_lazy("Applies to"), "get_field_display"),
        (gettext_lazy("Title"), "title"),
        (gettext_lazy("Document number"), "document_no"),
        (gettext_lazy("In force from"), "valid_from"),
        (gettext_lazy("In force until"), "valid_to"),
        (gettext_lazy("Clauses"), "clauses"),
        (gettext_lazy("Certainty"), "get_certainty_display"),
        (gettext_lazy("Note"), "note"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        text, error = request.GET.get("on", ""), ""
        on = day_in(text)
        if text and on is None:
            error = _("“%(text)s” is no day; please write it as 2023-10-01.") % {"text": text[:20]}
        # The order of the model, said again: beside a count Django leaves it out.
        rows = CriterionVersion.objects.visible_to(request.user).annotate(clauses=Count("criteria"))
        rows = rows.order_by("field", "-valid_from", "pk")
        chosen = rows.in_force(on) if on else rows
        if self.wants_export():
            return self.export(chosen, chosen.count())
        context = {
            "rows": chosen,
            "on": on,
            "error": error,
            "today": clock.today(),
            "export_query": self.export_query(),
            "may_write": self.person.may(HazardPermission.CRITERIA_WRITE),
        }
        return render(request, "hazards/criteria_list.html", context, status=400 if error else 200)


def version_or_404(request: HttpRequest, pk: int) -> CriterionVersion:
    return get_object_or_404(CriterionVersion.objects.visible_to(request.user), pk=pk)


class CriteriaDetailView(GatedView):
    """A version with its clauses."""

    permission = HazardPermission.HAZARD_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, version_or_404(request, pk), ClauseForm())

    def page(self, request: HttpRequest, version: CriterionVersion, form: BaseForm, status: int = 200) -> HttpResponse:
        user = person_of(request)
        context = {
            "version": version,
            "clauses": version.criteria.visible_to(user),
            "form": form,
            "today": clock.today(),
            "may_write": user.may(HazardPermission.CRITERIA_WRITE),
        }
        return render(request, "hazards/criteria_detail.html", context, status=status)


class ClauseAddView(CriteriaDetailView):
    permission = HazardPermission.CRITERIA_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        version, form = version_or_404(request, pk), ClauseForm(request.POST)
        if form.is_valid():
            with Attempt(request, form):
                catalogue.add_clause(version=version, by=person_of(request), at=clock.now(), **form.cleaned_data)
                messages.success(request, _("The clause is added."))
                return redirect("hazards:criteria-detail", pk=pk)
        return self.page(request, version, form, 400)


class ClauseEditView(GatedView):
    """Correct a clause, or take out one that no hazard was judged by."""

    permission = HazardPermission.CRITERIA_WRITE

    def clause(self, request: HttpRequest, pk: int) -> Criterion:
        return get_object_or_404(Criterion.objects.visible_to(request.user).select_related("version"), pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        clause = self.clause(request, pk)
        return self.page(request, clause, ClauseForm(initial={name: getattr(clause, name) for name in CLAUSE_FIELDS}))

    def page(self, request: HttpRequest, clause: Criterion, form: BaseForm, status: int = 200) -> HttpResponse:
        used = Hazard.objects.visible_to(request.user).filter(criterion=clause).count()
        context = {"clause": clause, "form": form, "used": used, "seen": request.POST.get("seen", "")}
        return render(request, "hazards/clause_form.html", context, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        clause, form = self.clause(request, pk), ClauseForm(request.POST)
        removes = "remove" in request.POST
        if not form.is_valid() and not removes:
            return self.page(request, clause, form, 400)
        with Attempt(request, form) as attempt:
            user, seen = person_of(request), version_in(request.POST)
            if removes:
                catalogue.remove_clause(clause=clause, by=user, at=clock.now(), seen=seen)
            else:
                catalogue.edit_clause(clause=clause, by=user, at=clock.now(), seen=seen, **form.cleaned_data)
            messages.success(request, _("The clause is taken out.") if removes else _("The clause is stored."))
            return redirect("hazards:criteria-detail", pk=clause.version_id)
        return self.page(request, clause, form, attempt.status)


class CriteriaFormView(GatedView):
    """Enter a version, or change one: a new document ends the older one on the day before."""

    permission = HazardPermission.CRITERIA_WRITE

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        version = version_or_404(request, pk) if pk else None
        fields = ("field", "title", "document_no", "valid_from", "valid_to", "certainty", "note")
        known = {name: getattr(version, name) for name in fields} if version else {}
        return self.page(request, VersionForm(initial=known), version)

    def page(
        self, request: HttpRequest, form: BaseForm, version: CriterionVersion | None, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "version": version, "seen": request.POST.get("seen", "")}
        return render(request, "hazards/criteria_form.html", context, status=status)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        version, form = version_or_404(request, pk) if pk else None, VersionForm(request.POST)
        status = 400
        if form.is_valid():
            with Attempt(request, form, refused_status=400) as attempt:
                made = catalogue.save_version(
                    entry=form.value(),
                    by=person_of(request),
                    at=clock.now(),
                    version=version,
                    seen=version_in(request.POST),
                )
                messages.success(request, _("The version is stored."))
                return redirect("hazards:criteria-detail", pk=made.pk)
            status = attempt.status
        return self.page(request, form, version, status)
