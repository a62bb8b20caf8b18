"""The public page and its editions."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.gate import Access, GatedView
from core.languages import put
from core.people import person_of
from core.transitions import allowed
from core.views.days import day_in
from core.views.lists import listed_page
from core.views.writes import Attempt, words_in
from publicity import services as publicising
from publicity.choices import ReleaseState
from publicity.content import cases_gone, changed_parts, content_now, figures_gone
from publicity.figures import figures_on
from publicity.forms import ReleaseForm
from publicity.models import PublicityItem, PublicRelease
from publicity.permissions import PublicityPermission
from publicity.serving import answer_for
from publicity.states import RELEASE_MOVES

WRITE = PublicityPermission.PUBLIC_PAGE_WRITE


class PublicPageView(GatedView):
    """The first public page; ordinarily the middleware has answered before."""

    permission = Access.PUBLIC
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        answer = answer_for(request, "")
        if answer is None:
            raise Http404
        return answer


def release_or_404(request: HttpRequest, pk: int) -> PublicRelease:
    rows = PublicRelease.objects.visible_to(person_of(request))
    return get_object_or_404(rows.select_related("proposed_by", "answered_by", "withdrawal_by", "withdrawn_by"), pk=pk)


class ReleaseListView(GatedView):
    permission = WRITE
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = PublicRelease.objects.visible_to(person_of(request)).select_related("proposed_by", "answered_by")
        page = listed_page(request, lambda size: Paginator(rows, size))
        return render(request, "publicity/release_list.html", {"page": page, "rows": page.object_list})


class ReleaseDetailView(GatedView):
    """An edition as it stands or would stand, with the steps of the person."""

    permission = WRITE
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        release = release_or_404(request, pk)
        moves = {move.name for move in allowed(RELEASE_MOVES, release, person_of(request))}
        now = content_now(list(PublicRelease.objects.visible_to(person_of(request)).standing()))
        is_proposed = release.state == ReleaseState.PROPOSED
        context = {
            "release": release,
            "changed": changed_parts(release.content, now) if is_proposed else set(),
            "gone": cases_gone(release.content, now) if is_proposed else [],
            "gone_figures": figures_gone(release.content, now) if is_proposed else [],
            "moves": moves,
        }
        return render(request, "publicity/release_detail.html", context)


class ReleaseCreateView(GatedView):
    """Propose an edition; figures are those of the day in `?on=`."""

    permission = WRITE

    def get(self, request: HttpRequest) -> HttpResponse:
        day = min(day_in(request.GET.get("on")) or clock.today(), clock.today())
        return self.page(request, self.form(request, day), day)

    def post(self, request: HttpRequest) -> HttpResponse:
        day = min(day_in(request.POST.get("counted_on")) or clock.today(), clock.today())
        form, status = self.form(request, day), 400
        if form.is_valid():
            with Attempt(request, form) as attempt:
                made = publicising.propose_release(
                    edition=form.value(), by=person_of(request), today=clock.today(), at=clock.now()
                )
                messages.success(request, _("The edition waits for a second person."))
                return redirect("publicity:release-detail", pk=made.pk)
            status = attempt.status
        return self.page(request, form, day, status)

    def form(self, request: HttpRequest, day: date) -> ReleaseForm:
        figures = [(one.id, f"{one.name} {one.value}") for one in figures_on(day).values()]
        cases = PublicityItem.objects.visible_to(person_of(request)).publishable().select_related("organisation")
        choices = [(case.pk, put("{}（{}，{}）", case.title, case.organisation, case.published_on)) for case in cases]
        standing = content_now(list(PublicRelease.objects.visible_to(person_of(request)).standing()))
        sent = request.POST if request.method == "POST" else None
        return ReleaseForm(
            sent,
            figures=figures,
            cases=choices,
            initial={
                "counted_on": day,
                "figures": [name for name, _label in figures],
                "cases": [case["id"] for case in standing["cases"]],
            },
        )

    def page(self, request: HttpRequest, form: ReleaseForm, day: date, status: int = 200) -> HttpResponse:
        return render(request, "publicity/release_form.html", {"form": form, "day": day}, status=status)


class ReleaseActView(GatedView):
    """A step of an edition."""

    permission = WRITE
    http_method_names = ["post", "options"]
    act = "release"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        release, by, at = release_or_404(request, pk), person_of(request), clock.now()
        with Attempt(request):
            note = words_in(request, "note")
            if self.act in {"release", "refuse"}:
                publicising.decide_release(release=release, approve=self.act == "release", note=note, by=by, at=at)
            elif self.act == "ask-withdrawal":
                publicising.ask_withdrawal(release=release, reason=note, by=by, at=at)
            else:
                publicising.decide_withdrawal(release=release, approve=self.act == "withdraw", by=by, at=at)
            messages.success(request, _("The step is recorded."))
        return redirect("publicity:release-detail", pk=pk)
