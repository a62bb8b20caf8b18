"""The page of the calendar: exceptions and how far it holds."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from campaigns import workdays
from campaigns.models import CalendarCheck, DayOverride
from core import clock
from core.forms import DayInput, StyledSelect
from core.gate import GatedView
from core.views.lists import TableExport


def line(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, widget=forms.TextInput({"class": "form-control", "autocomplete": "off"})
    )


class DayForm(forms.Form):
    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput)
    is_worked = forms.ChoiceField(
        label=gettext_lazy("Kind of day"), widget=StyledSelect,
        choices=[("yes", gettext_lazy("Working day")), ("no", gettext_lazy("Day off"))],
    )  # fmt: skip
    source = line(gettext_lazy("Source"))


class ValidForm(forms.Form):
    valid_through = forms.DateField(label=gettext_lazy("Valid through"), widget=DayInput)
    source = line(gettext_lazy("Source"))


class CalendarView(TableExport):
    """Read by whoever knows the campaign, kept by the province."""

    permission = Permission.CAMPAIGN_VIEW
    export_title = gettext_lazy("Calendar of working days")
    columns = (
        (gettext_lazy("Day"), "day"), (gettext_lazy("Working day"), "is_worked"), (gettext_lazy("Source"), "source"),
        (gettext_lazy("Set by"), "set_by"),
    )  # fmt: skip

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.wants_export():
            return self.export(DayOverride.objects.select_related("set_by"))  # type: ignore[no-any-return]
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        which = "valid" if "valid_through" in request.POST else "day"
        form: Any = (ValidForm if which == "valid" else DayForm)(request.POST, auto_id=f"{which}_%s")
        if form.is_valid():
            data, own = form.cleaned_data, {"by": user, "at": clock.now()}
            try:
                if which == "valid":
                    workdays.state_valid(**data, **own)
                else:
                    workdays.set_day(**{**data, "is_worked": data["is_worked"] == "yes"}, **own)
            except workdays.CalendarRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The calendar is stored."))
                return redirect("campaigns:calendar")
        return self.page(request, **{which: form}, status=400)

    def page(self, request: HttpRequest, day: Any = None, valid: Any = None, status: int = 200) -> HttpResponse:
        context = {
            "rows": DayOverride.objects.select_related("set_by"),
            "stated": CalendarCheck.objects.select_related("set_by").first(),
            "form": day or valid,
            "day_form": day or DayForm(auto_id="day_%s"),
            "valid_form": valid or ValidForm(auto_id="valid_%s"),
            "may_write": self.person.may(Permission.CALENDAR_WRITE),
            "export_query": self.export_query(),
        }
        return render(request, "campaigns/calendar.html", context, status=status)


class DayDropView(GatedView):
    permission = Permission.CALENDAR_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        workdays.drop_day(override=get_object_or_404(DayOverride, pk=pk), by=user, at=clock.now())
        messages.success(request, _("The calendar is stored."))
        return redirect("campaigns:calendar")
