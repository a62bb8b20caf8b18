"""The record of the draw, its steps, and the page that recomputes it."""

import json
from collections.abc import Mapping
from io import BytesIO

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core import clock
from core.gate import GatedView
from core.people import User, person_of
from core.views.downloads import attachment
from core.views.writes import Attempt, words_in
from enterprises.choices import Sector
from inspections import record, states
from inspections.choices import AdditionState, DrawState, SignaturePart
from inspections.documents.draws import draw_document
from inspections.forms.entries import AdditionForm, FixForm, SeedForm
from inspections.models import Draw, ManualAddition, Task
from inspections.permissions import InspectionPermission
from inspections.services import answer_addition, draw_objects, fix_rosters, propose_addition, sign_draw
from inspections.services.draws import DRAWABLE, SIGNABLE
from inspections.services.rosters import sizes_ahead
from inspections.views.tasks import task_or_404
from inspections.words import drawing

SECTORS = dict(Sector.choices)
RELATED = ("task__inspecting", "task__inspected", "task__campaign", "fixed_by", "drawn_by")


def draw_of(request: HttpRequest, task: Task) -> Draw | None:
    """The draw that counts; None before the rosters were fixed."""
    rows = Draw.objects.visible_to(request.user).filter(task=task).exclude(state=DrawState.REPLACED)
    return rows.select_related(*RELATED).first()


def draw_or_404(request: HttpRequest, pk: int) -> Draw:
    draw = draw_of(request, task_or_404(request, pk))
    if draw is None:
        raise Http404
    return draw


class DrawView(GatedView):
    """Rosters and digests, seed, drawn lines, additions, signatures."""

    permission = InspectionPermission.GROUP_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return page(request, task_or_404(request, pk))


def page(
    request: HttpRequest,
    task: Task,
    *,
    fix_form: FixForm | None = None,
    seed_form: SeedForm | None = None,
    add_form: AdditionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    by, draw = person_of(request), draw_of(request, task)
    works = by.may(InspectionPermission.DRAW_WRITE) and task.state in DRAWABLE
    here, there = works and states.is_inspecting(task, by), works and states.is_inspected(task, by)
    signs = by.may(InspectionPermission.DRAW_WRITE) and task.state in SIGNABLE
    is_party = states.is_inspecting(task, by) or states.is_inspected(task, by)
    is_drawn = draw is not None and draw.state == DrawState.DRAWN
    signatures = list(draw.signatures.select_related("signed_by", "body")) if draw else []
    additions = list(record.with_offices(draw.additions.all())) if draw else []
    ahead = sizes_ahead(task, clock.today()) if there and not is_drawn else {}
    context = {
        "task": task,
        "draw": draw,
        "ahead": [(SECTORS.get(code, code), number) for code, number in ahead.items()],
        "ahead_whole": sum(ahead.values()),
        "is_drawn": is_drawn,
        "rosters": record.rosters_of(draw) if draw else [],
        "additions": additions,
        "off_roster": record.off_roster(draw, additions, asked_by_owner=there) if draw else set(),
        "steps": drawing.steps(draw, [one.proposed_at for one in additions], [one.signed_at for one in signatures]),
        "next_step": drawing.next_step(task, draw) if task.state in DRAWABLE else "",
        "pending": AdditionState.PROPOSED,
        "signatures": signatures,
        "signed_at": max((one.signed_at for one in signatures), default=None),
        "is_signed": {task.inspecting_id, task.inspected_id} <= {one.body.division_id for one in signatures},
        "fix_form": fix_form or (FixForm(initial=planned(task, ahead)) if there and not is_drawn else None),
        "seed_form": seed_form
        or (SeedForm(initial={"draw": draw.pk}) if here and draw is not None and not is_drawn else None),
        "add_form": add_form or (AdditionForm(auto_id="add_%s") if here and is_drawn else None),
        "may_answer": there,
        "may_sign": is_drawn and signs and is_party and all(one.signed_by_id != by.pk for one in signatures),
        "sign_parts": parts_of(task, by),
        "is_closed": task.state not in DRAWABLE,
        "void": void_draws(request, task),
    }
    return render(request, "inspections/draw_detail.html", context, status=status)


def parts_of(task: Task, by: User) -> list[tuple[str, str]]:
    """As what the person may sign: as leader the group's leader alone."""
    leads = task.members.of(by).filter(is_leader=True).exists()
    return [(code, label) for code, label in SignaturePart.choices if leads or code != SignaturePart.LEADER]


def void_draws(request: HttpRequest, task: Task) -> QuerySet[Draw]:
    """Rosters that were fixed before and drew nothing: digests and seed, by whom, when and why they became void."""
    rows = Draw.objects.visible_to(request.user).filter(task=task, state=DrawState.REPLACED)
    return (
        rows.select_related("fixed_by__organisation", "void_by__organisation")
        .prefetch_related("rosters", "fixed_by__postings", "void_by__postings")
        .order_by("fixed_at")
    )


def planned(task: Task, ahead: Mapping[str, int]) -> dict[str, int]:
    """The numbers that both cities agreed to in the joint plan, with one of each sector at least where they allow it.

    `ahead` are the sectors of the roster; the numbers of the form where no plan is agreed.
    """
    plan = task.plans.agreed().first()
    if plan is None:
        return {"least": int(len(ahead) <= FixForm.base_fields["enterprises"].initial)}
    return {"enterprises": plan.enterprises, "insurers": plan.insurers, "least": int(len(ahead) <= plan.enterprises)}


class FixView(GatedView):
    """The inspected city fixes the rosters."""

    permission = InspectionPermission.DRAW_WRITE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        task, form = task_or_404(request, pk), FixForm(request.POST)
        if not form.is_valid():
            return page(request, task, fix_form=form, status=400)
        with Attempt(request, form) as attempt:
            place, by = form.cleaned_data["place"], person_of(request)
            fix_rosters(task=task, numbers=form.numbers(), place=place, by=by, today=clock.today(), at=clock.now())
            return redirect("inspections:draw-detail", pk=pk)
        return page(request, task, fix_form=form, status=attempt.status)


class SeedView(GatedView):
    """The inspecting city enters the public seed, and the order follows."""

    permission = InspectionPermission.DRAW_WRITE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        task, form = task_or_404(request, pk), SeedForm(request.POST)
        draw_or_404(request, pk)
        if not form.is_valid():
            return page(request, task, seed_form=form, status=400)
        shown = Draw.objects.visible_to(request.user).filter(task=task).select_related(*RELATED)
        draw = get_object_or_404(shown, pk=form.cleaned_data["draw"])
        with Attempt(request, form) as attempt:
            seed = form.cleaned_data["seed"]
            source, note = form.cleaned_data["source"], form.cleaned_data["note"]
            draw_objects(
                draw=draw,
                seed=seed,
                source=source,
                note=note,
                by=person_of(request),
                today=clock.today(),
                at=clock.now(),
            )
            return redirect("inspections:draw-detail", pk=pk)
        current = draw_of(request, task)
        if current is None or current.pk != draw.pk:  # the page shows other rosters now, so their seed is asked anew
            messages.warning(request, attempt.refusal.sentence if attempt.refusal else "")
            return page(request, task, status=attempt.status)
        return page(request, task, seed_form=form, status=attempt.status)


class AddView(GatedView):
    """The inspecting city asks for an object by hand."""

    permission = InspectionPermission.DRAW_WRITE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        task, draw, form = (
            task_or_404(request, pk),
            draw_or_404(request, pk),
            AdditionForm(request.POST, auto_id="add_%s"),
        )
        if not form.is_valid():
            return page(request, task, add_form=form, status=400)
        with Attempt(request, form) as attempt:
            propose_addition(draw=draw, by=person_of(request), at=clock.now(), **form.cleaned_data)
            return redirect("inspections:draw-detail", pk=pk)
        return page(request, task, add_form=form, status=attempt.status)


class AnswerView(GatedView):
    """The inspected city agrees to an object by hand, or not."""

    permission = InspectionPermission.DRAW_WRITE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = ManualAddition.objects.visible_to(request.user).select_related("draw__task__campaign", "proposed_by")
        addition = get_object_or_404(rows, pk=pk)
        with Attempt(request):
            agreed, answer = request.POST.get("agreed") == "yes", words_in(request, "answer", 300)
            answer_addition(
                addition=addition,
                agreed=agreed,
                answer=answer,
                by=person_of(request),
                today=clock.today(),
                at=clock.now(),
            )
        return redirect("inspections:draw-detail", pk=addition.draw.task_id)


class SignView(GatedView):
    """Sign the record."""

    permission = InspectionPermission.DRAW_WRITE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        draw = draw_or_404(request, pk)
        with Attempt(request):
            sign_draw(draw=draw, part=request.POST.get("part", "")[:20], by=person_of(request), at=clock.now())
        return redirect("inspections:draw-detail", pk=pk)


class RecordView(GatedView):
    """The record as a file that the browser recomputes."""

    permission = InspectionPermission.GROUP_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        draw = draw_or_404(request, pk)
        body = json.dumps(record.record_of(draw), ensure_ascii=False).encode()
        return attachment(BytesIO(body), f"{draw.task.no} 抽取记录.json")


class DigestsView(GatedView):
    """The file of digests that both cities keep."""

    permission = InspectionPermission.GROUP_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        draw = draw_or_404(request, pk)
        return attachment(BytesIO(record.digests_text(draw).encode()), f"{draw.task.no} 名册摘要文件.txt")


class DocumentView(GatedView):
    """《检查对象随机抽取记录》 as a Word document."""

    permission = InspectionPermission.GROUP_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        draw = draw_or_404(request, pk)
        return attachment(BytesIO(draw_document(draw)), f"{draw.task.no} 检查对象随机抽取记录.docx")


class CheckView(GatedView):
    """Recompute a record from its file, in the browser alone."""

    permission = InspectionPermission.GROUP_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "inspections/draw_check.html")
