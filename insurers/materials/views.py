"""Cases and training material: library, giving, confirmed reading; and the page behind a unit's link."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from redis.exceptions import RedisError

from core import attachments, clock
from core.attachments.uploading import take_files
from core.gate import Access, GatedView, require
from core.models import Attachment
from core.views.attachments import shown
from core.views.lists import LedgerPage
from enterprises.refusals import EntryRefused
from insurers.materials import services as materials
from insurers.materials.choices import MaterialState
from insurers.materials.filters import AssignmentFilter, MaterialFilter
from insurers.materials.forms import AssignForm, MaterialForm, PaperForm, ReaderForm
from insurers.materials.models import Assignment, Material
from insurers.materials.permissions import MaterialPermission
from insurers.policies.models import Policy

#: So many tries a quarter of an hour from one address on links that do not exist.
MOST_TRIES, SECONDS = 20, 900


class MaterialListView(LedgerPage):
    permission = MaterialPermission.MATERIAL_VIEW
    template_name = "materials/material_list.html"
    filters = MaterialFilter
    export_title = gettext_lazy("Cases and training material")
    columns = (
        (gettext_lazy("Title"), "title"), (gettext_lazy("Kind"), "get_kind_display"),
        (gettext_lazy("Insurer"), "insurer.name"), (gettext_lazy("State"), "get_state_display"),
        (gettext_lazy("Units"), "units"), (gettext_lazy("Read"), "confirmed"),
    )  # fmt: skip

    def rows(self) -> QuerySet[Any]:
        seen = Q(assignments__in=Assignment.objects.visible_to(self.person))
        counts = {
            "units": Count("assignments", filter=seen),
            "confirmed": Count("assignments", filter=seen & Q(assignments__read_on__isnull=False)),
        }
        rows = Material.objects.visible_to(self.person).select_related("insurer")
        return rows.annotate(**counts).order_by("-written_at", "-pk")

    def extra(self) -> dict[str, Any]:
        return {"may_write": self.person.may(MaterialPermission.MATERIAL_WRITE)}


class AssignmentListView(LedgerPage):
    """Who was given what, and who has read it."""

    permission = MaterialPermission.MATERIAL_VIEW
    template_name = "materials/assignment_list.html"
    filters = AssignmentFilter
    export_title = gettext_lazy("Reading of material")
    columns = (
        (gettext_lazy("Material"), "material.title"), (gettext_lazy("Enterprise"), "policy.enterprise.name"),
        (gettext_lazy("Policy number"), "policy.policy_no"), (gettext_lazy("Insurer"), "policy.insurer.name"),
        (gettext_lazy("To be read by"), "due_on"), (gettext_lazy("Read on"), "read_on"),
        (gettext_lazy("Read by"), "read_by"), (gettext_lazy("Way"), "get_way_display"),
    )  # fmt: skip

    def rows(self) -> QuerySet[Assignment]:
        rows = Assignment.objects.visible_to(self.person)
        return rows.select_related("material", "policy__enterprise", "policy__insurer").order_by("-assigned_at", "-pk")

    def extra(self) -> dict[str, Any]:
        return {"today": clock.today()}


def material_or_404(request: HttpRequest, pk: int) -> Material:
    return get_object_or_404(Material.objects.visible_to(request.user).select_related("insurer", "written_by"), pk=pk)


class MaterialDetailView(GatedView):
    permission = MaterialPermission.MATERIAL_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, material_or_404(request, pk))

    def page(self, request: HttpRequest, material: Material, form: Any = None, status: int = 200) -> HttpResponse:
        user: Any = request.user
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
        held = {name: getattr(material, name) for name in ("kind", "title", "sector", "text")} if material else {}
        return self.page(request, MaterialForm(initial=held), material)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        material = material_or_404(request, pk) if pk else None
        form = MaterialForm(request.POST)
        user: Any = request.user
        if form.is_valid():
            try:
                made = materials.write_material(text=form.value(), material=material, by=user, at=clock.now())
            except EntryRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The material is stored."))
                return redirect("materials:material-detail", pk=made.pk)
        return self.page(request, form, material, status=400)

    def page(self, request: HttpRequest, form: Any, material: Material | None, status: int = 200) -> HttpResponse:
        return render(request, "materials/material_form.html", {"form": form, "material": material}, status=status)


class MaterialActView(MaterialDetailView):
    """Publish, withdraw, attach, give."""

    permission = MaterialPermission.MATERIAL_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        material = material_or_404(request, pk)
        user: Any = request.user
        form = AssignForm(request.POST) if act == "assign" else None
        if form is not None and not form.is_valid():
            return self.page(request, material, form, status=400)
        try:
            self.act(request, material, act, form, user)
        except EntryRefused as refused:
            if form is None:
                messages.warning(request, str(refused))
                return redirect("materials:material-detail", pk=pk)
            form.add_error(None, str(refused))
            return self.page(request, material, form, status=400)
        return redirect("materials:material-detail", pk=pk)

    def act(self, request: HttpRequest, material: Material, act: str, form: Any, user: Any) -> None:
        own = {"material": material, "by": user, "at": clock.now()}
        if act == "publish":
            materials.publish(**own)
        elif act == "withdraw":
            materials.withdraw(**own)
        elif act == "files":
            require(user, MaterialPermission.MATERIAL_WRITE, on=material)
            if material.state != MaterialState.DRAFT:
                raise EntryRefused("资料发布后不能再增减文件。")
            take_files(request, material, "content", clock.now())
        elif act == "assign":
            today = clock.today()
            policies = form.chosen(Policy.objects.visible_to(user).in_force(today))
            n = materials.assign(policies=policies, due_on=form.cleaned_data["due_on"], today=today, **own)
            messages.success(request, _("The material is given to %(n)s units.") % {"n": n})
        else:
            raise Http404


class AssignmentDetailView(GatedView):
    """One unit's reading: link, paper."""

    permission = MaterialPermission.MATERIAL_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, assignment_or_404(request, pk))

    def page(
        self, request: HttpRequest, assignment: Assignment, form: Any = None, link: str = "", status: int = 200
    ) -> HttpResponse:
        user: Any = request.user
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
        user: Any = request.user
        own = {"assignment": assignment, "by": user, "today": clock.today(), "at": clock.now()}
        form = PaperForm(request.POST) if act == "paper" else None
        try:
            if act == "link":
                secret = materials.make_link(**own)
                address = request.build_absolute_uri(reverse("materials:reading", args=[secret]))
                return self.page(request, assignment_or_404(request, pk), link=address)
            if act == "files":
                require(user, MaterialPermission.MATERIAL_WRITE, on=assignment)
                take_files(request, assignment, "receipt", clock.now())
            elif form is not None and form.is_valid():
                data = form.cleaned_data
                materials.confirm_on_paper(name=data["name"], read_on=data["read_on"], **own)
                messages.success(request, _("The reading is confirmed."))
            elif form is not None:
                return self.page(request, assignment, form, status=400)
            else:
                raise Http404
        except EntryRefused as refused:
            messages.warning(request, str(refused))
        return redirect("materials:assignment-detail", pk=pk)


def tries(key: str, more: int = 0) -> int:
    """How many tries an address has made; while the cache cannot be reached nobody is held back."""
    try:
        cache.add(key, 0, SECONDS)
        return int(cache.incr(key, more))
    except (RedisError, ValueError):
        return 0


class ReadingView(GatedView):
    """The page behind a unit's link: the material, its files, one button. No account, nothing else to be seen."""

    permission = Access.PUBLIC

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        return self.page(request, self.found(request, secret), secret, ReaderForm())

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        found, form = self.found(request, secret), ReaderForm(request.POST)
        if found is not None and form.is_valid():
            try:
                materials.confirm_by_link(
                    secret=secret, name=form.cleaned_data["name"], today=clock.today(), at=clock.now()
                )
            except EntryRefused as refused:
                form.add_error(None, str(refused))
            else:
                return self.page(request, self.found(request, secret), secret, ReaderForm())
        return self.page(request, found, secret, form, status=400)

    def found(self, request: HttpRequest, secret: str) -> Assignment | None:
        """None for a link that does not hold; after many of these from one address for any link."""
        key = f"reading:{request.META.get('REMOTE_ADDR', '')}"
        if tries(key) >= MOST_TRIES:
            return None
        assignment = materials.find_by_link(secret, clock.today())
        if assignment is None:
            tries(key, more=1)
        return assignment

    def page(
        self, request: HttpRequest, assignment: Assignment | None, secret: str, form: Any, status: int = 200
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
        assignment = self.found(request, secret)
        if assignment is None:
            raise Http404
        own = attachments.attachments_of(assignment.material)
        found: Attachment = get_object_or_404(own.select_related("preview"), pk=pk)
        return shown(found.file, found.media_type)
