"""The ledger: list, board, a hazard's page with its steps, its files, entry and treatment."""

from typing import Any, NoReturn, TypedDict
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Q, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core import attachments, clock
from core.gate import GatedView
from core.listing.bulk import Bulk
from core.people import person_of
from core.permissions import CorePermission
from core.rows import Row, Rows
from core.templatetags.portal import state_tag
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from core.views.writes import Attempt
from core.writing import insist_allowed, tell_refusal, version_in
from enterprises.permissions import EnterprisePermission
from hazards import guards, sources
from hazards.choices import HAZARD_COLOURS, HazardLevel, HazardSource, HazardStatus, NoticeState
from hazards.figures import dues
from hazards.figures.timeline import days_of_states, moments_of
from hazards.filters import HazardFilter
from hazards.forms import FilesForm, choices_in
from hazards.models import Enforcement, Hazard, NoticeLine, Review, Treatment
from hazards.models.gathering import points_of
from hazards.permissions import HazardPermission
from hazards.rules import plans
from hazards.services import rectification
from hazards.services.drafts import EDITABLE
from hazards.services.enforcement import PENALTIES
from hazards.services.notices import is_due
from hazards.services.rectification import TREATED
from hazards.sheets import OTHER_CRITERION
from hazards.views.casefile import case_of
from hazards.views.looks import LOOKS
from hazards.views.reviews import BulkReviewView
from hazards.views.step import Click, Seen
from hazards.views.steps import ANSWERS, STEPS, Offered, offers_of, results

RELATED = ("enterprise", "city", "county", "insurer", "criterion__version")
#: What the list and its workbook read.
LISTED = (
    "hazard_no",
    "level",
    "category",
    "place",
    "description",
    "found_on",
    "source",
    "deadline",
    "state",
    "closed_on",
    "enterprise__name",
    "enterprise__uscc",
    "county__code",
    "county__name",
    "insurer__name",
    "submitted_by",
)
SOURCES = dict(HazardSource.choices)
#: The way to closure as the page draws it.
WAY = (
    HazardStatus.RECORDED,
    HazardStatus.NOTIFIED,
    HazardStatus.RECTIFYING,
    HazardStatus.SUBMITTED,
    HazardStatus.CLOSED,
)
SIDE = frozenset({HazardStatus.REFUSED, HazardStatus.REPORTED, HazardStatus.ACCEPTED, HazardStatus.ENFORCING})


def hazard_or_404(request: HttpRequest, pk: int) -> Hazard:
    """The row, if the person may see it; to write to one that is not there, or not theirs, is an event."""
    row = Hazard.objects.visible_to(request.user).select_related(*RELATED).filter(pk=pk).first()
    return row if row is not None else missing(request, f"hazard {pk}")


def missing(request: HttpRequest, subject: str) -> NoReturn:
    """404; where somebody wanted to write, with its event."""
    if request.method == "POST":
        tell_refusal(Hazard, subject, by=person_of(request), at=clock.now(), step="", reason="not-found")
    raise Http404


class HazardListView(LedgerPage):
    permission = HazardPermission.HAZARD_VIEW
    template_name = "hazards/hazard_list.html"
    filters = HazardFilter
    sheet = Sheet("事故隐患台账", "项")
    columns = (
        (gettext_lazy("Hazard number"), "hazard_no"),
        (gettext_lazy("Enterprise"), "enterprise.name"),
        (gettext_lazy("Credit code"), "enterprise.uscc"),
        (gettext_lazy("County"), "county.name"),
        (gettext_lazy("Level"), "get_level_display"),
        (gettext_lazy("Hazard category"), "get_category_display"),
        (gettext_lazy("Part or place"), "place"),
        (gettext_lazy("Description"), "description"),
        (gettext_lazy("Found on"), "found_on", "date"),
        (gettext_lazy("Origin"), "get_source_display"),
        (gettext_lazy("Insurer"), "insurer.name"),
        (gettext_lazy("Deadline"), "deadline", "date"),
        (gettext_lazy("State"), "get_state_display"),
        (gettext_lazy("Closed off on"), "closed_on", "date"),
    )

    looks = LOOKS
    bulk = (
        Bulk(gettext_lazy("Review the ticked general hazards"), "hazards:bulk-review", HazardPermission.HAZARD_REVIEW),
    )

    def rows(self) -> QuerySet[Hazard]:
        rows = Hazard.objects.visible_to(self.person)
        return rows.select_related("enterprise", "county", "insurer").only(*LISTED).order_by("-found_on", "-pk")

    def shown(self, rows: Rows) -> list[Hazard]:
        today, found = clock.today(), list(rows)
        tags = {code: state_tag(label, HAZARD_COLOURS[code]) for code, label in HazardStatus.choices}
        for row in found:
            row.tag, row.origin = tags[row.state], SOURCES[row.source]
            row.left = None if row.state in {HazardStatus.CLOSED, HazardStatus.VOID} else dues.left(row.deadline, today)
            row.over = -row.left if row.left is not None and row.left < 0 else 0
        return found

    def may_tick(self, row: Row) -> bool:
        return BulkReviewView.is_for(self.person, row)

    def extra(self) -> dict[str, object]:
        return {
            "may_write": self.person.may(HazardPermission.HAZARD_WRITE),
            "may_upload": self.person.may(HazardPermission.HAZARD_UPLOAD),
            "may_review": self.person.may(HazardPermission.HAZARD_REVIEW),
            "may_export": self.person.may(CorePermission.LEDGER_EXPORT),
            "today": clock.today(),
        }


class HazardDetailView(GatedView):
    """Facts, pictures before and after, next steps, the whole life."""

    permission = HazardPermission.HAZARD_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, hazard_or_404(request, pk))

    def page(
        self, request: HttpRequest, hazard: Hazard, bound: BaseForm | None = None, step: str = "", status: int = 200
    ) -> HttpResponse:
        user = person_of(request)
        row = Seen(hazard, hazard.facts())
        files = list(attachments.attachments_of(hazard))
        lines = list(NoticeLine.objects.visible_to(user).filter(hazard=hazard).select_related("notice"))
        own = guards.only_finder(row.known, user) is None and user.may(HazardPermission.HAZARD_WRITE)
        is_open = hazard.state not in {HazardStatus.CLOSED, HazardStatus.VOID}
        steps = steps_of(row, user, bound, step)
        left = dues.left(hazard.deadline, clock.today()) if is_open else None
        context = {
            "hazard": hazard,
            "source_url": sources.address(hazard, user),
            "way": way_of(hazard),
            "due": dues.due_of(hazard, user),
            "left": left,
            "over": ngettext("%(n)s day overdue", "%(n)s days overdue", -left) % {"n": -left}
            if left is not None and left < 0
            else "",
            "before": [file for file in files if file.slot == "before"],
            "after": [file for file in files if file.slot == "after"],
            "others": [file for file in files if file.slot not in {"before", "after"}],
            **parted(steps, hazard.state),
            "form": bound,
            "moments": moments_of(hazard, user),
            "may_edit": own and hazard.state in EDITABLE,
            "may_add_files": own and is_open,
            "may_treat": own and hazard.state in TREATED,
            "may_notify": own and is_due(hazard),
            "related": related_of(hazard, user),
            "files_form": files_form(hazard),
            "today": clock.today(),
            "may_open_enterprise": user.may(EnterprisePermission.ENTERPRISE_VIEW),
            **treatment_of(hazard, user),
            **case_of(hazard, user),
            "reviews": Review.objects.visible_to(user)
            .filter(hazard=hazard)
            .select_related("reviewed_by__organisation")
            .prefetch_related("reviewed_by__postings"),
            "notices": lines,
            "open_notice": next((line.notice for line in lines if line.notice.state == NoticeState.ISSUED), None),
        }
        return render(request, "hazards/hazard_detail.html", context, status=status)


def way_of(hazard: Hazard) -> list[dict[str, object]]:
    """The stations to closure: done, now or to come; a refusal stands beside the way."""
    labels = dict(Hazard._meta.get_field("state").flatchoices)
    days = {**days_of_states(hazard), HazardStatus.CLOSED: hazard.closed_on}
    if hazard.notified_on is not None:
        days[HazardStatus.NOTIFIED] = hazard.notified_on
    if hazard.state in SIDE:
        labels[HazardStatus.RECTIFYING] = labels[hazard.state]
    now = WAY.index(hazard.state) if hazard.state in WAY else 2 if hazard.state in SIDE else -1
    return [
        {
            "label": labels[code],
            "day": days.get(code) if place <= now else None,
            "done": place < now,
            "now": place == now,
            "n": place + 1,
        }
        for place, code in enumerate(WAY)
    ]


def treatment_of(hazard: Hazard, user: User) -> dict[str, object]:
    """Five points, plan and interim measures, as far as they are written."""
    row = Treatment.objects.visible_to(user).filter(hazard=hazard).first()
    points = points_of(row.points) if row else {}
    return {
        "treatment": row,
        "five": [{"label": label, "point": points.get(key)} for key, label in plans.FIVE.items()],
        "six": [(label, row.elements.get(key, "")) for key, label in plans.SIX.items()] if row else [],
    }


def basis_of(hazard: Hazard) -> dict[str, str]:
    """The basis as a form holds it: a clause of the catalogue, else the reason."""
    if hazard.criterion_id:
        return {"clause": hazard.basis}
    return {"basis_reason": hazard.basis.replace("：", ":").removeprefix(OTHER_CRITERION)}


def files_form(hazard: Hazard) -> FilesForm:
    form = FilesForm(auto_id="file_%s")
    choices_in(form, "slot").choices = [(name, slot.label) for name, slot in attachments.slots_of(hazard).items()]
    return form


def related_of(hazard: Hazard, user: User) -> dict[str, object]:
    """Other hazards of the enterprise that this person sees: all, open ones, and those of the same category."""
    rows = Hazard.objects.visible_to(user).filter(enterprise=hazard.enterprise_id).exclude(state=HazardStatus.VOID)
    counted = rows.aggregate(
        whole=Count("pk"),
        open=Count("pk", filter=~Q(state=HazardStatus.CLOSED)),
        same=Count("pk", filter=Q(category=hazard.category)),
    )
    query = {"q": hazard.enterprise.uscc}
    return {
        **counted,
        "whole_query": urlencode(query),
        "open_query": urlencode({**query, "due": "open"}),
        "same_query": urlencode({**query, "category": hazard.category}),
    }


def parted(steps: "list[ShownStep]", state: str) -> dict[str, object]:
    """The steps of the normal way, those beside it, and those that cannot be made now."""
    possible = [one for one in steps if not one["offer"].refused or one["open"]]
    asides = [one for one in possible if one["offer"].step.is_aside(state)]
    return {
        "steps": [one for one in possible if one not in asides],
        "asides": asides,
        "asides_open": any(one["open"] or one["name"] in ANSWERS for one in asides),
        "refused_steps": [one for one in steps if one not in possible],
    }


class ShownStep(TypedDict):
    """A step on the page: its form where it can be made, and whether that is open with what was typed."""

    offer: Offered
    name: str
    form: BaseForm | None
    open: bool


def steps_of(row: Seen, user: User, bound: BaseForm | None, chosen: str) -> list[ShownStep]:
    found: list[ShownStep] = []
    for one in offers_of(row, user):
        name, is_chosen = one.step.name, chosen == one.step.name and bound is not None
        form = bound if is_chosen else None if one.refused else new_form(name, row.hazard, user, row=row)
        found.append({"offer": one, "name": name, "form": form if form and form.fields else None, "open": is_chosen})
    return found


def new_form(
    name: str,
    hazard: Hazard,
    user: User,
    data: QueryDict | None = None,
    files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
    row: Seen | None = None,
) -> Any:
    """The form of a step with what is known already."""
    today = clock.today()
    known = {
        "submit": {"rectified_on": today},
        "review": {"reviewed_on": today},
        "enforce": {"decided_on": today, "of_refusal": hazard.refused_on is not None},
        "publish": {"published_on": today},
        "reopen": {"agreed_on": today},
        "supervise": {"level": hazard.supervise},
        "level": {
            "level": HazardLevel.GENERAL if hazard.level == HazardLevel.MAJOR else HazardLevel.MAJOR,
            **basis_of(hazard),
        },
    }
    form = STEPS[name].form(data, files, auto_id=f"{name}_%s", initial=known.get(name, {}))
    if name == "publish":
        mine = Enforcement.objects.visible_to(user).filter(hazard=hazard, organisation=user.organisation_id)
        waiting = mine.filter(published_on__isnull=True, kind__in=PENALTIES)
        form.fields["entry"].choices = [(entry.pk, str(entry)) for entry in waiting]
    if name == "review" and row is not None:
        form.narrow(*results(row, user))
    if name == "level":
        form.offer(user, hazard.found_on, [hazard.sector])
    return form


class HazardStepView(HazardDetailView):
    """One step; a refusal is a sentence, the state unchanged, and an event."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        hazard, user = hazard_or_404(request, pk), person_of(request)
        if step not in STEPS:
            missing(request, f"{hazard} {step[:40]}")
        insist_allowed(Hazard, hazard, by=user, permission=STEPS[step].asked, at=clock.now(), step=step, on=hazard)
        form = new_form(step, hazard, user, request.POST, request.FILES)
        if not form.is_valid():
            tell_refusal(Hazard, hazard, by=user, at=clock.now(), step=step, reason="form")
            return self.page(request, hazard, form, step, status=400)
        files = request.FILES.getlist("sent")
        click = Click(user, clock.today(), clock.now(), version_in(request.POST), files)
        with Attempt(request, form if form.fields else None) as attempt:
            STEPS[step].do(hazard, form, click)
            messages.success(request, _("The step is recorded."))
        if attempt.refusal is not None and form.fields:
            return self.page(request, hazard_or_404(request, pk), form, step, status=attempt.status)
        return redirect("hazards:hazard-detail", pk=pk)


class HazardFilesView(GatedView):
    """Pictures and documents of a hazard: the finder's, while it is open."""

    permission = HazardPermission.HAZARD_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        hazard = hazard_or_404(request, pk)
        slot = request.POST.get("slot", "")
        if slot not in attachments.slots_of(hazard):
            missing(request, f"{hazard} {slot[:40]}")
        sent = request.FILES.getlist("sent")
        if not sent:
            messages.warning(request, _("Choose the files to attach first."))
            return redirect(f"{reverse('hazards:hazard-detail', args=[pk])}#files-h")
        with Attempt(request):
            rectification.add_files(hazard=hazard, slot=slot, files=sent, by=person_of(request), at=clock.now())
            messages.success(
                request, ngettext("%(n)s file is attached.", "%(n)s files are attached.", len(sent)) % {"n": len(sent)}
            )
        return redirect(f"{reverse('hazards:hazard-detail', args=[pk])}#files-h")
