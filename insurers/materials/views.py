"""Cases and training material: library, giving, confirmed reading; and the page behind a unit's link."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import attachments, clock, walls
from core.attachments.uploading import attach_sent
from core.gate import Access, GatedView
from core.listing.columns import FIRM, LINE, STATE, Look, lead_to
from core.models import Attachment
from core.people import person_of
from core.rows import Row
from core.templatetags.portal import state_tag
from core.views.addresses import address, row_address
from core.views.downloads import inline
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from core.views.writes import Attempt
from core.writing import version_in, version_of
from insurers.base.counting import count_content
from insurers.materials import services as materials
from insurers.materials.choices import MaterialState
from insurers.materials.filters import AssignmentFilter, MaterialFilter
from insurers.materials.forms import AssignForm, MaterialForm, PaperForm, ReaderForm
from insurers.materials.models import Assignment, Material
from insurers.materials.permissions import MaterialPermission
from insurers.policies.models import Policy

ASSIGNMENTS: Final = "materials:assignment-list"
MATERIAL_LOOKS: Final = MappingProxyType(
    {
        "title": lead_to("materials:material-detail"),
        "get_kind_display": Look(),
        "get_channel_display": Look(),
        "get_medium_display": Look(),
        "insurer.name": FIRM,
        "get_state_display": STATE,
        "units": Look("num is-meta", url=lambda row: address(ASSIGNMENTS, material=row.pk)),
        "confirmed": Look("num is-meta", url=lambda row: address(ASSIGNMENTS, material=row.pk, read="true")),
    }
)


def reading_cell(row: Row) -> SafeString:
    """How it was read, or how long there is still time."""
    if row.read_on:
        return state_tag(row.get_way_display(), "done")
    return state_tag(_("Overdue"), "over") if row.due_on < clock.today() else state_tag(_("Not read yet"), "run")


ASSIGNMENT_LOOKS: Final = MappingProxyType(
    {
        "policy.enterprise.name": lead_to("materials:assignment-detail"),
        "material.title": Look(url=lambda row: row_address("materials:material-detail", row.material_id)),
        "due_on": LINE,
        "read_on": LINE,
        "read_by": Look(),
        "get_way_display": Look("corner", cell=reading_cell),
    }
)


class MaterialListView(LedgerPage):
    permission = MaterialPermission.MATERIAL_VIEW
    template_name = "materials/material_list.html"
    filters = MaterialFilter
    looks = MATERIAL_LOOKS
    sheet = Sheet("典型案例和培训资料清单", "份、户")
    columns = (
        (gettext_lazy("Title"), "title"),
        (gettext_lazy("Kind"), "get_kind_display"),
        (gettext_lazy("Channel"), "get_channel_display"),
        (gettext_lazy("Form of the content"), "get_medium_display"),
        (gettext_lazy("Link"), "link"),
        (gettext_lazy("Insurer"), "insurer.name"),
        (gettext_lazy("State"), "get_state_display"),
        (gettext_lazy("Units"), "units"),
        (gettext_lazy("Read"), "confirmed"),
    )

    def rows(self) -> QuerySet[Material]:
        visible = Q(assignments__in=Assignment.objects.visible_to(self.person))
        counts = {
            "units": Count("assignments", filter=visible),
            "confirmed": Count("assignments", filter=visible & Q(assignments__read_on__isnull=False)),
        }
        rows = Material.objects.visible_to(self.person).select_related("insurer")
        return rows.annotate(**counts).order_by("-written_at", "-pk")

    def extra(self) -> dict[str, object]:
        fits = self.filter_set.form.is_valid()
        fitting = Material.objects.visible_to(self.person).filter(
            pk__in=self.filter_set.qs.order_by().values("pk") if fits else []
        )
        return {"may_write": self.person.may(MaterialPermission.MATERIAL_WRITE), "counts": count_content(fitting)}


class AssignmentListView(LedgerPage):
    """Who was given what, and who has read it."""

    permission = MaterialPermission.MATERIAL_VIEW
    template_name = "materials/assignment_list.html"
    filters = AssignmentFilter
    looks = ASSIGNMENT_LOOKS
    sheet = Sheet("典型案例和培训资料学习情况表", "份")
    columns = (
        (gettext_lazy("Enterprise"), "policy.enterprise.name"),
        (gettext_lazy("Material"), "material.title"),
        (gettext_lazy("Policy number"), "policy.policy_no"),
        (gettext_lazy("Insurer"), "policy.insurer.name"),
        (gettext_lazy("To be read by"), "due_on"),
        (gettext_lazy("Read on"), "read_on"),
        (gettext_lazy("Read by"), "read_by"),
        (gettext_lazy("Way"), "get_way_display"),
    )

    def rows(self) -> QuerySet[Assignment]:
        rows = Assignment.objects.visible_to(self.person)
        return rows.select_related("material", "policy__enterprise", "policy__insurer").order_by("-assigned_at", "-pk")

    def extra(self) -> dict[str, object]:
        return {"today": clock.today()}


def material_or_404(request: HttpRequest, pk: int) -> Material:
    return get_object_or_404(Material.objects.visible_to(request.user).select_related("insurer", "written_by"), pk=pk)


class MaterialDetailView(GatedView):
    permission = MaterialPermission.MATERIAL_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, material_or_404(request, pk))

    def page(
        self, request: HttpRequest, material: Material, form: AssignForm | None = None, status: int = 200
    ) -> HttpResponse:
        user = person_of(request)
        writes = user.may(MaterialPermission.MATERIAL_WRITE) and user.organisation_id == material.insurer_id
        given = Assignment.objects.visible_to(user).filter(material=material)
        context = {
            "material": material,
            "files": attachments.attachments_of(material),
            "units": given.count(),
            "confirmed": given.filter(read_on__isnull=False).count(),
            "is_draft": material.state == MaterialState.DRAFT,
            "writes": writes,
            "form": form,
            "assign_form": form or AssignForm(initial={"due_on": clock.today()}),
        }
        return render(request, "materials/material_detail.html", context, status=status)


class MaterialFormView(GatedView):
    """A new material, or a draft changed."""

    permission = MaterialPermission.MATERIAL_WRITE

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        material = material_or_404(request, pk) if pk else None
        stored = {name: getattr(material, name) for name in MaterialForm.STORED} if material else {}
        if material:
            stored["seen"] = version_of(material)
        return self.page(request, MaterialForm(initial=stored), material)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        material = material_or_404(request, pk) if pk else None
        form = MaterialForm(request.POST)
        if form.is_valid():
            with Attempt(request, form):
                made = materials.write_material(
                    text=form.value(),
                    material=material,
                    seen=version_in(request.POST) if material else None,
                    by=person_of(request),
                    at=clock.now(),
                )
                messages.success(request, _("The material is stored."))
                return redirect("materials:material-detail", pk=made.pk)
        return self.page(request, form, material, status=400)

    def page(
        self, request: HttpRequest, form: MaterialForm, material: Material | None, status: int = 200
    ) -> HttpResponse:
        return render(request, "materials/material_form.html", {"form": form, "material": material}, status=status)


class MaterialActView(MaterialDetailView):
    """Publish, withdraw, attach, give."""

    permission = MaterialPermission.MATERIAL_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        material = material_or_404(request, pk)
        if act not in ACTS:
            raise Http404
        form = AssignForm(request.POST) if act == "assign" else None
        if form is not None and not form.is_valid():
            return self.page(request, material, form, status=400)
        with Attempt(request, form, refused_status=400) as attempt:
            ACTS[act](request, material, form)
        if attempt.refusal is not None and form is not None:
            return self.page(request, material, form, status=attempt.status)
        return redirect("materials:material-detail", pk=pk)


def publish(request: HttpRequest, material: Material, _form: AssignForm | None) -> None:
    materials.publish_material(material=material, by=person_of(request), at=clock.now())


def withdraw(request: HttpRequest, material: Material, _form: AssignForm | None) -> None:
    materials.withdraw_material(material=material, by=person_of(request), at=clock.now())


def add_files(request: HttpRequest, material: Material, _form: AssignForm | None) -> None:
    attach_sent(request, material, "content", clock.now())


def give(request: HttpRequest, material: Material, form: AssignForm | None) -> None:
    """Raises NotAllowed, Refused."""
    by, today = person_of(request), clock.today()
    if form is not None:
        units = materials.assign_material(
            material=material,
            policies=form.chosen(Policy.objects.visible_to(by).in_force(today)),
            due_on=form.cleaned_data["due_on"],
            by=by,
            today=today,
            at=clock.now(),
        )
        messages.success(
            request,
            ngettext("The material is given to %(n)s unit.", "The material is given to %(n)s units.", units)
            % {"n": units},
        )


#: What the address of a step asks for.
ACTS: Final[dict[str, Callable[[HttpRequest, Material, AssignForm | None], None]]] = {
    "publish": publish,
    "withdraw": withdraw,
    "files": add_files,
    "assign": give,
}


class AssignmentDetailView(GatedView):
    """One unit's reading: link, paper."""

    permission = MaterialPermission.MATERIAL_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, assignment_or_404(request, pk))

    def page(
        self,
        request: HttpRequest,
        assignment: Assignment,
        form: PaperForm | None = None,
        link: str = "",
        status: int = 200,
    ) -> HttpResponse:
        user = person_of(request)
        context = {
            "assignment": assignment,
            "files": attachments.attachments_of(assignment),
            "writes": user.may(MaterialPermission.MATERIAL_WRITE)
            and user.organisation_id == assignment.policy.insurer_id,
            "form": form,
            "paper_form": form or PaperForm(initial={"read_on": clock.today()}),
            "link": link,
            "today": clock.today(),
        }
        return render(request, "materials/assignment_detail.html", context, status=status)


def assignment_or_404(request: HttpRequest, pk: int) -> Assignment:
    rows = Assignment.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("material", "policy__insurer", "policy__enterprise"), pk=pk)


class AssignmentActView(AssignmentDetailView):
    """Make a link, attach the signed paper, confirm on paper."""

    permission = MaterialPermission.MATERIAL_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        assignment = assignment_or_404(request, pk)
        if act == "link":
            return self.make_link(request, assignment)
        if act == "paper":
            return self.confirm(request, assignment)
        if act != "files":
            raise Http404
        attach_sent(request, assignment, "receipt", clock.now())
        return redirect("materials:assignment-detail", pk=pk)

    def make_link(self, request: HttpRequest, assignment: Assignment) -> HttpResponse:
        with Attempt(request):
            secret = materials.make_link(
                assignment=assignment, by=person_of(request), today=clock.today(), at=clock.now()
            )
            address = request.build_absolute_uri(reverse("materials:reading", args=[secret]))
            return self.page(request, assignment_or_404(request, assignment.pk), link=address)
        return redirect("materials:assignment-detail", pk=assignment.pk)

    def confirm(self, request: HttpRequest, assignment: Assignment) -> HttpResponse:
        form = PaperForm(request.POST)
        if not form.is_valid():
            return self.page(request, assignment, form, status=400)
        data = form.cleaned_data
        with Attempt(request):
            materials.confirm_on_paper(
                assignment=assignment,
                name=data["name"],
                read_on=data["read_on"],
                by=person_of(request),
                today=clock.today(),
                at=clock.now(),
            )
            messages.success(request, _("The reading is confirmed."))
        return redirect("materials:assignment-detail", pk=assignment.pk)


class ReadingView(GatedView):
    """The page behind a unit's link: the material, its files, one button. No account, nothing else to be seen."""

    permission = Access.PUBLIC

    @walls.aside("whoever holds the secret of a reading link reads its material, without signing in")
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        return self.page(request, self.assignment(secret), secret, ReaderForm())

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        assignment, form = self.assignment(secret), ReaderForm(request.POST)
        if assignment is not None and form.is_valid():
            name = form.cleaned_data["name"]
            with Attempt(request, form):
                materials.confirm_by_link(secret=secret, name=name, today=clock.today(), at=clock.now())
                return self.page(request, self.assignment(secret), secret, ReaderForm())
        return self.page(request, assignment, secret, form, status=400)

    def assignment(self, secret: str) -> Assignment | None:
        """None for a link that does not hold.

        Nobody is held back for wrong ones: a secret of 192 random bits is not found by trying, and a limit on the
        address would shut out everybody else behind it.
        """
        return materials.find_by_link(secret, clock.today())

    def page(
        self, request: HttpRequest, assignment: Assignment | None, secret: str, form: ReaderForm, status: int = 200
    ) -> HttpResponse:
        files = attachments.attachments_of(assignment.material) if assignment else []
        context = {"assignment": assignment, "files": files, "secret": secret, "form": form}
        answer = render(request, "materials/reading.html", context, status=status if assignment else 404)
        answer["X-Robots-Tag"] = "noindex"
        answer["Referrer-Policy"] = "no-referrer"
        return answer


class ReadingFileView(ReadingView):
    """A file of the material behind the link."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, secret: str, pk: int = 0) -> HttpResponse:
        assignment = self.assignment(secret)
        if assignment is None:
            raise Http404
        own = attachments.attachments_of(assignment.material)
        sent: Attachment = get_object_or_404(own.select_related("preview"), pk=pk)
        return inline(request, sent.file, sent.media_type)  # type: ignore[return-value]  # a file is an answer, too
