"""Entry of a hazard in the browser, and the treatment of a major one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.choices import ListedKind
from campaigns.forms.offering import day_in as shown_day
from campaigns.forms.offering import offer_open
from campaigns.services import usage_of
from core import clock
from core.forms import options
from core.gate import GatedView
from core.people import person_of
from core.views.days import day_in
from core.views.writes import Attempt
from core.writing import SEEN, version_in, version_of
from enterprises.models import Enterprise
from hazards import guards
from hazards.choices import HazardLevel
from hazards.forms import HazardForm, TreatmentForm, clauses
from hazards.models import Hazard, Treatment
from hazards.permissions import HazardPermission
from hazards.rules.plans import FIVE, SIX
from hazards.services import drafts, rectification
from hazards.services.judgement import LABELS, twins_of
from hazards.views.ledger import basis_of, hazard_or_404

ASKED = ("uscc", "source", "source_no", "level")
#: The form's name of a field that the service calls otherwise.
PLACES = {"basis": "clause"}


def day_of(text: str) -> date:
    return day_in(text) or clock.today()


def sectors_of(uscc: str, user: User) -> frozenset[str]:
    """The sectors of the enterprise with the credit code, whose criteria come first; none for an unknown one."""
    known = Enterprise.objects.visible_to(user).filter(uscc=uscc.strip().upper().replace("\x00", "")[:18])
    row = known.values_list("main_sector", "sectors").first()
    return frozenset([row[0], *row[1]]) - {""} if row else frozenset()


class HazardFormView(GatedView):
    permission = HazardPermission.HAZARD_WRITE

    def form(
        self, request: HttpRequest, data: Any = None, initial: Any = None, hazard: Hazard | None = None
    ) -> HazardForm:
        """Bound to `data`; of a known hazard the enterprise stands."""
        known = {**(initial or {}), **({"uscc": hazard.enterprise.uscc} if hazard else {})}
        found_on = (data or known).get("found_on") or clock.today()
        on = day_of(found_on) if isinstance(found_on, str) else found_on
        sectors = sectors_of(str(known.get("uscc") or (data or {}).get("uscc") or ""), person_of(request))
        form = HazardForm(data, initial=known, user=person_of(request), on=on, sectors=sectors)
        form.fields["uscc"].disabled = hazard is not None
        return form

    def refreshed(self, request: HttpRequest, hazard: Hazard | None = None) -> HazardForm:
        """What was typed, with the clauses of the day that was typed; nothing is judged yet."""
        typed = {name: request.POST.get(name, "") for name in HazardForm.base_fields}
        return self.form(request, initial=typed, hazard=hazard)

    def page(
        self, request: HttpRequest, form: BaseForm, *, hazard: Hazard | None = None, status: int = 200, **more: object
    ) -> HttpResponse:
        today = clock.today()
        offer_open(form, ("topic",), usage_of(ListedKind.TOPIC, today), shown_day(form, "found_on", today))
        return render(request, "hazards/hazard_form.html", {"form": form, "hazard": hazard, **more}, status=status)


class HazardCreateView(HazardFormView):
    """A draft; open hazards at the same place are shown before a second one is written."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = {name: request.GET[name][:60] for name in ASKED if name in request.GET}
        found_on = day_of(request.GET.get("found_on", ""))
        return self.page(
            request, self.form(request, initial={"level": HazardLevel.GENERAL, **asked, "found_on": found_on})
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        if "refresh" in request.POST:
            return self.page(request, self.refreshed(request))
        form = self.form(request, request.POST)
        user = person_of(request)
        if not form.is_valid():
            return self.page(request, form, status=400)
        enterprise = Enterprise.objects.visible_to(user).filter(uscc=form.cleaned_data["uscc"].upper()).first()
        if enterprise is None:
            form.add_error("uscc", _("No enterprise of yours has this credit code; please check it."))
            return self.page(request, form, status=400)
        twins = twins_of(enterprise, form.cleaned_data["place"], user)
        if twins and not request.POST.get("anyway"):
            return self.page(request, form, twins=twins, status=409)
        with Attempt(request, form, places=PLACES, refused_status=400) as attempt:
            made = drafts.create_hazard(
                enterprise=enterprise, found=form.value(), by=user, today=clock.today(), at=clock.now()
            )
            messages.success(request, _("The hazard is entered as a draft; add pictures, then put it on record."))
            return redirect("hazards:hazard-detail", pk=made.pk)
        return self.page(request, form, status=attempt.status)


class HazardEditView(HazardFormView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        hazard = hazard_or_404(request, pk)
        if hazard.state not in drafts.EDITABLE:
            messages.warning(request, f"隐患处于「{hazard.get_state_display()}」状态，告知书已载明的内容不能修改。")
            return redirect("hazards:hazard-detail", pk=pk)
        known = {name: getattr(hazard, name) for name in LABELS if name != "basis"}
        shown = {**known, **basis_of(hazard), SEEN: version_of(hazard)}
        return self.page(request, self.form(request, initial=shown, hazard=hazard), hazard=hazard)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        hazard = hazard_or_404(request, pk)
        if "refresh" in request.POST:
            return self.page(request, self.refreshed(request, hazard), hazard=hazard)
        form = self.form(request, request.POST, hazard=hazard)
        if not form.is_valid():
            return self.page(request, form, hazard=hazard, status=400)
        with Attempt(request, form, places=PLACES, refused_status=400) as attempt:
            drafts.edit_hazard(
                hazard=hazard,
                found=form.value(),
                seen=version_in(form.cleaned_data),
                by=person_of(request),
                today=clock.today(),
                at=clock.now(),
            )
            messages.success(request, _("The hazard is stored."))
            return redirect("hazards:hazard-detail", pk=pk)
        if attempt.stale is None:
            return self.page(request, form, hazard=hazard, status=attempt.status)
        typed = request.POST.copy()
        typed[SEEN] = attempt.stale.version
        again = self.form(request, typed, hazard=hazard)
        return self.page(request, again, hazard=hazard, changed=attempt.stale, status=attempt.status)


class ClauseOptionsView(GatedView):
    """The clauses in force on `?found_on=`, as the options of the form's list."""

    permission = HazardPermission.HAZARD_WRITE
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user, on = person_of(request), day_of(request.GET.get("found_on", ""))
        offered = [("", "—"), *clauses(user, on, sectors_of(request.GET.get("uscc", ""), user))]
        return HttpResponse(options(offered))


class TreatmentView(GatedView):
    """Five points, the plan's six elements, interim measures; both reports of a major hazard."""

    permission = HazardPermission.HAZARD_WRITE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        hazard = hazard_or_404(request, pk)
        return self.page(request, hazard, TreatmentForm(initial=initial_of(hazard, person_of(request))))

    def page(self, request: HttpRequest, hazard: Hazard, form: BaseForm, status: int = 200) -> HttpResponse:
        groups = [
            {
                "label": label,
                "settled": form[f"{key}_settled"],
                "fields": [
                    (form[f"{key}_text"], "w2", "内容"),
                    (form[f"{key}_person"], "w1", "责任人"),
                    *([(form["funds_amount"], "w1", "金额（元）")] if key == "funds" else []),
                ],
            }
            for key, label in FIVE.items()
        ]
        rest = [*(form[f"plan_{key}"] for key in SIX), form["interim"]]
        told = [form["authority_on"], form["workers_on"]]
        missing = guards.untreated(hazard.facts())
        context = {"hazard": hazard, "form": form, "groups": groups, "rest": rest, "told": told, "missing": missing}
        return render(request, "hazards/treatment_form.html", context, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        hazard = hazard_or_404(request, pk)
        form = TreatmentForm(request.POST)
        if not form.is_valid():
            return self.page(request, hazard, form, status=400)
        data = form.cleaned_data
        with Attempt(request, form) as attempt:
            rectification.write_treatment(
                hazard=hazard,
                points=form.points(),
                elements=form.elements(),
                interim=data["interim"],
                authority_on=data["authority_on"],
                workers_on=data["workers_on"],
                by=person_of(request),
                today=clock.today(),
                at=clock.now(),
                seen=version_in(data),
            )
            messages.success(request, _("The treatment is stored."))
            return redirect("hazards:hazard-detail", pk=pk)
        return self.page(request, hazard, form, status=attempt.status)


def initial_of(hazard: Hazard, user: User) -> dict[str, object]:
    row = Treatment.objects.visible_to(user).filter(hazard=hazard).first()
    known: dict[str, object] = {
        SEEN: version_of(hazard),
        "authority_on": hazard.reported_authority_on,
        "workers_on": hazard.reported_workers_on,
    }
    if row is None:
        return known
    for key in FIVE:
        point = row.points.get(key, {})
        known |= {f"{key}_{part}": point.get(part) for part in ("settled", "text", "person")}
    known |= {f"plan_{key}": row.elements.get(key, "") for key in SIX}
    return {**known, "funds_amount": row.points.get("funds", {}).get("amount"), "interim": row.interim}
