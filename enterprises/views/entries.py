"""Enter and change an enterprise by hand, and read its contact data against a reason."""

from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from campaigns.choices import ListedKind
from campaigns.forms.offering import offer_open
from campaigns.services import usage_of
from core import clock
from core.listing.columns import table_of
from core.models import AuditEvent
from core.people import person_of
from core.rows import Row, Rows
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from core.views.writes import add_reasons
from core.writing import Refused, version_in
from enterprises import contacts
from enterprises.filters import ContactLookFilter
from enterprises.forms import EnterpriseForm, ReasonForm
from enterprises.models import Enterprise
from enterprises.permissions import EnterprisePermission
from enterprises.services.entries import change_enterprise, create_enterprise, unmask_contact
from enterprises.views.base import EntryFormView, FormPage
from enterprises.views.looks import CONTACT_COLUMNS, CONTACT_LOOKS, EXPORT_COLUMNS, EXPORT_LOOKS

#: Days of which looks at contact data are counted.
MONTH: Final = 30


def offered(form: EnterpriseForm) -> EnterpriseForm:
    """The form with the sectors in use today and those of the entry."""
    today = clock.today()
    offer_open(form, ("sectors", "main_sector"), usage_of(ListedKind.SECTOR, today), today)
    return form


class EnterpriseCreateView(FormPage[EnterpriseForm]):
    """A new entry; workbooks remain the way for many."""

    permission = EnterprisePermission.ENTERPRISE_EDIT
    title = gettext_lazy("Enter an enterprise")
    button = gettext_lazy("Save")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, None, offered(EnterpriseForm(user=person_of(request))))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = offered(EnterpriseForm(request.POST, user=person_of(request)))
        if not form.is_valid():
            return self.page(request, None, form, status=400)
        try:
            made = create_enterprise(values=form.values(), by=person_of(request), at=clock.now())
        except Refused as refused:
            add_reasons(form, refused)
            return self.page(request, None, form, status=400)
        messages.success(request, _("The enterprise is entered."))
        return redirect("workbench:enterprise-detail", pk=made.pk)


class EnterpriseEditView(EntryFormView[EnterpriseForm]):
    """Change an entry."""

    permission = EnterprisePermission.ENTERPRISE_EDIT
    title = gettext_lazy("Change the entry")
    intro = gettext_lazy("A new name keeps the old one as a former name; every change stays in the history.")
    button = gettext_lazy("Save")
    done = gettext_lazy("The entry is saved.")

    def form(self, request: HttpRequest, entry: Enterprise, data: QueryDict | None = None) -> EnterpriseForm:
        return offered(EnterpriseForm(data, instance=entry, user=person_of(request)))

    def store(self, request: HttpRequest, entry: Enterprise, form: EnterpriseForm) -> None:
        change_enterprise(
            enterprise=entry,
            values=form.values(),
            seen=version_in(form.cleaned_data),
            by=person_of(request),
            at=clock.now(),
        )


class UnmaskView(EntryFormView[ReasonForm]):
    """Contact data: shown once, in the answer to the reason, and never at an address of its own."""

    permission = EnterprisePermission.ENTERPRISE_UNMASK
    title = gettext_lazy("Show contact data")
    intro = gettext_lazy("Personal data: your name, the time and the reason are recorded.")
    button = gettext_lazy("Show")

    @override
    def form(self, request: HttpRequest, entry: Enterprise, data: QueryDict | None = None) -> ReasonForm:
        return ReasonForm(data)

    def store(self, request: HttpRequest, entry: Enterprise, form: ReasonForm) -> HttpResponse:
        shown = unmask_contact(
            enterprise=entry,
            reason=form.cleaned_data["reason"],
            by=person_of(request),
            at=clock.now(),
            today=clock.today(),
        )
        rows = [(Enterprise._meta.get_field(name).verbose_name, value) for name, value in shown.items()]  # type: ignore[union-attr]
        return render(request, "enterprises/contact.html", {"entry": entry, "rows": rows, "title": self.title})


def named(event: Row) -> Row:
    """The event with the person as the page names him: by name, where one was recorded, else by user name."""
    event.person = event.actor_name or event.actor
    return event


class ContactLookListView(LedgerPage):
    """Who looked at contact data of the place's enterprises, and why: for its bureau."""

    permission = EnterprisePermission.CONTACT_LOOKS_VIEW
    template_name = "enterprises/contact_looks.html"
    filters = ContactLookFilter
    columns = CONTACT_COLUMNS
    looks = CONTACT_LOOKS
    sheet = Sheet("联系方式查看记录", "次")

    def rows(self) -> QuerySet[AuditEvent]:
        return contacts.looks(self.person)

    def shown(self, rows: Rows) -> list[Row]:
        return [named(row) for row in rows]

    def extra(self) -> dict[str, object]:
        since = clock.now() - timedelta(days=MONTH)
        recent = self.rows().filter(at__gte=since)
        return {
            "recent": recent.count(),
            "organisations": recent.values("organisation").distinct().count(),
            "exports": table_of(EXPORT_COLUMNS, EXPORT_LOOKS, map(named, contacts.exports(self.person)), ""),
        }
