"""The ledger of prevention-service expenses 服务费用 and the months closed in it (domain.md 4.6)."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from core.touches import touch
from insurers.activities.models import Activity
from insurers.base.models import InsurerRow
from insurers.expenses.choices import ExpenseCategory
from insurers.expenses.querysets import ExpenseQuerySet, MonthClosingQuerySet
from insurers.policies.models import Policy


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["updated_at"])
class Expense(InsurerRow):
    """What one voucher 凭证 spends on one policy; yuan, negative where it reverses another voucher.

    A voucher is known by its number, its insurer and the year booked. `part` is 0 for a voucher on a single policy,
    as every row of a workbook is; a voucher split over several policies has parts 1, 2, … that make its sum.
    """

    voucher_no = models.CharField(_("Voucher number"), max_length=40)
    booked_year = models.PositiveSmallIntegerField(_("Year booked"))
    part = models.PositiveSmallIntegerField(_("Part"), default=0)
    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="expenses", verbose_name=_("Policy"), db_constraint=False
    )
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        related_name="expenses",
        null=True,
        blank=True,
        verbose_name=pgettext_lazy("record", "Service"),
    )
    category = models.CharField(_("Category"), max_length=20, choices=ExpenseCategory.choices)
    payee = models.CharField(_("Payee"), max_length=200)
    payee_uscc = models.CharField(_("Payee's credit code"), max_length=18)
    amount = models.DecimalField(_("Amount (yuan)"), max_digits=14, decimal_places=2)
    invoice_no = models.CharField(_("Invoice number"), max_length=20, blank=True, default="")
    invoice_on = models.DateField(_("Invoice date"), null=True, blank=True)
    booked_on = models.DateField(_("Booked on"))
    # The workbook has no column for it: what is uploaded includes tax, as invoices do.
    tax_incl = models.BooleanField(_("Tax included"), default=True, db_default=True)
    reverses = models.CharField(_("Reverses voucher"), max_length=40, blank=True, default="")

    objects = ExpenseQuerySet["Expense"].as_manager()

    class Meta:
        ordering = ["-booked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["insurer", "voucher_no", "booked_year", "part"], name="expense_voucher_of_insurer"
            ),
            models.CheckConstraint(condition=Q(booked_year=ExtractYear("booked_on")), name="expense_year"),
            # Less than nothing is spent only by taking another voucher back.
            models.CheckConstraint(
                condition=Q(amount__gt=0) | (Q(amount__lt=0) & ~Q(reverses="")), name="expense_amount"
            ),
            models.CheckConstraint(condition=~Q(reverses=F("voucher_no")), name="expense_reverses_another"),
        ]
        indexes = [
            models.Index(fields=["city", "-booked_on", "-id"], name="expense_city"),
            models.Index(fields=["-booked_on", "-id"], include=["city"], name="expense_newest"),
            models.Index(fields=["insurer", "-booked_on", "-id"], name="expense_insurer"),
            models.Index(fields=["insurer", "reverses"], name="expense_reverses", condition=~Q(reverses="")),
        ]
        triggers = [touch()]

    def __str__(self) -> str:
        return self.voucher_no


class MonthClosing(models.Model):
    """A month of an insurer's books that its lead has closed: no expense of it can be written or changed."""

    insurer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Insurer"))
    month = models.DateField(_("Month"))
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Closed by"))
    closed_at = models.DateTimeField(_("Closed at"))

    objects = MonthClosingQuerySet["MonthClosing"].as_manager()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["insurer", "month"], name="month_closed_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="month_by_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
