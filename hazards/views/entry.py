"""Entry of a hazard in the browser, and the treatment of a major one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from core import clock
from core.conflicts import RowChanged
from core.forms import options
from core.gate import GatedView
from core.transitions import TransitionRefused
from enterprises.models import Enterprise
from hazards import guards, rectifying, services
from hazards.forms import HazardForm, TreatmentForm, clauses
from hazards.judging import LABELS, HazardRefused, twins_of
from hazards.models import Hazard, Treatment
from hazards.plans import FIVE, SIX
from hazards.views.ledger import basis_of, hazard_or_404, seen_at

ASKED = ("uscc", "source", "source_no", "level")


def day_of(text: str) -> Any:
    try:
        return parse_date(text) or clock.today()
    except ValueError:
        return clock.today()


def add_reasons(form: Any, refused: HazardRefused) -> None:
    for field, sentence in refused.reasons:
        name = "clause" if field == "basis" else field
        form.add_error(name if name in form.fields else None, sentence)


class HazardFormView(GatedView):
    permission = Permission.HAZARD_WRITE

    def form(self, request: HttpRequest, data: Any = None, initial: Any = None, hazard: Any = None) -> HazardForm:
        """Bound to `data`; of a known hazard the enterprise stands."""
        known = {**(initial or {}), **({"uscc": hazard.enterprise.uscc} if hazard else {})}
        found_on = (data or known).get("found_on") or clock.today()
        on = day_of(found_on) if isinstance(found_on, str) else found_on
        form = HazardForm(data, initial=known, user=request.user, on=on)
        form.fields["uscc"].disabled = hazard is not None
        return form

    def refreshed(self, request: HttpRequest, hazard: Any = None) -> HazardForm:
        """What was typed, with the clauses of the day that was typed; nothing is judged yet."""
        typed = {name: request.POST.get(name, "") for name in HazardForm.base_fields}
        return self.form(request, initial=typed, hazard=hazard)

    def page(
        self, request: HttpRequest, form: Any, *, hazard: Hazard | None = None, status: int = 200, **more: Any
    ) -> HttpResponse:
        return render(request, "hazards/hazard_form.html", {"form": form, "hazard": hazard, **more}, status=status)


class HazardCreateView(HazardFormView):
    """A draft; open hazards at the same place are shown before a second one is written."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = {name: request.GET[name][:60] for name in ASKED if name in request.GET}
        found_on = day_of(request.GET.get("found_on", ""))
        return self.page(request, self.form(request, initial={"level": "GENERAL", **asked, "found_on": found_on}))

    def post(self, request: HttpRequest) -> HttpResponse:
        if "refresh" in request.POST:
            return self.page(request, self.refreshed(request))
        form = self.form(request, request.POST)
        user: Any = request.user
        if not form.is_valid():
            return self.page(request, form, status=400)
        enterprise = Enterprise.objects.visible_to(user).filter(uscc=form.cleaned_data["uscc"].upper()).first()
        if enterprise is None:
            form.add_error("uscc", _("No enterprise of yours has this credit code; please check it."))
            return self.page(request, form, status=400)
        twins = twins_of(enterprise, form.cleaned_data["place"], user)
        if twins and not request.POST.get("anyway"):
            return self.page(request, form, twins=twins, status=409)
        try:
            made = services.create_hazard(
                enterprise=enterprise, found=form.value(), by=user, today=clock.today(), at=clock.now()
            )
        except HazardRefused as refused:
            add_reasons(form, refused)
            return self.page(request, form, status=400)
        messages.success(request, _("The hazard is entered as a draft; add pictures, then put it on record."))
        return redirect("hazards:hazard-detail", pk=made.pk)


class HazardEditView(HazardFormView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        hazard = hazard_or_404(request, pk)
        if hazard.state not in services.EDITABLE:
            messages.warning(request, f"隐患处于「{hazard.get_state_display()}」状态，告知书已载明的内容不能修改。")
            return redirect("hazards:hazard-detail", pk=pk)
        known = {name: getattr(hazard, name) for name in LABELS if name != "basis"}
        shown = {**known, **basis_of(hazard), "seen": hazard.updated_at.isoformat()}
        return self.page(request, self.form(request, initial=shown, hazard=hazard), hazard=hazard)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        hazard = hazard_or_404(request, pk)
        if "refresh" in request.POST:
            return self.page(request, self.refreshed(request, hazard), hazard=hazard)
        form = self.form(request, request.POST, hazard=hazard)
        user: Any = request.user
        if not form.is_valid():
            return self.page(request, form, hazard=hazard, status=400)
        try:
            services.edit_hazard(
                hazard=hazard, found=form.value(), seen=seen_at(form.cleaned_data["seen"]), by=user,
                today=clock.today(), at=clock.now(),
            )  # fmt: skip
        except HazardRefused as refused:
            add_reasons(form, refused)
            return self.page(request, form, hazard=hazard, status=400)
        except RowChanged as clash:
            typed = request.POST.copy()
            typed["seen"] = clash.version
            again = self.form(request, typed, hazard=hazard)
            return self.page(request, again, hazard=hazard, changed=clash, status=409)
        messages.success(request, _("The hazard is stored."))
        return redirect("hazards:hazard-detail", pk=pk)


class ClauseOptionsView(GatedView):
    """The clauses in force on `?found_on=`, as the options of the form's list."""

    permission = Permission.HAZARD_WRITE
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        offered = [("", "—"), *clauses(request.user, day_of(request.GET.get("found_on", "")))]
        return HttpResponse(options(offered))


class TreatmentView(GatedView):
    """Five points, the plan's six elements, interim measures; both reports of a major hazard."""

    permission = Permission.HAZARD_WRITE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        hazard = hazard_or_404(request, pk)
        return self.page(request, hazard, TreatmentForm(initial=initial_of(hazard, request.user)))

    def page(self, request: HttpRequest, hazard: Hazard, form: Any, status: int = 200) -> HttpResponse:
        groups = [
            {
                "label": label, "settled": form[f"{key}_settled"],
                "fields": [
                    (form[f"{key}_text"], "w2", "内容"), (form[f"{key}_person"], "w1", "责任人"),
                    *([(form["funds_amount"], "w1", "金额（元）")] if key == "funds" else []),
                ],
            }
            for key, label in FIVE.items()
        ]  # fmt: skip
        rest = [*(form[f"plan_{key}"] for key in SIX), form["interim"]]
        told = [form["authority_on"], form["workers_on"]]
        missing = guards.untreated(hazard.facts())
        context = {"hazard": hazard, "form": form, "groups": groups, "rest": rest, "told": told, "missing": missing}
        return render(request, "hazards/treatment_form.html", context, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        hazard = hazard_or_404(request, pk)
        form = TreatmentForm(request.POST)
        user: Any = request.user
        if not form.is_valid():
            return self.page(request, hazard, form, status=400)
        data = form.cleaned_data
        try:
            rectifying.treat(
                hazard=hazard, points=form.points(), elements=form.elements(), interim=data["interim"],
                authority_on=data["authority_on"], workers_on=data["workers_on"], by=user, today=clock.today(),
                at=clock.now(), seen=seen_at(data["seen"]),
            )  # fmt: skip
        except TransitionRefused as refused:
            form.add_error(None, f"{refused}。")
            return self.page(request, hazard, form, status=409)
        messages.success(request, _("The treatment is stored."))
        return redirect("hazards:hazard-detail", pk=pk)


def initial_of(hazard: Hazard, user: Any) -> dict[str, Any]:
    row = Treatment.objects.visible_to(user).filter(hazard=hazard).first()
    known: dict[str, Any] = {
        "seen": hazard.updated_at.isoformat(), "authority_on": hazard.reported_authority_on,
        "workers_on": hazard.reported_workers_on,
    }  # fmt: skip
    if row is None:
        return known
    for key in FIVE:
        point = row.points.get(key, {})
        known |= {f"{key}_{part}": point.get(part) for part in ("settled", "text", "person")}
    known |= {f"plan_{key}": row.elements.get(key, "") for key in SIX}
    return {**known, "funds_amount": row.points.get("funds", {}).get("amount"), "interim": row.interim}
