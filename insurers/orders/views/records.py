"""The agency's record of an order, and the service that the insurer makes of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from typing_extensions import override

from core import attachments, clock
from core.attachments.uploading import attach_sent
from core.gate import GatedView
from core.people import person_of
from core.views.writes import Attempt
from insurers.activities.forms import ServiceRecordForm
from insurers.activities.models import Activity
from insurers.activities.views.records import ServiceCreateView
from insurers.orders.choices import OrderState
from insurers.orders.forms import OrderRecordForm
from insurers.orders.models import OrderRecord, ServiceOrder
from insurers.orders.permissions import OrderPermission
from insurers.orders.services import records as orderrecords
from insurers.orders.views.orders import order_or_404


def typed(record: OrderRecord) -> QueryDict:
    """The record's fields as a form reads them."""
    sent = QueryDict(mutable=True)
    for name, found in record.typed.items():
        sent.setlist(name, found)
    return sent


class OrderRecordView(GatedView):
    """The agency's people write what was done; each save replaces the last until the insurer takes it over."""

    permission = OrderPermission.ORDER_ANSWER

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = order_or_404(request, pk)
        record = OrderRecord.objects.visible_to(request.user).filter(order=order).first()
        first = {
            "kind": order.kind,
            "start_on": order.service_on,
            "end_on": order.service_on,
            "general_hazards": 0,
            "major_hazards": 0,
            "campaign_assist": "no",
        }
        return self.page(request, order, OrderRecordForm(typed(record)) if record else OrderRecordForm(initial=first))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        order, form = order_or_404(request, pk), OrderRecordForm(request.POST)
        if form.is_valid():
            sent = orderrecords.typed_of(request.POST, form.fields)
            with Attempt(request, form, refused_status=400):
                orderrecords.write_record(
                    order=order,
                    typed=sent,
                    values=form.values(),
                    detail=form.detail(),
                    by=person_of(request),
                    at=clock.now(),
                )
                messages.success(request, _("The record is sent to the insurer."))
                return redirect("orders:order-detail", pk=pk)
        return self.page(request, order, form, status=400)

    def page(self, request: HttpRequest, order: ServiceOrder, form: OrderRecordForm, status: int = 200) -> HttpResponse:
        return render(request, "orders/order_record.html", {"order": order, "form": form}, status=status)


class OrderFilesView(GatedView):
    """Evidence of the agency: photos, report."""

    permission = OrderPermission.ORDER_ANSWER
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = order_or_404(request, pk)
        slot = request.POST.get("slot", "")
        if slot not in attachments.slots_of(order):
            raise Http404
        if complaint := orderrecords.complain_record(order):
            messages.warning(request, f"{complaint}。")
        else:
            attach_sent(request, order, slot, clock.now())
        return redirect("orders:order-detail", pk=pk)


def record_or_404(request: HttpRequest, pk: int) -> OrderRecord:
    """The record that waits to be taken over; an empty one where the agency took the order on and wrote none."""
    related = ("policy", "agency")
    rows = OrderRecord.objects.visible_to(request.user).select_related(*(f"order__{name}" for name in related))
    record = rows.filter(pk=pk, activity__isnull=True).first()
    if record is not None:
        return record
    orders = ServiceOrder.objects.visible_to(request.user).select_related(*related)
    order = get_object_or_404(orders, pk=pk, state=OrderState.ACCEPTED, record__isnull=True)
    day = order.service_on.isoformat()
    typed = {"kind": [order.kind], "start_on": [day], "end_on": [day], "campaign_assist": ["no"]}
    counts = {name: ["0"] for name in ("general_hazards", "major_hazards")}
    return OrderRecord(order=order, typed={**typed, **counts}, written_by=person_of(request), written_at=clock.now())


class ServiceOfOrderView(ServiceCreateView):
    """The insurer makes a service of the agency's record: the form begins with what the agency wrote."""

    def record(self, request: HttpRequest) -> OrderRecord:
        """The record of the order in the address, while it waits to be taken over."""
        return record_or_404(request, self.kwargs["pk"])

    @override
    def get(self, request: HttpRequest, pk: int = 0) -> HttpResponse:
        self.record(request)
        return super().get(request)

    @override
    def post(self, request: HttpRequest, pk: int = 0) -> HttpResponse:
        self.record(request)
        return super().post(request)

    def first_values(self, request: HttpRequest) -> dict[str, object]:
        record = self.record(request)
        sent = typed(record)
        written = {name: sent.getlist(name) if name == "topics" else sent[name] for name in sent}
        order = record.order
        return {**written, "policy_no": order.policy.policy_no, "agency": order.agency.name, "cost": 0}

    def create(self, request: HttpRequest, form: ServiceRecordForm) -> Activity:
        return orderrecords.make_service(
            record=self.record(request),
            values=form.values(),
            detail=form.detail(),
            by=person_of(request),
            today=clock.today(),
            at=clock.now(),
        )
