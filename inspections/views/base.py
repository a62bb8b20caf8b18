"""What all pages of a form share, and the two short actions on it."""

from collections.abc import Collection
from typing import ClassVar, cast

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.gate import GatedView, NotAllowed, OtherHands
from core.people import User, person_of
from core.writing import Refused
from inspections import context, ledgers, phone, states
from inspections.choices import FindingSubject, ItemState
from inspections.forms import EnterpriseForm, FindingForm, InsurerForm, ItemForm
from inspections.hazardsource import FOUND, with_hazards
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer, Item
from inspections.permissions import InspectionPermission
from inspections.services import FormChanged, remove_item, reopen_item
from inspections.words import label_of, words

TASK = ("task__campaign", "task__inspecting", "task__inspected", "saved_by__organisation", "added_by__organisation")


def person(request: HttpRequest) -> User:
    """Whoever passed the gate."""
    return person_of(request)


def number_in(text: str | None) -> int:
    """A small positive number of the address or a form; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else 0


class ItemPage(GatedView):
    """What all views of a form share: the row for whom it may be seen, and the page."""

    permission = InspectionPermission.INSPECTION_VIEW
    model: ClassVar[type[InspectedEnterprise] | type[InspectedInsurer]] = InspectedEnterprise
    form_class: ClassVar[type[ItemForm]] = EnterpriseForm
    url_name = "inspections:enterprise-form"
    finding_url_name = "inspections:enterprise-finding"
    subjects: ClassVar[tuple[str, ...]] = (FindingSubject.ENTERPRISE,)
    related: ClassVar[tuple[str, ...]] = ("enterprise__county", "enterprise__city")

    def item(self, request: HttpRequest, pk: int, *, write: bool = False) -> Item:
        """404 for whom the task is none of their business; with `write`, 403 for those who may only read.

        403 with a sentence for a member who declared to keep away from the inspected.
        """
        rows = self.model.objects.visible_to(request.user).select_related(*TASK, *self.related)
        # The checker knows of a row out of two models only what both inherit.
        item = cast(Item, get_object_or_404(rows, pk=pk))
        if write and not states.may_inspect(item.task, person_of(request)):
            raise NotAllowed("only who inspects here writes")
        # A write is told by its service, so that a phone gets the sentence as its answer.
        if not write and (sentence := states.kept_away(item, person_of(request))):
            raise OtherHands(sentence)
        return item

    def form_of(self, item: Item, data: QueryDict | None = None, names: Collection[str] | None = None) -> ItemForm:
        return self.form_class(data, instance=item, task=item.task, today=clock.today(), names=names)

    def page(
        self,
        request: HttpRequest,
        item: Item,
        form: ItemForm,
        status: int = 200,
        changed: FormChanged | None = None,
        finding: FindingForm | None = None,
    ) -> HttpResponse:
        """The visit: one section at a time, all of them on the page, so that the next one needs no line."""
        by, ledger = person_of(request), ledgers.ledger_of(item, clock.today())
        found = context.parts(item, states.gaps(item), ledger)
        keys = [part.key for part in found] + [context.FINDINGS]
        wanted = context.FINDINGS if finding is not None else self.section_of(form) or request.GET.get("s", "")
        data = {
            **self.frame(request, item),
            "form": form,
            "parts": found,
            "blocks": [(part, context.questions(form, part, ledger)) for part in found],
            "current": wanted if wanted in keys else keys[0],
            "after": dict(zip(keys, [*keys[1:], context.CHECK], strict=True)),
            "before": dict(zip(keys[1:], keys[:-1], strict=True)),
            "titles": context.TITLES,
            "finding_form": finding or self.finding_form(request, item),
            "changed": changed,
            "compared": compared(self.model, changed),
            "prompts": context.prompts(item, ledger),
            **context.pictures(item, by),
            **context.beside(item, ledger, by),
        }
        return render(request, "inspections/item_visit.html", data, status=status)

    def section_of(self, form: ItemForm) -> str:
        """The section of the first entry that is wrong."""
        wrong = set(form.errors) if form.is_bound else set()
        return next((key for key, names in form.sections if wrong & set(names)), "")

    def frame(self, request: HttpRequest, item: Item) -> dict[str, object]:
        """What visit and check share."""
        by = person_of(request)
        writes = states.item_open(item, by) is None
        is_draft = item.state == ItemState.DRAFT
        kind = self.url_name.removesuffix("-form")
        return {
            "item": item,
            "task": item.task,
            "writes": writes,
            "is_draft": is_draft,
            "phone": phone.data_of(item, kind.removeprefix("inspections:"), by),
            "form_url": reverse(self.url_name, args=[item.pk]),
            "visit_url": reverse(f"{kind}-visit", args=[item.pk]),
            "packet_url": reverse(f"{kind}-packet", args=[item.pk]),
            "photo_url": reverse(f"{kind}-photo", args=[item.pk]),
            "removal_url": reverse(f"{kind}-photo-remove", args=[item.pk]) if writes and is_draft else "",
            "record_url": reverse(f"{kind}-record", args=[item.pk]),
            "reopen_url": reverse(f"{kind}-reopen", args=[item.pk]),
            "remove_url": reverse(f"{kind}-remove", args=[item.pk]),
            "finding_url": reverse(self.finding_url_name, args=[item.pk]) if writes and is_draft else "",
            "findings": with_hazards(item.findings.visible_to(by).select_related(*FOUND), by),
        }

    def finding_form(
        self, request: HttpRequest, item: Item, data: QueryDict | None = None, instance: Finding | None = None
    ) -> FindingForm:
        """The form of a new finding, or of the one whose number the address names."""
        number = number_in(request.GET.get("finding"))
        if instance is None and data is None and number:
            instance = item.findings.visible_to(request.user).filter(seq=number).select_related("task").first()
        return FindingForm(data, instance=instance, subjects=self.subjects, task=item.task, today=clock.today())


def compared(model: type[Model], changed: FormChanged | None) -> list[tuple[str, str, str]]:
    """Label, what is stored now, what was typed: in words."""
    if changed is None:
        return []
    return [
        (label_of(model, name), words(model, name, stored), words(model, name, typed))
        for name, (stored, typed) in changed.changes.items()
    ]


class OfInsurer:
    """What differs for the form of an insurer."""

    model = InspectedInsurer
    form_class = InsurerForm
    url_name = "inspections:insurer-form"
    finding_url_name = "inspections:insurer-finding"
    subjects = (FindingSubject.INSURER, FindingSubject.AGENCY)
    related = ("insurer",)


class ItemActionView(ItemPage):
    """Reopen or remove the form of an enterprise."""

    permission = InspectionPermission.INSPECTION_WRITE
    http_method_names = ["post"]
    action = "reopen"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self.item(request, pk, write=True)
        try:
            if self.action == "remove":
                remove_item(item=item, by=person(request), at=clock.now())
                return redirect("inspections:task-detail", pk=item.task_id)
            reason = request.POST.get("reason", "")
            reopen_item(item=item, reason=reason, by=person(request), at=clock.now())
            messages.success(request, _("The form is open again; the reason stays with it."))
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect(self.url_name, pk=pk)


class InsurerActionView(OfInsurer, ItemActionView):  # type: ignore[misc]
    """Reopen or remove the form of an insurer."""

    permission = InspectionPermission.INSPECTION_WRITE
