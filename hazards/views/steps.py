"""The steps that a hazard's page offers a person now: each a form or a button, or the reason and who could."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.forms import BaseForm

from accounts.models import User
from core import writing
from core.transitions import Transition
from core.writing import Refused
from hazards import forms as f
from hazards import guards, states
from hazards.choices import HazardStatus as S
from hazards.models import Enforcement, Hazard
from hazards.permissions import HazardPermission
from hazards.services import enforcement, fines, notices, rectification, refusal, voids
from hazards.views.step import Click, Judge, Seen, Step

ON_RECORD: Final = frozenset(S) - states.FINAL - {S.DRAFT}
OPEN: Final = frozenset(S) - states.FINAL


def _guarded(move: Transition) -> Judge:
    return move.guard


def _finder(row: Seen, user: User) -> str | None:
    return guards.only_finder(row.known, user)


def _may_submit(row: Seen, user: User) -> str | None:
    return _finder(row, user) or guards.lacking(guards.untreated(row.known))


def _may_review(row: Seen, user: User) -> str | None:
    """One form for both results: it is offered where at least one of them can be given."""
    return guards.may_close(row, user) if guards.may_review(row, user) else None


def _may_confirm(row: Seen, user: User) -> str | None:
    done = "本次整改已经部门确认，由保险机构复查销号" if row.known.department_confirmed else None
    return guards.only_emergency(row.known, user) or done


def _may_ask_refusal(row: Seen, user: User) -> str | None:
    if row.known.insurer_id is None:
        return "拒不整改报告适用于保险机构报送的隐患，部门检查发现的请直接依法处理"
    major = None if row.known.is_major else "只有重大隐患适用拒不整改报告，一般隐患可以延长整改期限"
    return _finder(row, user) or major


def _is_asked(row: Seen, user: User) -> bool:
    """A finding that waits for its second person is known within the insurer alone."""
    return row.known.refusal_by_id is not None and _finder(row, user) is None


def _may_drop_void(row: Seen, user: User) -> str | None:
    return None if row.known.void_by_id == user.pk else guards.may_void(row, user)


def _may_take(row: Seen, user: User) -> str | None:
    told = guards.may_take(row, user)
    return told or (None if user.organisation_id in row.known.unsigned else "本单位已签收")


def _own_penalties(row: Seen, user: User) -> QuerySet[Enforcement]:
    rows: QuerySet[Enforcement] = Enforcement.objects.visible_to(user).filter(
        hazard=row.hazard, organisation=user.organisation_id
    )
    return rows.filter(published_on__isnull=True, kind__in=enforcement.PENALTIES)


def _notify(hazard: Hazard, _form: BaseForm, click: Click) -> None:
    """A notice has its own page, for one hazard as for many; it cannot be left out."""
    with writing.open_row(hazard, permission=HazardPermission.HAZARD_WRITE, by=click.by, at=click.at, step="notify"):
        raise Refused("书面告知须先开具告知书，再凭签收回执登记送达")


def _publish(hazard: Hazard, form: BaseForm, click: Click) -> object:
    entry = Enforcement.objects.visible_to(click.by).get(pk=form.cleaned_data["entry"], hazard=hazard)
    return enforcement.publish_penalty(
        hazard=hazard, entry=entry, published_on=form.cleaned_data["published_on"], **click.dated
    )


def _ask(hazard: Hazard, form: BaseForm, click: Click) -> object:
    data = form.cleaned_data
    return refusal.ask_refusal(
        hazard=hazard,
        ground=data["ground"],
        is_written=data["is_written"],
        evidence_note=data["evidence_note"],
        files=click.files,
        **click.dated,
    )


def _has_proposal(row: Seen, user: User) -> bool:
    return user.may(HazardPermission.HAZARD_ENFORCE) and fines.open_proposal(row.hazard, user) is not None


STEPS: Final = {
    step.name: step
    for step in (
        Step(
            "record",
            "登记",
            f.PlainForm,
            lambda h, _f, c: rectification.record_hazard(hazard=h, **c.common),
            _guarded(states.RECORD),
            (states.RECORD,),
        ),
        Step("notify", "书面告知", f.PlainForm, _notify, _finder, (states.NOTIFY,)),
        Step(
            "notify-again",
            "补充告知主要负责人",
            f.PlainForm,
            _notify,
            _finder,
            states=notices.RETOLD,
            clause="notice N31",
            concerns=lambda row, _u: row.known.is_major and not row.known.head_told,
        ),
        Step(
            "rectify",
            "开始整改",
            f.PlainForm,
            lambda h, _f, c: rectification.begin_rectification(hazard=h, **c.common),
            _guarded(states.RECTIFY),
            (states.RECTIFY,),
        ),
        Step(
            "submit",
            "提交复查",
            f.SubmitForm,
            lambda h, form, c: rectification.submit_rectification(
                hazard=h, done=form.value(), files=c.files, **c.dated
            ),
            _may_submit,
            (states.SUBMIT,),
        ),
        Step(
            "review",
            "复查",
            f.ReviewForm,
            lambda h, form, c: rectification.review_hazard(hazard=h, decision=form.value(), **c.dated),
            _may_review,
            (states.CLOSE, states.RETURN),
        ),
        Step(
            "confirm",
            "部门确认",
            f.OpinionForm,
            lambda h, form, c: rectification.confirm_rectification(
                hazard=h, opinion=form.cleaned_data["opinion"], **c.common
            ),
            _may_confirm,
            permission=HazardPermission.HAZARD_REVIEW,
            states=frozenset({S.SUBMITTED}),
            clause="notice N33",
            concerns=lambda row, _u: (
                row.known.is_major and not row.known.needs_department and row.known.insurer_id is not None
            ),
        ),
        Step(
            "refuse-ask",
            "提出拒不整改认定",
            f.RefuseForm,
            _ask,
            _may_ask_refusal,
            permission=HazardPermission.HAZARD_REFUSE,
            states=states.REFUSE.sources,
            clause="notice N34",
            is_beside=True,
            concerns=lambda row, u: not _is_asked(row, u),
        ),
        Step(
            "refuse",
            "复核同意，认定拒不整改",
            f.PlainForm,
            lambda h, _f, c: refusal.agree_refusal(hazard=h, **c.dated),
            _guarded(states.REFUSE),
            (states.REFUSE,),
            is_beside=True,
            concerns=_is_asked,
        ),
        Step(
            "refuse-drop",
            "不予认定",
            f.PlainForm,
            lambda h, _f, c: refusal.decline_refusal(hazard=h, **c.common),
            _finder,
            (states.REFUSE,),
            is_beside=True,
            concerns=_is_asked,
        ),
        Step(
            "report",
            "立即报告主管部门",
            f.PlainForm,
            lambda h, _f, c: refusal.report_refusal(hazard=h, **c.dated),
            _finder,
            (states.REPORT,),
        ),
        Step(
            "take",
            "签收受理",
            f.PlainForm,
            lambda h, _f, c: refusal.take_report(hazard=h, **c.common),
            _may_take,
            (states.TAKE,),
            states=ON_RECORD,
            concerns=lambda row, u: row.state == S.REPORTED or u.organisation_id in row.known.unsigned,
        ),
        Step(
            "enforce",
            "登记执法措施或者跟踪记录",
            f.EnforceForm,
            lambda h, form, c: fines.enter_any(hazard=h, entry=form.value(), files=c.files, **c.dated),
            lambda row, u: enforcement.may_enter(row.hazard, row.known, u),
            (states.ENFORCE,),
            states=enforcement.CASE | enforcement.BEFORE,
            concerns=lambda row, u: row.state in enforcement.CASE or u.may(HazardPermission.HAZARD_ENFORCE),
            is_beside=True,
            on_the_way=frozenset({S.ACCEPTED}),
        ),
        Step(
            "fine",
            "复核同意罚款",
            f.PlainForm,
            lambda h, _f, c: fines.agree_fine(hazard=h, **c.dated),
            lambda row, u: fines.may_agree(row.hazard, u),
            permission=HazardPermission.HAZARD_ENFORCE,
            states=enforcement.CASE | enforcement.BEFORE,
            clause="law 102",
            concerns=_has_proposal,
            is_beside=True,
        ),
        Step(
            "fine-drop",
            "不同意罚款",
            f.ReasonForm,
            lambda h, form, c: fines.decline_fine(hazard=h, reason=form.cleaned_data["reason"], **c.common),
            lambda _r, _u: None,
            permission=HazardPermission.HAZARD_ENFORCE,
            states=enforcement.CASE | enforcement.BEFORE,
            clause="law 102",
            concerns=_has_proposal,
            is_beside=True,
        ),
        Step(
            "resume",
            "转入整改",
            f.ResumeForm,
            lambda h, form, c: enforcement.resume_rectification(
                hazard=h, deadline=form.cleaned_data["deadline"], **c.dated
            ),
            _guarded(states.RESUME),
            (states.RESUME,),
        ),
        Step(
            "settle",
            "执法办结，予以销号",
            f.PlainForm,
            lambda h, _f, c: enforcement.settle_case(hazard=h, **c.dated),
            _guarded(states.SETTLE),
            (states.SETTLE,),
        ),
        Step(
            "acceptance",
            "登记验收报告",
            f.AcceptanceForm,
            lambda h, _f, c: enforcement.file_acceptance(hazard=h, files=c.files, **c.common),
            lambda row, u: enforcement.may_file_acceptance(row.known, u),
            permission=HazardPermission.HAZARD_ENFORCE,
            states=ON_RECORD,
            clause="law 65",
            concerns=lambda row, _u: bool(row.known.stopped_by) and not row.known.has_acceptance_report,
        ),
        Step(
            "reopen",
            "同意恢复生产经营",
            f.ReopenForm,
            lambda h, form, c: enforcement.allow_reopening(hazard=h, consent=form.value(), **c.dated),
            lambda row, u: enforcement.may_reopen(row.known, u),
            permission=HazardPermission.HAZARD_ENFORCE,
            states=ON_RECORD,
            clause="law 65",
            concerns=lambda row, _u: bool(row.known.stopped_by),
        ),
        Step(
            "publish",
            "登记处罚公示",
            f.PublishForm,
            _publish,
            lambda _r, _u: None,
            permission=HazardPermission.HAZARD_ENFORCE,
            states=frozenset(S),
            clause="law 78",
            is_beside=True,
            concerns=lambda row, u: u.may(HazardPermission.HAZARD_ENFORCE) and _own_penalties(row, u).exists(),
        ),
        Step(
            "extend",
            "延长整改期限",
            f.ExtendForm,
            lambda h, form, c: rectification.extend_deadline(hazard=h, **form.cleaned_data, **c.dated),
            lambda row, u: rectification.may_extend(row.hazard, row.known, u),
            states=rectification.EXTENDED,
            clause="domain 4.8",
            is_beside=True,
        ),
        Step(
            "supervise",
            "挂牌督办",
            f.SuperviseForm,
            lambda h, form, c: enforcement.set_supervision(hazard=h, level=form.cleaned_data["level"], **c.common),
            lambda row, u: enforcement.may_supervise(row.hazard, row.known, u),
            permission=HazardPermission.HAZARD_SUPERVISE,
            states=ON_RECORD,
            clause="law 41",
            is_beside=True,
            concerns=lambda row, _u: row.known.is_major,
        ),
        Step(
            "level",
            "调整等级",
            f.LevelForm,
            lambda h, form, c: voids.change_level(hazard=h, **form.value(), **c.common),
            lambda row, u: voids.may_change_level(row.hazard, row.known, u),
            states=ON_RECORD,
            clause="order 16",
            is_beside=True,
        ),
        Step(
            "void-ask",
            "申请作废",
            f.ReasonForm,
            lambda h, form, c: voids.ask_void(hazard=h, reason=form.cleaned_data["reason"], **c.common),
            _finder,
            permission=HazardPermission.HAZARD_VOID,
            states=OPEN,
            clause="notice N32",
            is_beside=True,
            concerns=lambda row, _u: row.known.void_by_id is None,
        ),
        Step(
            "void",
            "审核同意，作废",
            f.PlainForm,
            lambda h, _f, c: voids.agree_void(hazard=h, **c.common),
            _guarded(states.VOID),
            (states.VOID,),
            is_beside=True,
            concerns=lambda row, _u: row.known.void_by_id is not None,
        ),
        Step(
            "void-drop",
            "不同意作废",
            f.PlainForm,
            lambda h, _f, c: voids.decline_void(hazard=h, **c.common),
            _may_drop_void,
            (states.VOID,),
            is_beside=True,
            concerns=lambda row, _u: row.known.void_by_id is not None,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A step on the page; `refused` is the reason why not and who could, empty where it can be made."""

    step: Step
    refused: str


def offers_of(row: Seen, user: User) -> list[Offered]:
    """Every step of the present state that concerns the hazard; those on the way first, those beside it last."""
    found = [
        Offered(step, states.refused_to(step.asked, user) or step.judge(row, user) or "")
        for step in STEPS.values()
        if row.state in step.sources and step.concerns(row, user)
    ]
    return sorted(found, key=lambda one: one.step.is_aside(row.state))


#: Answers to what a colleague asked for: the page shows them opened, though they lie beside the way.
ANSWERS: Final = frozenset({"refuse", "void", "fine"})


def results(row: Seen, user: User) -> tuple[tuple[str, ...], str]:
    """Which results a reviewer may give, and why not the other where there is only one."""
    close, back = guards.may_close(row, user), guards.may_review(row, user)
    given = tuple(code for code, refused in (("pass", close), ("return", back)) if refused is None)
    return given, close or back or ""
