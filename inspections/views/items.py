"""The forms as pages: read by both cities and the province, written by the inspecting city.

The address of a form shows the check of all its answers, from where it is submitted; its visit is one section at a
time. Answers and a finding that are sent together are stored together or not at all.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core import clock
from core.writing import Refused
from inspections import context, ledgers, states
from inspections.forms import FindingForm, ItemForm
from inspections.models import Finding, Item
from inspections.permissions import InspectionPermission
from inspections.services import (
    FindingChanged,
    FormChanged,
    doubt_of,
    edit_finding,
    is_drawn,
    record_finding,
    remove_finding,
    save_form,
    submit_item,
)
from inspections.views.base import ItemPage, OfInsurer, compared, number_in, person


@dataclass
class Sent:
    """What a POST holds. `answers`, `finding`: bound forms, None where the POST has none; `stored`: the finding named."""

    answers: ItemForm | None
    finding: FindingForm | None
    stored: Finding | None
    remove: bool

    def is_valid(self) -> bool:
        """Both are looked at, so that all that is wrong is told at once."""
        checks = [form.is_valid() for form in (self.answers, self.finding) if form is not None]
        return all(checks)

    @property
    def answers_changed(self) -> bool:
        return self.answers is not None and bool(self.answers.values())


class EnterpriseItemView(ItemPage):
    """The form of an enterprise: all answers in words, what they lack, what the ledgers say. POST saves and submits."""

    permission = InspectionPermission.INSPECTION_VIEW
    #: Whether the POST is about a finding in the first place.
    about_finding = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.check(request, self.item(request, pk))

    def check(self, request: HttpRequest, item: Item) -> HttpResponse:
        frame, today = self.frame(request, item), clock.today()
        ledger, shown = ledgers.ledger_of(item, today), context.pictures(item, person(request))
        gaps = states.gaps(item) if frame["writes"] and frame["is_draft"] else []
        data = {
            **frame,
            "parts": context.parts(item, gaps, ledger),
            "current": context.CHECK,
            "gaps": gaps,
            "may_remove": frame["writes"] and frame["is_draft"] and not is_drawn(item),
            "doubt": doubt_of(item, today) if frame["is_draft"] else None,
            "measures": list(context.measures(item, ledger, shown)),
            "prompts": context.prompts(item, ledger),
            "course": context.course(item, person(request)),
            **shown,
            **context.beside(item, ledger, person(request)),
        }
        return render(request, "inspections/item_check.html", data)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self.item(request, pk, write=True)
        sent = self.sent(request, item)
        if not sent.is_valid():
            return self.again(request, pk, sent, status=400)
        try:
            with transaction.atomic():
                self.store(request, item, sent)
        except FindingChanged as changed:
            return self.finding_changed(request, pk, sent, changed)
        except FormChanged as changed:
            if sent.answers is not None:
                data = request.POST.copy()
                data["version"] = str(changed.version)
                sent.answers.data = data
            return self.again(request, pk, sent, status=409, changed=changed)
        except Refused as refused:
            messages.warning(request, str(refused))
            return redirect(self.url_name, pk=pk)
        return self.after_save(request, pk, sent)

    def sent(self, request: HttpRequest, item: Item) -> Sent:
        data = request.POST
        stored, remove = self.finding_of(request, item), self.about_finding and "remove" in data
        typed = "finding" in data or data.get("fact", "").strip()
        wanted = not remove and (self.about_finding or typed)
        with_answers = "version" in data or not (self.about_finding or "submit" in data)
        return Sent(
            answers=self.form_of(item, data) if with_answers else None,
            finding=self.finding_form(request, item, data, stored) if wanted else None,
            stored=stored,
            remove=remove,
        )

    def finding_of(self, request: HttpRequest, item: Item) -> Finding | None:
        """The finding of this form that the request names; 404 for a number that is not on it."""
        if "finding" not in request.POST:
            return None
        rows = item.findings.visible_to(request.user).select_related("task", "recorded_by")
        found: Finding = get_object_or_404(rows, seq=number_in(request.POST["finding"]))
        return found

    def store(self, request: HttpRequest, item: Item, sent: Sent) -> None:
        by, at = person(request), clock.now()
        if sent.answers is not None and (sent.answers_changed or not self.about_finding):
            version = sent.answers.cleaned_data["version"] or 0
            save_form(item=item, values=sent.answers.values(), version=version, by=by, at=at)
        if sent.remove and sent.stored is not None:
            remove_finding(finding=sent.stored, by=by, at=at)
        elif sent.finding is not None and sent.stored is not None:
            stored = Finding.objects.visible_to(by).get(pk=sent.stored.pk)
            seen = sent.finding.cleaned_data["seen"]
            edit_finding(finding=stored, values=sent.finding.values(), seen=seen, by=by, at=at)
        elif sent.finding is not None:
            record_finding(item=item, by=by, at=at, **sent.finding.values())

    def again(
        self, request: HttpRequest, pk: int, sent: Sent, status: int, changed: FormChanged | None = None
    ) -> HttpResponse:
        """The page with what was typed; nothing of it is stored."""
        item = self.item(request, pk)
        answers = sent.answers if sent.answers is not None else self.form_of(item)
        return self.page(request, item, answers, status=status, changed=changed, finding=sent.finding)

    def finding_changed(self, request: HttpRequest, pk: int, sent: Sent, changed: FormChanged) -> HttpResponse:
        """What was typed stays in the form; the next save is one over what is stored now."""
        item = self.item(request, pk)
        stored = self.finding_of(request, item)
        data = request.POST.copy()
        data["seen"] = stored.recorded_at.isoformat() if stored else ""
        sent.finding = form = self.finding_form(request, item, data, stored)
        form.is_valid()
        form.compared = {"by": changed.by, "rows": compared(Finding, changed)}
        return self.again(request, pk, sent, status=409)

    def after_save(self, request: HttpRequest, pk: int, sent: Sent) -> HttpResponse:
        """「提交」 has saved first and now submits; a gap keeps the draft and says what is missing."""
        place = reverse(self.url_name, args=[pk])
        visit = reverse(self.url_name.replace("-form", "-visit"), args=[pk])
        if sent.finding is not None or sent.remove:
            done = _("The finding is removed.") if sent.remove else _("The finding is recorded.")
            messages.success(request, done)
        if self.about_finding:
            return redirect(f"{visit}?s={context.FINDINGS}")
        go = request.POST.get("go", "")
        if go and "submit" not in request.POST:
            return redirect(place if go == context.CHECK else f"{visit}?{urlencode({'s': go})}")
        try:
            if "submit" in request.POST:
                self.submit(request, pk)
                messages.success(request, _("The form is submitted."))
            else:
                messages.success(request, _("The draft is saved."))
        except Refused as refused:
            if sent.answers is not None:
                messages.success(request, _("The draft is saved."))
            messages.warning(request, str(refused))
        return redirect(place)

    def submit(self, request: HttpRequest, pk: int) -> None:
        """Submit what was checked: answers that somebody changed since are looked at again first."""
        item = self.item(request, pk)
        checked = request.POST.get("checked")
        if checked is not None and checked != str(item.version):
            raise Refused(f"检查表已被{item.saved_by}更新，请重新核对后再提交")
        kept = ledgers.kept_of(item, clock.today())
        submit_item(item=item, by=person(request), at=clock.now(), on_record=kept)


class InsurerItemView(OfInsurer, EnterpriseItemView):  # type: ignore[misc]
    """The form of an insurer."""

    permission = InspectionPermission.INSPECTION_VIEW


class EnterpriseFindingView(EnterpriseItemView):
    """POST with `finding`, a number of this form: change that one, or with `remove` take it back; else a new one."""

    permission = InspectionPermission.INSPECTION_WRITE
    http_method_names = ["post"]
    about_finding = True


class InsurerFindingView(OfInsurer, EnterpriseFindingView):  # type: ignore[misc]
    """A finding on the form of an insurer."""

    permission = InspectionPermission.INSPECTION_WRITE
