"""Service expenses: list, single voucher, booking, reversal, months."""

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import attachments, clock
from core.attachments.uploading import attach_sent
from core.gate import GatedView, NotAllowed
from core.listing.columns import plain_columns
from core.people import person_of
from core.permissions import CorePermission
from core.rows import naming
from core.views.lists import LedgerPage, TableExport
from core.views.tables import Sheet
from core.views.writes import Attempt
from insurers.expenses import services as booking
from insurers.expenses.files import needs_file
from insurers.expenses.filters import ExpenseFilter
from insurers.expenses.forms import MonthForm, ReversalForm, ShareForm, ShareLines, VoucherForm, shares_of
from insurers.expenses.models import Expense, MonthClosing
from insurers.expenses.permissions import ExpensePermission
from insurers.expenses.views.looks import LOOKS

RELATED = ("insurer", "enterprise", "county", "city", "policy", "activity")


class ExpenseListView(LedgerPage):
    permission = ExpensePermission.EXPENSE_VIEW
    template_name = "expenses/expense_list.html"
    filters = ExpenseFilter
    looks = LOOKS
    list_columns = (
        (gettext_lazy("Voucher number"), "voucher_no"),
        (gettext_lazy("Enterprise"), "enterprise.name"),
        (gettext_lazy("Policy number"), "policy.policy_no"),
        (gettext_lazy("Insurer"), "insurer.name"),
        (gettext_lazy("Category"), "get_category_display"),
        (gettext_lazy("Booked on"), "booked_on"),
        (gettext_lazy("Amount (yuan)"), "amount"),
        (gettext_lazy("County"), "county.name"),
        *plain_columns(Expense, without={"voucher_no", "category", "booked_on", "amount"}),
    )

    def rows(self) -> QuerySet[Expense]:
        rows = Expense.objects.visible_to(self.person)
        listed = naming(rows, insurer=("name",), enterprise=("name",), county=("name",), policy=("policy_no",))
        return listed.order_by("-booked_on", "-pk")

    def extra(self) -> dict[str, object]:
        form = self.filter_set.form
        fitting = self.filter_set.qs if form.is_valid() else self.rows().none()
        return {
            "total": self.memory.kept(
                fitting, "amount", lambda: fitting.order_by().aggregate(total=Sum("amount"))["total"] or 0
            ),
            "may_upload": self.person.may(ExpensePermission.EXPENSE_UPLOAD),
            "may_close": self.person.may(ExpensePermission.FEE_CLOSE),
            "may_export": self.person.may(CorePermission.LEDGER_EXPORT),
        }


class ExpenseDetailView(GatedView):
    """One row of a voucher, with the voucher's other shares and what reverses it."""

    permission = ExpensePermission.EXPENSE_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = person_of(request)
        mine = Expense.objects.visible_to(user)
        expense = get_object_or_404(mine.select_related(*RELATED), pk=pk)
        of_insurer = mine.filter(insurer_id=expense.insurer_id)
        parts = of_insurer.filter(voucher_no=expense.voucher_no, booked_year=expense.booked_year)
        context = {
            "expense": expense,
            "parts": parts.select_related("policy").order_by("part") if expense.part else [],
            "originals": of_insurer.filter(voucher_no=expense.reverses) if expense.reverses else [],
            "reversals": of_insurer.filter(reverses=expense.voucher_no),
            "may_reverse": user.may(ExpensePermission.EXPENSE_UPLOAD) and expense.amount > 0,
            "files": attachments.attachments_of(expense),
            "lacks_file": needs_file(expense),
            "may_attach": user.may(ExpensePermission.EXPENSE_UPLOAD) and user.organisation_id == expense.insurer_id,
        }
        return render(request, "expenses/expense_detail.html", context)


class ExpenseFilesView(GatedView):
    """Voucher and invoice."""

    permission = ExpensePermission.EXPENSE_UPLOAD
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        expense = get_object_or_404(Expense.objects.visible_to(request.user), pk=pk)
        attach_sent(request, expense, "voucher", clock.now())
        return redirect("expenses:expense-detail", pk=pk)


class ExpenseBookView(GatedView):
    """Book a voucher on one policy or several."""

    permission = ExpensePermission.EXPENSE_UPLOAD

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, VoucherForm(initial={"booked_on": clock.today()}), ShareLines(prefix="share"))

    def post(self, request: HttpRequest) -> HttpResponse:
        form, lines = VoucherForm(request.POST), ShareLines(request.POST, prefix="share")
        if not (form.is_valid() & lines.is_valid()):
            return self.page(request, form, lines)
        with Attempt(request, form):
            written = booking.book_expense(
                voucher=form.voucher(),
                shares=shares_of(lines),
                by=person_of(request),
                today=clock.today(),
                at=clock.now(),
            )
            messages.success(request, _("The expense is booked."))
            return redirect("expenses:expense-detail", pk=written[0].pk)
        return self.page(request, form, lines)

    def page(self, request: HttpRequest, form: VoucherForm, lines: "BaseFormSet[ShareForm]") -> HttpResponse:
        return render(
            request, "expenses/expense_form.html", {"form": form, "lines": lines}, status=_status(form, lines)
        )


class ExpenseReverseView(GatedView):
    """Take a voucher back."""

    permission = ExpensePermission.EXPENSE_UPLOAD

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, self.expense(request, pk), ReversalForm(initial={"booked_on": clock.today()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        expense, form = self.expense(request, pk), ReversalForm(request.POST)
        if not form.is_valid():
            return self.page(request, expense, form)
        with Attempt(request, form):
            written = booking.reverse_expense(
                expense=expense, by=person_of(request), today=clock.today(), at=clock.now(), **form.cleaned_data
            )
            messages.success(request, _("The voucher is reversed."))
            return redirect("expenses:expense-detail", pk=written[0].pk)
        return self.page(request, expense, form)

    def expense(self, request: HttpRequest, pk: int) -> Expense:
        return get_object_or_404(Expense.objects.visible_to(request.user).select_related("policy", "insurer"), pk=pk)

    def page(self, request: HttpRequest, expense: Expense, form: ReversalForm) -> HttpResponse:
        parts = booking.parts_of(expense).select_related("policy")
        context = {"form": form, "expense": expense, "parts": parts}
        return render(request, "expenses/expense_reverse.html", context, status=_status(form))


class MonthListView(TableExport):
    """The closed months of one's own insurer; the lead closes a further one."""

    permission = ExpensePermission.FEE_CLOSE
    sheet = Sheet("事故预防服务费用月份结账情况表", "个月")
    columns = (
        (gettext_lazy("Month"), "month"),
        (gettext_lazy("Closed by"), "closed_by"),
        (gettext_lazy("Closed at"), "closed_at"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if self.wants_export():
            return self.export(MonthClosing.objects.visible_to(request.user).select_related("closed_by"))
        return self.page(request, MonthForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        by = lead_of(request)
        form = MonthForm(request.POST)
        if form.is_valid():
            with Attempt(request, form):
                booking.close_month(month=form.cleaned_data["month"], by=by, today=clock.today(), at=clock.now())
                messages.success(request, _("The month is closed."))
                return redirect("expenses:month-list")
        return self.page(request, form)

    def page(self, request: HttpRequest, form: MonthForm) -> HttpResponse:
        user = person_of(request)
        rows = MonthClosing.objects.visible_to(user).select_related("closed_by")
        context = {"form": form, "rows": rows, "is_lead": user.is_lead, "export_query": self.export_query()}
        return render(request, "expenses/month_list.html", context, status=_status(form))


class MonthReopenView(GatedView):
    permission = ExpensePermission.FEE_CLOSE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        closing = get_object_or_404(MonthClosing.objects.visible_to(request.user), pk=pk)
        with Attempt(request):
            booking.reopen_month(closing=closing, by=person_of(request), at=clock.now())
            messages.success(request, _("The month is open again."))
        return redirect("expenses:month-list")


def lead_of(request: HttpRequest) -> User:
    """The person, who must be the lead of the insurer. Raises NotAllowed."""
    user = person_of(request)
    if not user.is_lead:
        raise NotAllowed("only the lead closes a month")
    return user


def _status(*forms: "BaseForm | BaseFormSet[ShareForm]") -> int:
    return 400 if any(form.is_bound for form in forms) else 200
