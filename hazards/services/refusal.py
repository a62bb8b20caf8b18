"""A refusal: found by two persons of the insurer, reported in one step, signed for by each body (clause N34)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.files.base import File
from django.utils import timezone

from accounts.models import User
from core import writing
from core.writing import Refused, Seen
from hazards import deadlines, guards, states
from hazards.choices import HazardStatus, LetterKind, RequestState
from hazards.documents.rows import words_of
from hazards.models import Hazard, Refusal, RefusalReport
from hazards.models.gathering import plain_of
from hazards.permissions import HazardPermission
from hazards.rules import entries
from hazards.services.moves import act, attach_files, move
from hazards.services.numbers import letter_number
from hazards.services.recipients import NoRecipientError, Recipient, recipients_for
from rulebook.workdays import workdays


def ask_refusal(
    *,
    hazard: Hazard,
    ground: str,
    is_written: bool,
    by: User,
    today: date,
    at: datetime,
    seen: Seen | None = None,
    evidence_note: str = "",
    files: "Sequence[File[bytes]]" = (),
) -> Refusal:
    """The first person finds that the enterprise refuses; `files` are the evidence, `evidence_note` says what they show.

    Raises NotAllowed, Refused, Stale.
    """

    def write(row: Hazard) -> None:
        facts = row.facts()
        if row.state not in states.REFUSE.sources:
            raise Refused(f"「认定拒不整改」在当前状态「{row.get_state_display()}」下不能办理")
        writing.insist(guards.only_finder(facts, by))
        if not facts.is_major:
            raise Refused("只有重大隐患适用拒不整改报告，一般隐患请重新确定整改期限")
        if facts.refusal_by_id is not None:
            raise Refused("已有一份待复核人复核的认定，请在该认定上办理")
        writing.insist(entries.complain_refusal(ground, is_written=is_written, facts=facts, today=today))
        if not files:
            raise Refused("还缺少：拒不整改的证据，请一并上传")
        made = Refusal.objects.create(
            hazard=row,
            ground=ground.strip(),
            is_written=is_written,
            evidence_note=evidence_note.strip(),
            found_by=by,
            found_at=at,
        )
        attach_files(made, "evidence", files, by, at)

    act(
        hazard=hazard,
        permission=HazardPermission.HAZARD_REFUSE,
        by=by,
        at=at,
        step="refuse-asked",
        seen=seen,
        work=write,
    )
    return Refusal.objects.get(hazard=hazard, state=RequestState.ASKED)


def agree_refusal(*, hazard: Hazard, by: User, today: date, at: datetime, seen: Seen | None = None) -> Hazard:
    """The second person agrees, if it still holds; the red clock starts. Raises NotAllowed, Refused, Stale."""

    def check(row: Hazard) -> None:
        writing.insist(states.REFUSE.guard(row, by))
        asked = Refusal.objects.get(hazard=row, state=RequestState.ASKED)
        written, facts = asked.is_written, row.facts()
        writing.insist(entries.complain_refusal(asked.ground, is_written=written, facts=facts, today=today))
        row.refused_on = row.refused_on or today
        row.save(update_fields=["refused_on"])

    def write(row: Hazard) -> None:
        Refusal.objects.filter(hazard=row, state=RequestState.ASKED).update(
            state=RequestState.AGREED, agreed_by=by, agreed_at=at
        )

    return move(states.REFUSE, hazard=hazard, by=by, at=at, seen=seen, before=check, after=write)


def decline_refusal(*, hazard: Hazard, by: User, at: datetime, seen: Seen | None = None) -> Hazard:
    """The second person does not agree, or the first takes it back. Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        writing.insist(guards.only_finder(plain_of(row), by))
        open_ones = Refusal.objects.filter(hazard=row, state=RequestState.ASKED)
        other = None if open_ones.filter(found_by=by).exists() else by
        if not open_ones.update(state=RequestState.REFUSED, agreed_by=other, agreed_at=at):
            raise Refused("没有待复核的拒不整改认定")

    return act(
        hazard=hazard,
        permission=HazardPermission.HAZARD_REFUSE,
        by=by,
        at=at,
        step="refuse-dropped",
        seen=seen,
        work=write,
    )


def bodies_of(hazard: Hazard) -> list[Recipient]:
    """Who is told. Raises Refused where the place has no such body."""
    try:
        return recipients_for(county=str(hazard.county_id), sector=hazard.sector)
    except NoRecipientError as missing:
        raise Refused(str(missing)) from None


def report_refusal(*, hazard: Hazard, by: User, today: date, at: datetime, seen: Seen | None = None) -> Hazard:
    """Tell both bodies in one step. Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        refusal = Refusal.objects.filter(hazard=row, state=RequestState.AGREED).order_by("-pk").first()
        if refusal is None:
            raise Refused("尚未认定拒不整改，不能报告")
        writing.insist(guards.only_finder(plain_of(row), by))
        limit = deadlines.due(deadlines.TAKE, today, workdays().overrides)
        for one in bodies_of(row):
            RefusalReport.objects.create(
                refusal=refusal, recipient=one.organisation, roles=sorted(one.roles), sent_at=at, due_on=limit.on
            )
        refusal.number = letter_number(LetterKind.REFUSAL, by.organisation, today.year)
        refusal.reported_by, refusal.reported_at, refusal.words = by, at, words_of(row)
        refusal.save(update_fields=["number", "reported_by", "reported_at", "words"])

    return move(states.REPORT, hazard=hazard, by=by, at=at, seen=seen, before=write)


def take_report(*, hazard: Hazard, by: User, at: datetime, seen: Seen | None = None) -> Hazard:
    """A body signs for its report; the first signature moves the hazard on. Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        if row.state in states.FINAL:
            raise Refused(f"隐患处于「{row.get_state_display()}」状态，报告无须再签收")
        sent = RefusalReport.objects.filter(refusal__hazard=row, recipient=by.organisation_id)
        mine = list(sent.select_for_update(of=("self",)).order_by("pk"))
        if not mine:
            raise Refused("该报告不是报送给您所在单位的，只有收到报告的部门可以签收")
        if mine[-1].received_at is not None:
            raise Refused(f"本单位已于 {timezone.localdate(mine[-1].received_at)} 签收")
        # An earlier report that nobody signed for is answered by the same signature.
        for report_ in mine:
            if report_.received_at is None:
                report_.received_by, report_.received_at = by, at
                report_.save(update_fields=["received_by", "received_at"])

    if Hazard.objects.filter(pk=hazard.pk, state=HazardStatus.REPORTED).exists():
        return move(states.TAKE, hazard=hazard, by=by, at=at, seen=seen, before=write)
    return act(
        hazard=hazard, permission=HazardPermission.HAZARD_ENFORCE, by=by, at=at, step="take", seen=seen, work=write
    )


def clock_of(refusal: Refusal) -> deadlines.RedClock | None:
    """The red clock, once two persons have found the refusal."""
    return deadlines.RedClock(refusal.agreed_at) if refusal.agreed_at and refusal.state == RequestState.AGREED else None


def is_red(refusal: Refusal, now: datetime) -> bool:
    """Whether the report is late."""
    clock = clock_of(refusal)
    return clock is not None and (refusal.reported_at or now) - clock.until > timedelta()
