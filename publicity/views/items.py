"""Items of publicity: list, page, form, and the steps upward."""

from types import MappingProxyType
from typing import Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import attachments, clock
from core.attachments.uploading import attach_sent
from core.gate import GatedView
from core.listing.columns import FIRM, LINE, Look, lead_to
from core.people import person_of
from core.rows import Row
from core.templatetags.portal import state_of, state_tag
from core.transitions import allowed
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from core.views.writes import Attempt, turned_back
from core.writing import version_in
from publicity import services as publicising
from publicity.files import ITEM_SLOTS, guard_files
from publicity.filters import ItemFilter
from publicity.forms import ItemForm, NoteForm, RecommendForm
from publicity.models import PublicityItem
from publicity.permissions import PublicityPermission
from publicity.states import ADOPT, ITEM_MOVES, RECOMMEND

RELATED = ("organisation", "city", "company", "recorded_by", "answered_by")


def state_cell(row: Row) -> SafeString:
    """The state, or that everybody can read it."""
    if row.public_on:
        return state_tag(_("On the public page"), "done")
    return state_of(row)


LOOKS: Final = MappingProxyType(
    {
        "title": lead_to("publicity:item-detail"),
        "get_kind_display": LINE,
        "get_channel_display": LINE,
        "get_level_display": LINE,
        "published_on": LINE,
        "organisation.name": FIRM,
        "get_state_display": Look("corner", cell=state_cell),
    }
)


class ItemListView(LedgerPage):
    permission = PublicityPermission.PUBLICITY_VIEW
    template_name = "publicity/item_list.html"
    looks = LOOKS
    filters = ItemFilter
    sheet = Sheet("宣传报道及典型案例表", "条")
    columns = (
        (gettext_lazy("Title"), "title"),
        (gettext_lazy("Kind"), "get_kind_display"),
        (gettext_lazy("Channel"), "get_channel_display"),
        (pgettext_lazy("publicity", "Level"), "get_level_display"),
        (gettext_lazy("Name of the medium"), "medium_name"),
        (gettext_lazy("Appeared on"), "published_on"),
        (gettext_lazy("Link"), "url"),
        (gettext_lazy("Reporting unit"), "organisation.name"),
        (gettext_lazy("Enterprise named"), "enterprise_name"),
        (gettext_lazy("Insurer named"), "company.name"),
        (gettext_lazy("Good practice"), "is_good_practice"),
        (gettext_lazy("State"), "get_state_display"),
        (gettext_lazy("On the public page since"), "public_on"),
    )

    def rows(self) -> QuerySet[PublicityItem]:
        rows = PublicityItem.objects.visible_to(self.person).select_related("organisation", "company")
        return rows.order_by("-published_on", "-pk")

    def extra(self) -> dict[str, object]:
        return {
            "may_write": self.person.may(PublicityPermission.PUBLICITY_WRITE),
            "may_release": self.person.may(PublicityPermission.PUBLIC_PAGE_WRITE),
        }


def item_or_404(request: HttpRequest, pk: int) -> PublicityItem:
    return get_object_or_404(PublicityItem.objects.visible_to(person_of(request)).select_related(*RELATED), pk=pk)


class ItemDetailView(GatedView):
    permission = PublicityPermission.PUBLICITY_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, item_or_404(request, pk))

    def page(
        self, request: HttpRequest, item: PublicityItem, bound: forms.Form | None = None, status: int = 200
    ) -> HttpResponse:
        user = person_of(request)
        moves = {move.name for move in allowed(ITEM_MOVES, item, user)}
        writes = user.may(PublicityPermission.PUBLICITY_WRITE)
        context = {
            "item": item,
            "files": attachments.attachments_of(item),
            "slots": ITEM_SLOTS.items() if writes and guard_files(item, user) is None else (),
            "may_edit": writes and publicising.items.complain_change(item, user) is None,
            "recommend_form": _form_for(RecommendForm, bound) if RECOMMEND.name in moves else None,
            "answer_form": _form_for(NoteForm, bound) if ADOPT.name in moves else None,
            "form": bound,
        }
        return render(request, "publicity/item_detail.html", context, status=status)


def _form_for(kind: type[forms.Form], bound: forms.Form | None) -> forms.Form:
    """The form that was sent, if it is of the kind, else an empty one."""
    return bound if isinstance(bound, kind) else kind(auto_id=f"{kind.__name__.lower()}_%s")


class ItemFormView(GatedView):
    """A new item, or one changed."""

    permission = PublicityPermission.PUBLICITY_WRITE

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        if pk is None:
            return self.page(request, ItemForm(initial={"published_on": clock.today()}), None)
        item = item_or_404(request, pk)
        complaint = publicising.items.complain_change(item, person_of(request))
        back = turned_back(request, complaint, "publicity:item-detail", pk)
        return back or self.page(request, ItemForm.of(item), item)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        item, form = item_or_404(request, pk) if pk else None, ItemForm(request.POST)
        status = 400
        if form.is_valid():
            with Attempt(request, form) as attempt:
                made = publicising.record_item(
                    text=form.value(),
                    item=item,
                    seen=version_in(request.POST) if item else None,
                    by=person_of(request),
                    today=clock.today(),
                    at=clock.now(),
                )
                messages.success(request, _("The item is recorded."))
                return redirect("publicity:item-detail", pk=made.pk)
            status = attempt.status
        return self.page(request, form, item, status)

    def page(self, request: HttpRequest, form: ItemForm, item: PublicityItem | None, status: int = 200) -> HttpResponse:
        return render(request, "publicity/item_form.html", {"form": form, "item": item}, status=status)


class ItemFilesView(GatedView):
    """Attach pictures, a video, a clipping."""

    permission = PublicityPermission.PUBLICITY_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item, slot = item_or_404(request, pk), request.POST.get("slot", "")
        if slot not in ITEM_SLOTS:
            messages.warning(request, _("Choose what the file is."))
        else:
            attach_sent(request, item, slot, clock.now())
        return redirect("publicity:item-detail", pk=pk)


class ItemRecommendView(ItemDetailView):
    """Recommend good practice upward."""

    permission = PublicityPermission.PUBLICITY_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item, form = item_or_404(request, pk), RecommendForm(request.POST)
        if form.is_valid():
            with Attempt(request, form):
                publicising.recommend_item(item=item, by=person_of(request), at=clock.now(), **form.cleaned_data)
                messages.success(request, _("The item is recommended to the province."))
                return redirect("publicity:item-detail", pk=pk)
        return self.page(request, item, form, status=400)


class ItemAnswerView(ItemDetailView):
    """The province adopts or declines."""

    permission = PublicityPermission.PUBLICITY_ADOPT
    http_method_names = ["post", "options"]
    adopt = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item, form = item_or_404(request, pk), NoteForm(request.POST)
        if form.is_valid():
            with Attempt(request, form):
                publicising.answer_item(
                    item=item, adopt=self.adopt, by=person_of(request), at=clock.now(), **form.cleaned_data
                )
                messages.success(
                    request, _("The practice is adopted.") if self.adopt else _("The practice is not adopted.")
                )
                return redirect("publicity:item-detail", pk=pk)
        return self.page(request, item, form, status=400)
