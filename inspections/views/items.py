"""The forms: read by both cities and the province, written by the inspecting city."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from core import clock
from core.gate import GatedView, NotAllowed
from core.transitions import TransitionRefused
from inspections import context, states
from inspections.choices import ItemState
from inspections.forms import EnterpriseForm, FindingForm, InsurerForm
from inspections.models import InspectedEnterprise, InspectedInsurer
from inspections.services import FormChanged, record_finding, remove_item, reopen_item, save_form, submit_item

TASK = ("task__campaign", "task__inspecting", "task__inspected", "saved_by__organisation")


def person(request: HttpRequest) -> Any:
    """Whoever passed the gate."""
    return request.user


class ItemView(GatedView):
    """What the two forms share. GET reads, POST saves a draft."""

    permission = Permission.INSPECTION_VIEW
    model: ClassVar[Any] = InspectedEnterprise
    form_class: ClassVar[Any] = EnterpriseForm
    url_name = "inspections:enterprise-form"
    subjects: ClassVar[tuple[str, ...]] = ("ENTERPRISE",)
    related: ClassVar[tuple[str, ...]] = ("enterprise__county", "enterprise__city")

    def item(self, request: HttpRequest, pk: int, *, write: bool = False) -> Any:
        rows = self.model.objects.visible_to(request.user).select_related(*TASK, *self.related)
        item = get_object_or_404(rows, pk=pk)
        if write and not states.is_inspecting(item.task, request.user):
            raise NotAllowed("only the inspecting city writes")
        return item

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self.item(request, pk)
        form = self.form_class(instance=item, task=item.task, today=clock.today())
        return self.page(request, item, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self.item(request, pk, write=True)
        form = self.form_class(request.POST, instance=item, task=item.task, today=clock.today())
        if not form.is_valid():
            return self.page(request, self.item(request, pk), form, status=400)
        version = form.cleaned_data["version"] or 0
        try:
            save_form(item=item, values=form.values(), version=version, by=person(request), at=clock.now())
        except FormChanged as changed:
            return self.page(request, self.item(request, pk), form, status=409, changed=changed)
        except TransitionRefused as refused:
            messages.warning(request, str(refused))
            return redirect(self.url_name, pk=pk)
        messages.success(request, _("The draft is saved."))
        return self.after_save(request, pk)

    def after_save(self, request: HttpRequest, pk: int) -> HttpResponse:
        """「提交」 saves first and then submits; a gap keeps the draft and says what is missing."""
        if "submit" in request.POST:
            try:
                submit_item(item=self.item(request, pk), by=person(request), at=clock.now())
            except TransitionRefused as refused:
                messages.warning(request, str(refused))
            else:
                messages.success(request, _("The form is submitted."))
        return redirect(self.url_name, pk=pk)

    def page(
        self, request: HttpRequest, item: Any, form: Any, status: int = 200, changed: FormChanged | None = None,
        finding: FindingForm | None = None,
    ) -> HttpResponse:  # fmt: skip
        today = clock.today()
        writes = states.is_inspecting(item.task, request.user) and states.item_open(item, request.user) is None
        data = {
            "item": item,
            "task": item.task,
            "form": form,
            "sections": context.sections(form),
            "finding_form": finding or FindingForm(subjects=self.subjects, today=today),
            "findings": item.findings.visible_to(request.user).select_related("task"),
            "writes": writes,
            "is_draft": item.state == ItemState.DRAFT,
            "gaps": states.unanswered(item) if writes and item.state == ItemState.DRAFT else [],
            "changed": changed,
            "url_name": self.url_name,
            **self.reference(item),
        }
        if changed is not None:
            form.data = form.data.copy()
            form.data["version"] = str(changed.version)
        return render(request, "inspections/item_form.html", data, status=status)

    def reference(self, item: Any) -> dict[str, Any]:
        return context.enterprise_reference(item, clock.today())


class EnterpriseItemView(ItemView):
    """The form of an enterprise, with its policies and services of the campaign beside it."""

    permission = Permission.INSPECTION_VIEW


class InsurerItemView(ItemView):
    permission = Permission.INSPECTION_VIEW
    model = InspectedInsurer
    form_class = InsurerForm
    url_name = "inspections:insurer-form"
    subjects = ("INSURER", "AGENCY")
    related = ("insurer",)

    def reference(self, item: Any) -> dict[str, Any]:
        return context.insurer_reference(item, clock.today())


class ItemActionView(ItemView):
    """Reopen or remove; `kind` chooses the form."""

    permission = Permission.INSPECTION_WRITE
    http_method_names = ["post"]
    kind = "enterprise"
    action = "reopen"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.kind == "insurer":
            self.model, self.related = InspectedInsurer, ("insurer",)  # type: ignore[misc]
        item = self.item(request, pk, write=True)
        try:
            if self.action == "remove":
                remove_item(item=item, by=person(request), at=clock.now())
                return redirect("inspections:task-detail", pk=item.task_id)
            reopen_item(item=item, by=person(request), at=clock.now())
        except TransitionRefused as refused:
            messages.warning(request, str(refused))
        return redirect(f"inspections:{self.kind}-form", pk=pk)


class EnterpriseFindingView(EnterpriseItemView):
    """A finding on the form of an enterprise."""

    permission = Permission.INSPECTION_WRITE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self.item(request, pk, write=True)
        finding = FindingForm(request.POST, subjects=self.subjects, today=clock.today())
        if not finding.is_valid():
            form = self.form_class(instance=item, task=item.task, today=clock.today())
            return self.page(request, item, form, status=400, finding=finding)
        try:
            record_finding(item=item, by=person(request), at=clock.now(), **finding.cleaned_data)
        except TransitionRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("The finding is recorded."))
        return redirect(self.url_name, pk=pk)


class InsurerFindingView(EnterpriseFindingView, InsurerItemView):
    """A finding on the form of an insurer."""

    permission = Permission.INSPECTION_WRITE
    model = InspectedInsurer
    form_class = InsurerForm
    url_name = "inspections:insurer-form"
    subjects = ("INSURER", "AGENCY")
    related = ("insurer",)
