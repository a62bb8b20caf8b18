"""The library of documents with its search, and the contact list by office."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.choices import DocumentKind
from campaigns.files import LIBRARY_SLOTS
from campaigns.forms import ContactForm, DocumentForm
from campaigns.models import LibraryDocument, OfficeContact
from campaigns.passages import has_word, passages_of, pieces_of
from campaigns.permissions import CampaignPermission
from campaigns.querysets import sought_words
from campaigns.services import library as services
from core import clock
from core.attachments import attachments_of
from core.attachments.uploading import attach_sent
from core.gate import GatedView
from core.people import person_of
from core.views.lists import TableExport, listed_page, one_of
from core.views.tables import Sheet
from core.views.writes import Attempt
from core.writing import Refused, version_in

VIEW, WRITE = CampaignPermission.LIBRARY_VIEW, CampaignPermission.LIBRARY_WRITE
LONGEST_QUERY = 100


class LibraryListView(TableExport):
    """All documents, searched by the words of title, number, issuer, description and text."""

    permission = VIEW
    http_method_names = ["get", "head", "options"]
    sheet = Sheet("文件资料目录", "件")
    columns = (
        (gettext_lazy("Title"), "title"),
        (gettext_lazy("Document number"), "number"),
        (gettext_lazy("Kind"), "get_kind_display"),
        (gettext_lazy("Issuing body"), "issuer"),
        (gettext_lazy("Date of issue"), "issued_on"),
        (gettext_lazy("In force from"), "valid_from"),
        (gettext_lazy("In force until"), "valid_to"),
        (gettext_lazy("Text at hand"), "get_text_state_display"),
        (gettext_lazy("Checked against the document"), "is_checked"),
        (gettext_lazy("What it is for"), "summary"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
        kind = one_of(request, "kind", _("Kind"), DocumentKind.values)
        rows = LibraryDocument.objects.visible_to(person_of(request)).search(query)
        if kind:
            rows = rows.filter(kind=kind)
        if self.wants_export():
            return self.export(rows, rows.count())
        page = listed_page(request, lambda size: Paginator(rows, size))
        words = sought_words(query)
        context = {
            "page": page,
            "rows": [
                (row, pieces_of(row.title, words), next(passages_of(row, words), None)) for row in page.object_list
            ],
            "query": query,
            "kinds": DocumentKind.choices,
            "kind": kind,
            "is_filtered": bool(query or kind),
            "today": clock.today(),
            "may_write": person_of(request).may(WRITE),
            "export_query": self.export_query(),
        }
        return render(request, "campaigns/library_list.html", context)


def document_or_404(request: HttpRequest, pk: int) -> LibraryDocument:
    return get_object_or_404(LibraryDocument.objects.visible_to(person_of(request)), pk=pk)


class LibraryDetailView(GatedView):
    permission = VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        document, query = document_or_404(request, pk), request.GET.get("q", "")[:LONGEST_QUERY].strip()
        words = sought_words(query)
        texts = {"body": pieces_of(document.body, words), "summary": pieces_of(document.summary, words)}
        passages = list(passages_of(document, words, of_files_alone=True))
        first = "body" if has_word(texts["body"]) else "files" if passages else "summary"
        context = {
            "document": document,
            **texts,
            "passages": passages,
            "hits": {first: "hit"},
            "files": attachments_of(document),
            "may_write": person_of(request).may(WRITE),
            "today": clock.today(),
        }
        return render(request, "campaigns/library_detail.html", context)


class LibraryFormView(GatedView):
    permission = WRITE

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        document = document_or_404(request, pk) if pk else None
        return self.page(request, DocumentForm.of(document), document)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        document, form, status = document_or_404(request, pk) if pk else None, DocumentForm(request.POST), 400
        if form.is_valid():
            with Attempt(request, form) as attempt:
                made = services.write_document(
                    text=form.value(),
                    document=document,
                    seen=version_in(request.POST) if document else None,
                    by=person_of(request),
                    at=clock.now(),
                )
                messages.success(request, _("The document is stored."))
                return redirect("campaigns:library-detail", pk=made.pk)
            status = attempt.status
        return self.page(request, form, document, status)

    def page(
        self, request: HttpRequest, form: forms.Form, document: LibraryDocument | None, status: int = 200
    ) -> HttpResponse:
        return render(request, "campaigns/library_form.html", {"form": form, "document": document}, status=status)


class LibraryFilesView(GatedView):
    permission = WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = document_or_404(request, pk)
        if attach_sent(request, document, next(iter(LIBRARY_SLOTS)), clock.now()):
            services.ask_to_read_files(document=document, by=person_of(request), at=clock.now())
        return redirect("campaigns:library-detail", pk=pk)


class LibraryFileRemoveView(GatedView):
    """Take a file away that was attached by mistake; another may be attached in its place."""

    permission = WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        document, key = document_or_404(request, pk), request.POST.get("file", "")
        with Attempt(request):
            file = next((one for one in attachments_of(document) if str(one.pk) == key), None)
            if file is None:
                raise Refused("该附件已撤下，请刷新页面核对")
            services.take_file_away(document=document, file=file, by=person_of(request), at=clock.now())
            messages.success(request, _("The file is taken away."))
        return redirect("campaigns:library-detail", pk=pk)


class ContactListView(TableExport):
    """Offices with their telephones, city by city, the own ones first, which are kept here."""

    permission = VIEW
    sheet = Sheet("联系方式", "条")
    columns = (
        (gettext_lazy("Unit"), "organisation.name"),
        (gettext_lazy("Office"), "office"),
        (gettext_lazy("Matter"), "matter"),
        (gettext_lazy("Office telephone"), "phone"),
    )
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.page(request)

    def page(self, request: HttpRequest, form: ContactForm | None = None, status: int = 200) -> HttpResponseBase:
        user = person_of(request)
        rows = OfficeContact.objects.visible_to(user).select_related("organisation__division")
        query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
        rows = rows.of_words(query).order_by(
            Case(When(organisation=user.organisation_id, then=0), default=1),
            Coalesce("organisation__division__notice_order", "organisation__division__parent__notice_order").asc(
                nulls_first=True
            ),
            "organisation__division__code",
            "organisation__code",
            "pk",
        )
        if self.wants_export():
            return self.export(rows, rows.count())
        page = listed_page(request, lambda size: Paginator(rows, size))
        context = {
            "page": page,
            "rows": page.object_list,
            "query": query,
            "is_filtered": bool(query),
            "own": user.organisation_id,
            "form": form,
            "contact_form": form or ContactForm(),
            "may_write": user.may(CampaignPermission.CONTACT_WRITE),
            "export_query": self.export_query(),
        }
        return render(request, "campaigns/contact_list.html", context, status=status)


class ContactWriteView(ContactListView):
    permission = CampaignPermission.CONTACT_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = ContactForm(request.POST)
        if form.is_valid():
            with Attempt(request, form):
                services.write_contact(by=person_of(request), at=clock.now(), **form.cleaned_data)
                messages.success(request, _("The contact is stored."))
                return redirect("campaigns:contact-list")
        return self.page(request, form, status=400)


class ContactDropView(GatedView):
    permission = CampaignPermission.CONTACT_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        contact = get_object_or_404(OfficeContact.objects.visible_to(person_of(request)), pk=pk)
        with Attempt(request):
            services.drop_contact(contact=contact, by=person_of(request), at=clock.now())
            messages.success(request, _("The contact is taken from the list."))
        return redirect("campaigns:contact-list")
