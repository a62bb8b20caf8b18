"""Merging doubles: both entries side by side, proposed by one person, decided by another, undone if need be."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.gate import GatedView
from core.identifiers import squeeze_code
from core.people import User, person_of
from core.transitions import allowed
from core.views.lists import TableExport
from core.views.writes import Attempt
from enterprises import states
from enterprises.choices import MergeState
from enterprises.context import side_by_side
from enterprises.forms import FindEntryForm, MergeForm, ReasonForm
from enterprises.models import Enterprise, Merge
from enterprises.permissions import EnterprisePermission
from enterprises.querysets import EnterpriseQuerySet
from enterprises.services import merges as merging
from enterprises.views.base import entry_or_404

MOST_FOUND = 20
MOVES = {move.name: move for move in states.MERGE_MOVES}
#: Moves that need a reason.
REASONED = frozenset({states.REFUSE_MERGE.name, states.UNDO_MERGE.name})


class MergeView(GatedView):
    """Find the entry to keep, compare both, propose the merge."""

    permission = EnterprisePermission.ENTERPRISE_MERGE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = entry_or_404(request, pk)
        code = squeeze_code(request.GET.get("uscc", "")[:40])
        winner = self.candidates(request, entry).filter(uscc=code).first() if code else None
        if winner is None:
            return self.search(request, entry)
        return self.compare(request, entry, winner, MergeForm(initial={"uscc": winner.uscc}))

    def candidates(self, request: HttpRequest, entry: Enterprise) -> EnterpriseQuerySet[Enterprise]:
        rows = Enterprise.objects.visible_to(person_of(request)).filter(city=entry.city).exclude(pk=entry.pk)
        return rows.select_related("city", "county")

    def search(
        self, request: HttpRequest, entry: Enterprise, *, complaint: str = "", status: int = 200
    ) -> HttpResponse:
        form = FindEntryForm(request.GET if "q" in request.GET else None)
        found = None
        if form.is_bound and form.is_valid():
            found = list(self.candidates(request, entry).search(form.cleaned_data["q"].strip())[:MOST_FOUND])
        context = {"entry": entry, "form": form, "found": found, "complaint": complaint}
        return render(request, "enterprises/merge_find.html", context, status=status)

    def compare(
        self, request: HttpRequest, entry: Enterprise, winner: Enterprise, form: MergeForm, status: int = 200
    ) -> HttpResponse:
        context = {"entry": entry, "winner": winner, "form": form, "pairs": side_by_side(entry, winner)}
        return render(request, "enterprises/merge_form.html", context, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry, form = entry_or_404(request, pk), MergeForm(request.POST)
        code = squeeze_code(request.POST.get("uscc", "")[:40])
        winner = Enterprise.objects.visible_to(person_of(request)).filter(uscc=code).first()
        if winner is None:
            complaint = f"本辖区没有统一社会信用代码为“{code}”的登记，请核对后重填"
            return self.search(request, entry, complaint=complaint, status=400)
        if form.is_valid():
            with Attempt(request, form, refused_status=400):
                merge = merging.propose_merge(
                    loser=entry,
                    winner=winner,
                    reason=form.cleaned_data["reason"],
                    by=person_of(request),
                    at=clock.now(),
                )
                messages.success(request, _("The merge waits for the second person."))
                return redirect("enterprises:merge-detail", pk=merge.pk)
        return self.compare(request, entry, winner, form, status=400)


class MergeListView(TableExport):
    """Merges of the person's place, waiting ones first."""

    permission = EnterprisePermission.ENTERPRISE_MERGE
    http_method_names = ["get", "head", "options"]
    export_title = gettext_lazy("Merges of double entries")
    columns = (
        (gettext_lazy("Merged entry"), "loser.name"),
        (gettext_lazy("Credit code"), "loser.uscc"),
        (gettext_lazy("Kept entry"), "enterprise.name"),
        (gettext_lazy("Reason"), "reason"),
        (gettext_lazy("State"), "get_state_display"),
        (gettext_lazy("Proposed at"), "proposed_at"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = Merge.objects.visible_to(self.person).select_related("loser", "enterprise", "proposed_by")
        if self.wants_export():
            return self.export(rows, rows.count())
        found = sorted(rows[:200], key=lambda row: row.state != MergeState.PROPOSED)
        return render(request, "enterprises/merge_list.html", {"rows": found, "export_query": self.export_query()})


def merge_or_404(request: HttpRequest, pk: int) -> Merge:
    rows = Merge.objects.visible_to(person_of(request)).select_related(
        "enterprise__city",
        "enterprise__county",
        "loser__city",
        "loser__county",
        "proposed_by__organisation",
        "decided_by",
        "undone_by",
    )
    return get_object_or_404(rows, pk=pk)


class MergeDetailView(GatedView):
    """Both entries side by side, and what this person can do about the merge."""

    permission = EnterprisePermission.ENTERPRISE_MERGE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, merge_or_404(request, pk))

    def page(
        self, request: HttpRequest, merge: Merge, bound: forms.Form | None = None, chosen: str = "", status: int = 200
    ) -> HttpResponse:
        context = {
            "merge": merge,
            "pairs": side_by_side(merge.loser, merge.enterprise),
            "moves": self.moves(merge, person_of(request), bound, chosen),
            "form": bound,
        }
        return render(request, "enterprises/merge_detail.html", context, status=status)

    def moves(self, merge: Merge, user: User, bound: forms.Form | None, chosen: str) -> list[dict[str, object]]:
        return [
            {
                "move": move,
                "form": (bound if chosen == move.name else ReasonForm(auto_id=f"{move.name}_%s"))
                if move.name in REASONED
                else None,
            }
            for move in allowed(states.MERGE_MOVES, merge, user)
        ]


class MergeMoveView(MergeDetailView):
    """Agree, refuse, take back or undo."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        merge = merge_or_404(request, pk)
        if move not in MOVES:
            raise Http404
        form = ReasonForm(request.POST, auto_id=f"{move}_%s") if move in REASONED else None
        if form is not None and not form.is_valid():
            return self.page(request, merge, form, move, status=400)
        with Attempt(request):
            make_move(merge, move, form.cleaned_data["reason"] if form else "", person_of(request))
            messages.success(request, _("The step is recorded."))
        return redirect("enterprises:merge-detail", pk=pk)


def make_move(merge: Merge, move: str, reason: str, by: User) -> None:
    """Raises NotAllowed, Refused."""
    at = clock.now()
    if move == states.MERGE.name:
        merging.approve_merge(merge=merge, by=by, at=at)
    elif move == states.REFUSE_MERGE.name:
        merging.refuse_merge(merge=merge, note=reason, by=by, at=at)
    elif move == states.WITHDRAW_MERGE.name:
        merging.withdraw_merge(merge=merge, by=by, at=at)
    else:
        merging.undo_merge(merge=merge, reason=reason, by=by, at=at)
