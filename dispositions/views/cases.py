"""Opening a case from its fact, and its page: facts, steps and papers, answers, what may be done, what comes next."""

from collections.abc import Callable
from typing import Any, ClassVar, Final, Never

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from accounts.roles import NINGBO
from accounts.scope import scope_for
from core import clock, walls
from core.attachments.uploading import take_files
from core.forms.arguments import Data
from core.gate import GatedView
from core.identifiers import key_in
from core.people import User, person_of
from core.views.writes import Attempt, tell_form
from core.writing import tell_refusal
from dispositions import services
from dispositions.choices import GONE, Side
from dispositions.forms import INSURERS, OpenForm, OutsideForm
from dispositions.models import Case, Step
from dispositions.openers.outside import city_of, fact_on_agency, fact_on_enterprise, fact_on_insurer, place_of
from dispositions.permissions import DispositionPermission
from dispositions.rules import side_of
from dispositions.sources import Fact, fact_for, url_of_fact
from dispositions.views.hints import cautions_of, refer_hint
from dispositions.views.page import actions_of, context_of
from enterprises.models import Enterprise
from inspections.choices import FindingSubject

RELATED = (
    "authority",
    "referred_from",
    "handler",
    "city",
    "county",
    "insurer",
    "agency",
    "opened_by__organisation",
    "closed_by__organisation",
)


def case_or_404(request: HttpRequest, pk: int) -> Case:
    rows = Case.objects.visible_to(request.user).select_related(*RELATED)
    found = rows.prefetch_related("opened_by__postings", "closed_by__postings").filter(pk=pk).first()
    return found or _tell_stranger(request, Case, pk)


def step_or_404(request: HttpRequest, pk: int) -> Step:
    rows = Step.objects.visible_to(request.user).select_related("case__authority", "authority", "proposed_by")
    return rows.filter(pk=pk).first() or _tell_stranger(request, Step, pk)


def _tell_stranger(request: HttpRequest, model: type[Case] | type[Step], pk: int) -> Never:
    """Nothing is there for who does not see the row; that somebody tried to write to it is kept. Raises Http404."""
    if request.method == "POST":
        with walls.aside(
            "an attempt to write to a case that the person does not see is kept, with the row that was meant"
        ):
            meant = model._default_manager.filter(pk=pk).first()
            name = str(meant) if meant is not None else ""
        if name:
            match = request.resolver_match
            step = match.kwargs.get("move") or match.url_name if match else ""
            tell_refusal(Case, name, by=person_of(request), at=clock.now(), step=str(step), reason="not-allowed")
    raise Http404


#: The buttons that add a fact to a case that is open already: to the own one, and to another authority's.
JOIN, HAND_IN = "join", "hand-in"


def own_case_of(fact: Fact, user: User) -> Case | None:
    """The authority's own open case of the matter, which the fact may join."""
    if services.case_of_fact(fact.source, fact.key) is not None:
        return None
    same = services.case_of_matter(fact)
    return same if same is not None and same.authority_id == user.organisation_id else None


class OpenView(GatedView):
    """The form of a case, filled in from its fact; a fact that has a case leads there."""

    permission = DispositionPermission.CASE_WRITE

    def fact(self, request: HttpRequest, name: str) -> Fact:
        source, _sign, key = name.partition("-")
        found = fact_for(person_of(request), source, key, clock.today())
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, fact: str) -> HttpResponse:
        source, _sign, key = fact.partition("-")
        known = services.case_of_fact(source, key)
        if known is not None and Case.objects.visible_to(request.user).filter(pk=known.pk).exists():
            return redirect("dispositions:case-detail", pk=known.pk)
        return self.filled(request, self.fact(request, fact))

    def filled(self, request: HttpRequest, fact: Fact) -> HttpResponse:
        first = {"title": fact.title, "facts": fact.facts, "basis": fact.basis}
        return self.page(request, fact, OpenForm(initial=first))

    def page(self, request: HttpRequest, fact: Fact, form: forms.Form, status: int = 200) -> HttpResponse:
        user = person_of(request)
        wrong = services.complain_fact(fact, user)
        context = {
            "fact": fact,
            "form": form,
            "reason": wrong or services.complain_known(fact, user),
            "same": None if wrong else own_case_of(fact, user),
            "other": None if wrong else self.others_case_of(fact, user),
            "fact_url": url_of_fact(fact.source, fact.key),
        }
        return render(request, "dispositions/case_form.html", context, status=status)

    def others_case_of(self, fact: Fact, user: User) -> Case | None:
        """Another authority's open case of the matter, which the fact goes to where it was handed over to one's own."""
        if fact.receiver_id is None or services.case_of_fact(fact.source, fact.key) is not None:
            return None
        same = services.case_of_matter(fact)
        return same if same is not None and same.authority_id != user.organisation_id else None

    def post(self, request: HttpRequest, fact: str) -> HttpResponse:
        if JOIN in request.POST:
            return self.join(request, self.fact(request, fact))
        if HAND_IN in request.POST:
            return self.hand_in(request, self.fact(request, fact))
        found, form = self.fact(request, fact), OpenForm(request.POST)
        if form.is_valid():
            with Attempt(request, form):
                made = services.open_case(
                    fact=found, by=person_of(request), today=clock.today(), at=clock.now(), **form.cleaned_data
                )
                messages.success(request, _("The case is opened."))
                return redirect("dispositions:case-detail", pk=made.pk)
        else:
            tell_form(request, form, Case, found.name, "open")
        return self.page(request, found, form, status=400)

    def join(self, request: HttpRequest, fact: Fact) -> HttpResponse:
        """Add the fact to the authority's own open case of the matter."""
        user, form = person_of(request), OpenForm()
        case = own_case_of(fact, user)
        if case is not None:
            with Attempt(request, None):
                services.join_case(case=case, fact=fact, by=user, today=clock.today(), at=clock.now())
                messages.success(request, _("The fact is added to the case."))
                return redirect("dispositions:case-detail", pk=case.pk)
        return self.page(request, fact, form, status=400)

    def hand_in(self, request: HttpRequest, fact: Fact) -> HttpResponse:
        """Give the fact to the case of the authority that pursues the matter, and go back to the fact."""
        with Attempt(request, None):
            case = services.hand_to_case(fact=fact, by=person_of(request), today=clock.today(), at=clock.now())
            told = _("The fact went to %(authority)s, whose case %(number)s deals with it.")
            messages.success(request, told % {"authority": case.authority.name, "number": case.number})
            return redirect(url_of_fact(fact.source, fact.key) or "dispositions:case-list")
        return self.page(request, fact, OpenForm(), status=400)


#: The fields by which a letter names whom it is about.
SUBJECT_FIELDS: Final = {
    "uscc": FindingSubject.ENTERPRISE,
    "agency": FindingSubject.AGENCY,
    "insurer": FindingSubject.INSURER,
}


class OutsideView(GatedView):
    """A case of a report from outside."""

    permission = DispositionPermission.CASE_WRITE

    def form(self, request: HttpRequest, data: Data = None) -> OutsideForm:
        user = person_of(request)
        is_regulator = side_of(user.role) == Side.REGULATOR
        bodies = Organisation.objects.visible_to(user)
        if is_regulator:  # Ningbo's companies stand by themselves (domain.md 5.5)
            is_ningbo = Q(division=NINGBO)
            bodies = bodies.filter(is_ningbo if place_of(user) == NINGBO else ~is_ningbo)
            is_here = Q(kind=OrganisationKind.INSURER_BRANCH, division=place_of(user))
            bodies = bodies.filter(Q(kind=OrganisationKind.INSURER) | is_here)
        known = Organisation.objects.visible_to(user).filter(kind__in=INSURERS)
        return OutsideForm(data, is_regulator=is_regulator, bodies=bodies, known=known)

    def get(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request)
        form.initial.update({name: request.GET[name] for name in ("insurer", "uscc") if name in request.GET})
        self.tell_stranger(request)
        return render(request, "dispositions/outside_form.html", {"form": form})

    def tell_stranger(self, request: HttpRequest) -> None:
        """Say whose an insurer is that the page before led here from, and that the form does not offer."""
        user, pk = person_of(request), request.GET.get("insurer", "")
        if side_of(user.role) != Side.REGULATOR or key_in(pk) is None:
            return
        insurer = Organisation.objects.visible_to(user).filter(pk=pk, kind__in=INSURERS).first()
        if insurer is None:
            return
        reason = services.complain_fact(fact_on_insurer(insurer, city_of(insurer, user), ""), user)
        if reason:
            messages.warning(request, f"{reason}。")

    def post(self, request: HttpRequest) -> HttpResponse:
        user, others = person_of(request), self.others_subject(request)
        if others is not None:  # named by a hand-made form: no form of this side is judged by it
            with Attempt(request, None):
                services.insist_side(subject=others, by=user, at=clock.now())
            return render(request, "dispositions/outside_form.html", {"form": self.form(request)}, status=400)
        form = self.form(request, request.POST)
        fact = self.fact(user, form) if form.is_valid() else None
        if fact is None:
            tell_form(request, form, Case, form.data.get("reference", ""), "open")
            return render(request, "dispositions/outside_form.html", {"form": form}, status=400)
        given = {name: form.cleaned_data[name] for name in ("title", "facts", "basis")}
        same = own_case_of(fact, user)
        with Attempt(request, form):
            if same is not None and JOIN in request.POST:
                services.join_case(case=same, fact=fact, by=user, today=clock.today(), at=clock.now())
                messages.success(request, _("The fact is added to the case."))
                return redirect("dispositions:case-detail", pk=same.pk)
            made = services.open_case(fact=fact, by=user, today=clock.today(), at=clock.now(), **given)
            messages.success(request, _("The case is opened."))
            return redirect("dispositions:case-detail", pk=made.pk)
        return render(request, "dispositions/outside_form.html", {"form": form, "same": same}, status=400)

    def others_subject(self, request: HttpRequest) -> FindingSubject | None:
        """Whom a form names that the other kind of authority deals with; None where it is one's own."""
        is_regulator = side_of(person_of(request).role) == Side.REGULATOR
        named = (subject for name, subject in SUBJECT_FIELDS.items() if request.POST.get(name, "").strip())
        return next((one for one in named if (one == FindingSubject.INSURER) != is_regulator), None)

    def fact(self, user: User, form: OutsideForm) -> Fact | None:
        given = form.cleaned_data
        if "insurer" in given:
            insurer = given["insurer"]
            return fact_on_insurer(insurer, city_of(insurer, user), given["reference"], given["kind"])
        if given["agency"] is not None:
            county = scope_for(user).county or ""
            return fact_on_agency(given["agency"], place_of(user), county, given["reference"], given["kind"])
        firm = Enterprise.objects.visible_to(user).filter(uscc=given["uscc"]).first()
        if firm is None:
            form.add_error("uscc", f"本机关辖区内没有统一社会信用代码为“{given['uscc']}”的企业，请核对。")
            return None
        return fact_on_enterprise(firm, given["reference"], given["kind"])


class CaseDetailView(GatedView):
    """The page of a case."""

    permission: ClassVar[str] = DispositionPermission.CASE_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, case_or_404(request, pk))

    def page(
        self, request: HttpRequest, case: Case, bound: forms.Form | None = None, chosen: str = "", status: int = 200
    ) -> HttpResponse:
        user, today = person_of(request), clock.today()
        context = context_of(case, user, today)
        actions = actions_of(case, context["steps"], user, bound, chosen)
        first = [one for one in actions[:1] if one.may_come_next]
        holds = any(step.state not in GONE for step in context["steps"])
        context |= {
            "actions": actions,
            "next_actions": first,
            "more_actions": actions[len(first) :],
            "cautions": cautions_of(case, context["steps"], user, today),
            "why_not_referred": refer_hint(case, context["steps"], user),
            "next_measures": [] if first or holds else [one for one in context["measures"] if one["url"]],
            "form": bound,
        }
        return render(request, "dispositions/case_detail.html", context, status=status)


class FilesView(GatedView):
    """Attach files to a row of a case; subclasses say which, and which place."""

    permission: ClassVar[str] = DispositionPermission.CASE_WRITE
    http_method_names = ["post", "options"]
    slot = ""

    #: Answers the row that the files go with.
    row: ClassVar[Callable[[Any, HttpRequest, int], Any]]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.row(request, pk)
        if taken := take_files(request, found, self.slot, clock.now()):
            messages.success(
                request, ngettext("%(n)s file is attached.", "%(n)s files are attached.", taken) % {"n": taken}
            )
        elif not request.FILES:
            messages.warning(request, _("No file was chosen. Please choose one."))
        return redirect("dispositions:case-detail", pk=getattr(found, "case_id", found.pk))


class CaseFilesView(FilesView):
    slot = "evidence"

    def row(self, request: HttpRequest, pk: int) -> Case:
        return case_or_404(request, pk)


class StepFilesView(FilesView):
    slot = "paper"

    def row(self, request: HttpRequest, pk: int) -> Step:
        return step_or_404(request, pk)
