"""Services ordered from agencies: list, one order, a new one, and the answers."""

from types import MappingProxyType
from typing import Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import attachments, clock
from core.gate import GatedView
from core.listing.columns import FIRM, LINE, STATE, lead_to
from core.people import person_of
from core.transitions import allowed
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from core.views.writes import Attempt
from core.writing import insist_allowed
from insurers.activities.permissions import ActivityPermission
from insurers.orders import states as orderstates
from insurers.orders.filters import OrderFilter
from insurers.orders.forms import AnswerOrderForm, ServiceOrderForm
from insurers.orders.models import OrderRecord, ServiceOrder
from insurers.orders.permissions import OrderPermission
from insurers.orders.services import orders as ordering
from insurers.orders.services.records import complain_record

RELATED = ("insurer", "agency", "policy__enterprise__county")


LOOKS: Final = MappingProxyType(
    {
        "policy.enterprise.name": lead_to("orders:order-detail", "brief"),
        "policy.enterprise.county.name": LINE,
        "policy.policy_no": LINE,
        "get_kind_display": LINE,
        "service_on": LINE,
        "insurer.name": FIRM,
        "agency.name": FIRM,
        "get_state_display": STATE,
    }
)


class OrderListView(LedgerPage):
    permission = OrderPermission.ORDER_VIEW
    template_name = "orders/order_list.html"
    looks = LOOKS
    filters = OrderFilter
    sheet = Sheet("事故预防服务委托台账", "件")
    columns = (
        (gettext_lazy("Enterprise"), "policy.enterprise.name"),
        (gettext_lazy("County"), "policy.enterprise.county.name"),
        (gettext_lazy("Policy number"), "policy.policy_no"),
        (gettext_lazy("Service"), "get_kind_display"),
        (gettext_lazy("Day of the service"), "service_on"),
        (gettext_lazy("Insurer"), "insurer.name"),
        (gettext_lazy("Agency"), "agency.name"),
        (gettext_lazy("State"), "get_state_display"),
    )

    def rows(self) -> QuerySet[ServiceOrder]:
        rows = ServiceOrder.objects.visible_to(self.person).select_related(*RELATED)
        return rows.order_by("-service_on", "-pk")

    def extra(self) -> dict[str, object]:
        return {"may_place": self.person.may(OrderPermission.ORDER_PLACE)}


class OrderDetailView(GatedView):
    permission = OrderPermission.ORDER_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, order_or_404(request, pk))

    def page(
        self, request: HttpRequest, order: ServiceOrder, form: AnswerOrderForm | None = None, status: int = 200
    ) -> HttpResponse:
        user = person_of(request)
        records = OrderRecord.objects.visible_to(user).select_related("activity", "written_by")
        record = records.filter(order=order).first()
        moves = allowed(orderstates.ORDER_MOVES.values(), order, user)
        context = {
            "order": order,
            "moves": [move for move in moves if move.name not in orderstates.ENDING],
            "ends": [move for move in moves if move.name in orderstates.ENDING],
            "form": form or AnswerOrderForm(),
            "ending_form": form or AnswerOrderForm(auto_id="ending_%s"),
            "bound": form,
            "record": record,
            "files": attachments.attachments_of(order),
            "writes": user.may(OrderPermission.ORDER_ANSWER) and complain_record(order) is None,
            "takes": user.may(ActivityPermission.ACTIVITY_WRITE),
            "slots": attachments.slots_of(order).items(),
        }
        return render(request, "orders/order_detail.html", context, status=status)


class OrderMoveView(OrderDetailView):
    """Take on, decline or withdraw; a refusal stands over the form."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = person_of(request)
        order = order_or_404(request, pk)
        move = request.POST.get("move", "")
        if move in orderstates.ORDER_MOVES:
            asked, step = orderstates.ORDER_MOVES[move].permission, f"order-{move}"
            insist_allowed(ServiceOrder, order, by=user, permission=asked, at=clock.now(), step=step, on=order)
        form = AnswerOrderForm(request.POST)
        if form.is_valid() and move in orderstates.ORDER_MOVES:
            with Attempt(request, form, refused_status=400):
                ordering.answer_order(order=order, move=move, note=form.cleaned_data["note"], by=user, at=clock.now())
                messages.success(request, _("The step is recorded."))
                return redirect("orders:order-detail", pk=pk)
        elif form.is_valid():
            form.add_error(None, "请选择要办理的步骤。")
        return self.page(request, order, form, status=400)


class OrderCreateView(GatedView):
    permission = OrderPermission.ORDER_PLACE
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        first = {"policy_no": request.GET.get("policy", ""), "agency": request.GET.get("agency", "")}
        return self.page(request, ServiceOrderForm(initial=first, user=person_of(request), day=clock.today()))

    def post(self, request: HttpRequest) -> HttpResponse:
        user = person_of(request)
        form = ServiceOrderForm(request.POST, user=user, day=clock.today())
        if form.is_valid():
            with Attempt(request, form, refused_status=400):
                order = ordering.place_order(wish=form.value(), by=user, today=clock.today(), at=clock.now())
                messages.success(request, _("The service is ordered; the agency finds it in its orders."))
                return redirect("orders:order-detail", pk=order.pk)
        return self.page(request, form, status=400)

    def page(self, request: HttpRequest, form: ServiceOrderForm, status: int = 200) -> HttpResponse:
        return render(request, "orders/order_form.html", {"form": form}, status=status)


def order_or_404(request: HttpRequest, pk: int) -> ServiceOrder:
    return get_object_or_404(ServiceOrder.objects.visible_to(request.user).select_related(*RELATED), pk=pk)
