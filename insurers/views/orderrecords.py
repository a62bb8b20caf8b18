"""The agency's record of an order, and the questions about experts."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from core import attachments, clock
from core.attachments.uploading import take_files
from core.gate import GatedView
from core.transitions import TransitionRefused
from core.views.lists import TableExport
from insurers import experts, orderrecords
from insurers.models import Activity, OrderRecord, ServiceOrder
from insurers.serviceforms import OrderRecordForm
from insurers.views.orders import order_or_404


def typed(record: OrderRecord) -> QueryDict:
    """The record's fields as a form reads them."""
    sent = QueryDict(mutable=True)
    for name, found in record.typed.items():
        sent.setlist(name, found)
    return sent


class OrderRecordView(GatedView):
    """The agency's people write what was done; each save replaces the last until the insurer takes it over."""

    permission = Permission.ORDER_ANSWER

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = order_or_404(request, pk)
        record = OrderRecord.objects.visible_to(request.user).filter(order=order).first()
        first = {"kind": order.kind, "start_on": order.service_on, "end_on": order.service_on, "general_hazards": 0,
                 "major_hazards": 0, "campaign_assist": "no"}  # fmt: skip
        return self.page(request, order, OrderRecordForm(typed(record)) if record else OrderRecordForm(initial=first))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        order, form = order_or_404(request, pk), OrderRecordForm(request.POST)
        user: Any = request.user
        if form.is_valid():
            try:
                sent = orderrecords.typed_of(request.POST, form.fields)
                orderrecords.write_record(order=order, typed=sent, by=user, at=clock.now())
            except TransitionRefused as refused:
                form.add_error(None, f"{refused}。")
            else:
                messages.success(request, _("The record is sent to the insurer."))
                return redirect("insurers:order-detail", pk=pk)
        return self.page(request, order, form, status=400)

    def page(self, request: HttpRequest, order: ServiceOrder, form: Any, status: int = 200) -> HttpResponse:
        return render(request, "insurers/order_record.html", {"order": order, "form": form}, status=status)


class OrderFilesView(GatedView):
    """Evidence of the agency: photos, report."""

    permission = Permission.ORDER_ANSWER
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = order_or_404(request, pk)
        slot = request.POST.get("slot", "")
        if slot not in attachments.slots_of(order):
            raise Http404
        if complaint := orderrecords.complain_record(order):
            messages.warning(request, f"{complaint}。")
        elif taken := take_files(request, order, slot, clock.now()):
            messages.success(request, _("%(n)s files are attached.") % {"n": taken})
        return redirect("insurers:order-detail", pk=pk)


def record_or_404(request: HttpRequest, pk: int) -> OrderRecord:
    rows = OrderRecord.objects.visible_to(request.user).select_related("order__policy", "order__agency")
    return get_object_or_404(rows, pk=pk, activity__isnull=True)


def month_of(text: str, today: date) -> date:
    """`?month=2023-09`: its first day; the present month for none or nonsense."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


class ExpertQuestionsView(TableExport):
    """One expert at two places on a day, month by month."""

    permission = Permission.ACTIVITY_VIEW
    http_method_names = ["get", "head", "options"]
    export_title = gettext_lazy("Experts in two places")
    columns = (
        (gettext_lazy("Expert"), "name"), (gettext_lazy("Service number"), "first.activity_no"),
        (gettext_lazy("County"), "first.county.name"), (gettext_lazy("From"), "first.start_on"),
        (gettext_lazy("Insurer"), "first.insurer.name"), (gettext_lazy("Other service"), "second.activity_no"),
        (gettext_lazy("Other county"), "second.county.name"), (gettext_lazy("Other day"), "second.start_on"),
        (gettext_lazy("Other insurer"), "second.insurer.name"),
    )  # fmt: skip

    def get(self, request: HttpRequest) -> HttpResponse:
        first = month_of(request.GET.get("month", ""), clock.today())
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        found = experts.pairs(Activity.objects.visible_to(request.user), first, last)
        if self.wants_export():
            return self.export(found)  # type: ignore[no-any-return]
        context = {"rows": found, "month": first, "export_query": self.export_query(), "most": experts.MOST}
        return render(request, "insurers/expert_questions.html", context)
