"""Setting up campaigns: list, draft, copy, proposal and the second person's answer; and which codes are in use when."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from campaigns.choices import CampaignState, ListedKind
from campaigns.forms import CampaignForm, CodeForm, DaysForm, NumberForm
from campaigns.models import Campaign, ListedCode
from campaigns.permissions import CampaignPermission
from campaigns.services import setup as services
from campaigns.services.campaigns import choose_campaign, listed
from campaigns.services.listed import add_code, change_days
from campaigns.states import CAMPAIGN_MOVES
from core import clock
from core.contributions.panels import panels_of
from core.gate import GatedView
from core.identifiers import key_in
from core.people import User, person_of
from core.rows import Row
from core.transitions import allowed
from core.views.days import way_back
from core.views.writes import Attempt, turned_back, words_in
from core.writing import Refused, version_in, version_of
from rulebook.permissions import RulebookPermission

SETUP = CampaignPermission.CAMPAIGN_SETUP


def campaign_or_404(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(services.setup_rows(person_of(request)), pk=pk)


class SetupListView(GatedView):
    permission = SETUP
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = services.setup_rows(person_of(request))
        return render(request, "campaigns/setup_list.html", {"rows": rows})


class SetupFormView(GatedView):
    """A draft: new, copied from an earlier campaign, or changed."""

    permission = SETUP

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        if pk is not None:
            row = campaign_or_404(request, pk)
            back = turned_back(request, services.complain_change(row), "campaigns:setup-detail", pk)
            return back or self.page(request, CampaignForm.of(row), row)
        source = self.source(request)
        year = max(clock.today().year, source.starts_on.year + 1) if source else 0
        return self.page(request, CampaignForm.copy_of(source, year) if source else CampaignForm(), None, source)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        row, source = campaign_or_404(request, pk) if pk is not None else None, self.source(request)
        if row is not None and services.lacks_number(row):
            return self.complete(request, row)
        form, status = CampaignForm(request.POST), 400
        if form.is_valid():
            with Attempt(request, form) as attempt:
                made = services.write_campaign(
                    text=form.text(),
                    campaign=row,
                    source=source,
                    seen=version_in(request.POST) if row else None,
                    by=person_of(request),
                    at=clock.now(),
                )
                messages.success(request, _("The draft is stored. Please look through it and propose it."))
                return redirect("campaigns:setup-detail", pk=made.pk)
            status = attempt.status
        return self.page(request, form, row, source, status)

    def complete(self, request: HttpRequest, row: Campaign) -> HttpResponse:
        """Of a campaign under way the number of its paper alone, where there was none yet."""
        form, status = NumberForm(request.POST), 400
        if form.is_valid():
            number, document = form.cleaned_data["document_no"], form.cleaned_data["document"]
            seen, by, at = version_in(request.POST), person_of(request), clock.now()
            with Attempt(request, form) as attempt:
                services.complete_number(campaign=row, number=number, document=document, seen=seen, by=by, at=at)
                messages.success(request, _("The document number is filled in."))
                return redirect("campaigns:setup-detail", pk=row.pk)
            status = attempt.status
        return detail_page(request, row, form, status)

    def source(self, request: HttpRequest) -> Campaign | None:
        key = key_in(request.GET.get("copy"))
        return services.setup_rows(person_of(request)).filter(pk=key).first() if key else None

    def page(
        self,
        request: HttpRequest,
        form: CampaignForm,
        row: Campaign | None,
        source: Campaign | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {"form": form, "campaign": row, "source": source}
        return render(request, "campaigns/setup_form.html", context, status=status)


class Stage(NamedTuple):
    """A part of the setting up: how far it is, in words."""

    n: int
    label: str
    words: str
    done: bool
    now: bool


def stages_of(row: Campaign, pairings: Sequence[Row]) -> list[Stage]:
    """The parts in the order of the form, then the pairing of the year and the second person's answer."""
    sectors, reports, documents = len(row.enabled_sectors()), row.reports.count(), row.documents.count()
    topics = len(row.topics)
    parts: list[tuple[str, str, bool]] = [
        (
            _("Basis and time"),
            ngettext("%(n)s document", "%(n)s documents", documents) % {"n": documents},
            bool(documents and row.document_no),
        ),
        (_("High-risk sectors"), ngettext("%(n)s sector", "%(n)s sectors", sectors) % {"n": sectors}, bool(sectors)),
        (_("Reports of the campaign"), ngettext("%(n)s kind", "%(n)s kinds", reports) % {"n": reports}, bool(reports)),
        (
            pgettext("campaign", "Topics"),
            ngettext("%(n)s topic", "%(n)s topics", topics) % {"n": topics} if topics else _("All"),
            True,
        ),
    ]
    if row.is_yearly:
        newest = pairings[0].get_state_display() if pairings else _("not made yet")
        parts.append((_("Pairing"), newest, bool(pairings)))
    parts.append((_("Approval by a second person"), row.get_state_display(), row.state == CampaignState.APPROVED))
    first = next((place for place, part in enumerate(parts) if not part[2]), -1)
    return [Stage(place + 1, *part, now=place == first) for place, part in enumerate(parts)]


class SetupDetailView(GatedView):
    """What the campaign says, what is still to be mended, what differs from the one before, and the next step."""

    permission = SETUP
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return detail_page(request, campaign_or_404(request, pk))


def detail_page(
    request: HttpRequest, row: Campaign, number_form: NumberForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a campaign; `number_form` is the form of its number that could not be taken."""
    user, may_change = person_of(request), services.complain_change(row) is None
    panels = panels_of("campaign", row, user, clock.today())
    context = {
        "campaign": row,
        "form": number_form,
        "number_form": (number_form or NumberForm()) if services.lacks_number(row) else None,
        "sectors": services.sector_days(row),
        "enabled": len(row.enabled_sectors()),
        "reports": row.reports.all(),
        "documents": row.documents.all(),
        "groups": [
            (group.label, [label for code, label in group.choices if not row.topics or code in row.topics])
            for group in CampaignForm().groups
        ],
        "cities_off": [city.name for city in services.cities() if city.code in row.cities_off],
        "complaints": services.complaints(row) if may_change else [],
        "differences": services.differences(row, row.copied_from) if row.copied_from else [],
        "may_change": may_change,
        "moves": {move.name for move in allowed(CAMPAIGN_MOVES, row, user)},
        "version": version_of(row),
        "stages": stages_of(row, list(cast(Iterable[Row], panels.get("pairings", ())))),
        "approvers": services.approvers(row) if row.state != CampaignState.APPROVED else [],
        "to_ask": services.to_ask(row, user) if may_change else [],
        **panels,
    }
    return render(request, "campaigns/setup_detail.html", context, status=status)


def approver_in(request: HttpRequest, row: Campaign) -> User:
    """The second person whom the form names. Raises Refused."""
    key = request.POST.get("approver", "")
    people = services.to_ask(row, person_of(request))
    found = next((one for one in people if str(one.pk) == key), None)
    if found is None:
        raise Refused(("approver", "请选择复核人：须为本厅另一人，起草人不得审批"))
    return found


class SetupMoveView(GatedView):
    """A step of a campaign's life: propose, approve, send back or discard."""

    permission = SETUP
    http_method_names = ["post", "options"]
    step = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, by, at, seen = campaign_or_404(request, pk), person_of(request), clock.now(), version_in(request.POST)
        with Attempt(request):
            note = words_in(request, "note")
            if self.step == "propose":
                asked = approver_in(request, row)
                services.propose_campaign(campaign=row, approver=asked, seen=seen, by=by, at=at)
                messages.success(request, _("Proposed; %(person)s is asked to approve it.") % {"person": asked})
            elif self.step == "approve":
                services.approve_campaign(campaign=row, note=note, seen=seen, by=by, at=at)
                messages.success(request, _("The campaign is approved and issued to the offices."))
            elif self.step == "return":
                services.return_campaign(campaign=row, note=note, seen=seen, by=by, at=at)
                messages.success(request, _("The campaign is sent back to who drafted it."))
            else:
                services.discard_campaign(campaign=row, seen=seen, by=by, at=at)
                messages.success(request, _("The draft is discarded."))
                return redirect("campaigns:setup-list")
        return redirect("campaigns:setup-detail", pk=pk)


class ChooseView(GatedView):
    """Work in another campaign, on the page where one is."""

    permission = RulebookPermission.CAMPAIGN_VIEW
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        with Attempt(request):
            code = request.POST.get("campaign", "")
            found = choose_campaign(code=code, by=person_of(request), today=clock.today(), at=clock.now())
            messages.success(request, _("You now work in %(campaign)s.") % {"campaign": found})
        return redirect(way_back(request.POST.get("next")) or "campaigns:campaign-detail")


class ListedView(GatedView):
    """Which sectors, topics and standards are in use from when to when."""

    permission = RulebookPermission.CAMPAIGN_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user = person_of(request)
        lists = [(kind.label, listed(kind, user)) for kind in ListedKind]
        context = {"lists": lists, "may_write": user.may(SETUP)}
        return render(request, "campaigns/listed_list.html", context)


class ListedAddView(GatedView):
    permission = SETUP

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form, status = CodeForm(request.POST), 400
        if form.is_valid():
            data = form.cleaned_data
            with Attempt(request, form) as attempt:
                add_code(
                    kind=data["kind"],
                    code=data["code"],
                    label=data["label"],
                    days=form.days(),
                    by=person_of(request),
                    at=clock.now(),
                )
                messages.success(request, _("The days of use are stored."))
                return redirect("campaigns:listed-list")
            status = attempt.status
        return self.page(request, form, status)

    def page(self, request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
        return render(request, "campaigns/listed_form.html", {"row": None, "form": form}, status=status)


class ListedFormView(GatedView):
    permission = SETUP

    def row(self, request: HttpRequest, pk: int) -> ListedCode:
        return get_object_or_404(ListedCode.objects.visible_to(person_of(request)), pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(request, pk)
        return render(request, "campaigns/listed_form.html", {"row": row, "form": DaysForm.of(row)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, form, status = self.row(request, pk), DaysForm(request.POST), 400
        if form.is_valid():
            with Attempt(request, form) as attempt:
                seen = version_in(request.POST)
                change_days(row=row, days=form.days(), seen=seen, by=person_of(request), at=clock.now())
                messages.success(request, _("The days of use are stored."))
                return redirect("campaigns:listed-list")
            status = attempt.status
        return render(request, "campaigns/listed_form.html", {"row": row, "form": form}, status=status)
