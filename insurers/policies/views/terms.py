"""What hangs on a policy: details, endorsements with what they change, coinsurance."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.gate import GatedView
from core.people import person_of
from core.views.writes import Attempt, words_in
from core.writing import Refused, version_in
from insurers.policies import services
from insurers.policies.forms import DetailForm, EndorsementForm, PartLines
from insurers.policies.models import Endorsement, Policy, PolicyDetail
from insurers.policies.permissions import PolicyPermission
from insurers.policies.rules import Terms, terms_on

#: What a comparison of terms shows: title, field of Terms, how it is written.
LINES = (
    (gettext_lazy("People insured"), "insured_people", "count"),
    (gettext_lazy("Limit per person (yuan)"), "limit_per_person", "yuan"),
    (gettext_lazy("Limit per accident (yuan)"), "limit_per_accident", "yuan"),
    (gettext_lazy("Total limit (yuan)"), "limit_total", "yuan"),
    (gettext_lazy("Premium due (yuan)"), "premium_due", "yuan"),
    (gettext_lazy("Premium paid (yuan)"), "premium_paid", "yuan"),
    (gettext_lazy("Last day of cover"), "end_on", "day"),
)


def policy_or_404(request: HttpRequest, pk: int) -> Policy:
    rows = Policy.objects.visible_to(request.user).select_related("insurer", "enterprise", "city", "county")
    return get_object_or_404(rows, pk=pk)


def differences(before: Terms, after: Terms) -> list[dict[str, object]]:
    """The lines of LINES that differ, with both values."""
    return [
        {"title": title, "kind": kind, "before": getattr(before, name), "after": getattr(after, name)}
        for title, name, kind in LINES
        if getattr(before, name) != getattr(after, name)
    ]


class PolicyPartView(GatedView):
    """A form about one policy; a refusal stands over it, and nothing is stored."""

    permission = PolicyPermission.POLICY_WRITE
    template_name = ""

    def page(self, request: HttpRequest, policy: Policy, status: int = 200, **context: object) -> HttpResponse:
        return render(request, self.template_name, {"policy": policy, **context}, status=status)

    def back(self, request: HttpRequest, policy: Policy, done: str) -> HttpResponse:
        messages.success(request, done)
        return redirect("policies:policy-detail", pk=policy.pk)


class PolicyDetailEditView(PolicyPartView):
    """Branch, product, roster, commission, budget, claims."""

    template_name = "policies/policy_form.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy = policy_or_404(request, pk)
        return self.form_page(request, policy, DetailForm.of(self.known(request, policy)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy = policy_or_404(request, pk)
        form = DetailForm.of(self.known(request, policy), request.POST)
        if form.is_valid():
            by, seen = person_of(request), version_in(request.POST)
            with Attempt(request, form, refused_status=400) as attempt:
                services.save_detail(policy=policy, values=form.values(), seen=seen, by=by, at=clock.now())
                return self.back(request, policy, _("The details are stored."))
            return self.form_page(request, policy, form, attempt.status)
        return self.form_page(request, policy, form, status=400)

    def known(self, request: HttpRequest, policy: Policy) -> PolicyDetail | None:
        return PolicyDetail.objects.visible_to(request.user).filter(policy=policy).first()

    def form_page(self, request: HttpRequest, policy: Policy, form: DetailForm, status: int = 200) -> HttpResponse:
        title, button = _("Details of the policy"), _("Save")
        return self.page(request, policy, status, form=form, title=title, button=button)


class EndorseView(PolicyPartView):
    """Two steps: what the endorsement would change is shown first, and stored when confirmed."""

    template_name = "policies/policy_form.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy = policy_or_404(request, pk)
        return self.form_page(request, policy, EndorsementForm(initial={"effective_on": clock.today()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy, form = policy_or_404(request, pk), EndorsementForm(request.POST)
        if not form.is_valid():
            return self.form_page(request, policy, form, status=400)
        change = form.value()
        if complaint := services.complain_change(policy, change):
            form.add_error(None, complaint)
            return self.form_page(request, policy, form, status=400)
        if "confirmed" not in request.POST:
            return self.form_page(request, policy, form, changes=self.changes(policy, change))
        with Attempt(request, form, refused_status=400) as attempt:
            services.endorse(policy=policy, change=change, by=person_of(request), at=clock.now())
            return self.back(request, policy, _("The endorsement is entered."))
        return self.form_page(request, policy, form, status=attempt.status)

    def changes(self, policy: Policy, change: services.Change) -> list[dict[str, object]]:
        known = services.in_effect(policy)
        after = terms_on(policy, services.in_order([*known, services.preview(policy, change)]))
        return differences(terms_on(policy, known), after)

    def form_page(
        self,
        request: HttpRequest,
        policy: Policy,
        form: EndorsementForm,
        changes: list[dict[str, object]] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        button = _("Enter the endorsement") if changes else _("Show what changes")
        intro = _("Empty fields stay as they are. What changes is shown before anything is stored.")
        title = _("Endorsement")
        return self.page(request, policy, status, form=form, title=title, button=button, changes=changes, intro=intro)


class EndorsementWithdrawView(GatedView):
    """Take an endorsement entered by mistake away."""

    permission = PolicyPermission.POLICY_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Endorsement.objects.visible_to(request.user).select_related("policy")
        endorsement = get_object_or_404(rows, pk=pk)
        with Attempt(request):
            by, reason = person_of(request), words_in(request, "reason", 300)
            services.withdraw_endorsement(endorsement=endorsement, reason=reason, by=by, at=clock.now())
            messages.success(request, _("The endorsement is revoked; the history keeps it."))
        return redirect("policies:policy-detail", pk=endorsement.policy_id)


class PolicySharesView(PolicyPartView):
    """All parts of a coinsured policy together."""

    template_name = "policies/policy_shares.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy = policy_or_404(request, pk)
        known = [
            {
                "insurer": row.insurer_id,
                "name": "" if row.insurer_id else row.name,
                "share": row.share,
                "is_lead": row.is_lead,
            }
            for row in policy.shares.visible_to(request.user)
        ]
        return self.page(request, policy, lines=PartLines(prefix="part", initial=known))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy = policy_or_404(request, pk)
        lines = PartLines(request.POST, prefix="part")
        refusal = ""
        if lines.is_valid():
            parts = [part for part in (form.part() for form in lines) if part is not None]
            try:
                services.save_shares(policy=policy, parts=parts, by=person_of(request), at=clock.now())
                return self.back(request, policy, _("The shares are stored."))
            except Refused as refused:
                refusal = refused.sentence
        return self.page(request, policy, 400, lines=lines, refusal=refusal)
