"""Writes of the rule book: dated rules are proposed and decided, the calendar's days set and taken back."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from accounts.permissions import Permission
from core import audit, calendar
from core.gate import require
from core.transitions import TransitionRefused, fire
from rulebook.choices import RuleState
from rulebook.models import CalendarCheck, DatedRule, DayOverride
from rulebook.rules import PAIRS, Proposal, complain_proposal
from rulebook.states import APPROVE, REFUSE


class RuleRefused(Exception):  # noqa: N818 - the refusal is the noun the users see
    """The rule cannot be proposed so; the text says what is wrong."""


class CalendarRefused(Exception):  # noqa: N818 - the refusal is the noun the users see
    """The entry is not possible; the text says why."""


@transaction.atomic
def propose_rule(*, proposal: Proposal, by: Any, at: datetime) -> DatedRule:
    """Write a proposal down. Raises NotAllowed, RuleRefused."""
    require(by, Permission.RULE_WRITE)
    complaint = complain_proposal(proposal)
    if complaint:
        raise RuleRefused(complaint)
    rule = DatedRule.objects.create(
        code=proposal.code, value=proposal.value, valid_from=proposal.valid_from, valid_to=proposal.valid_to,
        source=proposal.source.strip(), clause=proposal.clause.strip(), certainty=proposal.certainty,
        proposed_by=by, proposed_at=at,
    )  # fmt: skip
    audit.record("rule.proposed", by=by, at=at, subject=str(rule), value=str(proposal.value))
    return rule


def decide_rule(*, rule: DatedRule, approve: bool, note: str, by: Any, at: datetime) -> DatedRule:
    """Decide as the second person; an earlier rule without an end ends the day before.

    Raises NotAllowed, TransitionRefused.
    """
    require(by, Permission.RULE_WRITE, on=rule)
    if not approve and not note.strip():
        raise TransitionRefused("不予采用须写明理由，请填写审定意见")
    changes = {"decided_by": by, "decided_at": at, "decision_note": note.strip()[:500]}
    if not approve:
        refused: DatedRule = fire(REFUSE, rule, by=by, at=at, **changes)
        return refused
    try:
        with transaction.atomic():
            _end_former(rule)
            decided: DatedRule = fire(APPROVE, rule, by=by, at=at, **changes)
            _check_pairs(rule.valid_from)
    except IntegrityError as error:
        raise TransitionRefused(f"同一规则自 {rule.valid_from} 起已有审定的数值，请核对起始日期") from error
    return decided


def _end_former(rule: DatedRule) -> None:
    """Rules of the code that would still hold on the first day end the day before; later ones must not overlap."""
    same = DatedRule.objects.select_for_update().filter(code=rule.code, state=RuleState.IN_FORCE)
    later = same.filter(valid_from__gt=rule.valid_from).order_by("valid_from").first()
    if later is not None and (rule.valid_to is None or rule.valid_to >= later.valid_from):
        raise TransitionRefused(f"与自 {later.valid_from} 起的已审定规则重叠，请将截止日期填至该日之前")
    for former in same.filter(valid_from__lt=rule.valid_from):
        if former.valid_to is None or former.valid_to >= rule.valid_from:
            former.valid_to = rule.valid_from - timedelta(days=1)
            former.save(update_fields=["valid_to"])


def _check_pairs(day: date) -> None:
    """A lower bound above its upper bound would forbid everything."""
    rows = DatedRule.objects.in_force(day).order_by("valid_from")
    values = dict(rows.values_list("code", "value"))
    for low, high in PAIRS:
        least, most = values.get(low), values.get(high)
        if least is not None and most is not None and least > most:
            raise TransitionRefused(
                f"{low.label} {least.normalize():f} 将大于{high.label} {most.normalize():f}，请核对数值"
            )


def set_day(*, day: date, is_worked: bool, source: str, by: Any, at: datetime) -> DayOverride:
    """Enter an exception. Raises NotAllowed, CalendarRefused."""
    require(by, Permission.CALENDAR_WRITE)
    if not source.strip():
        raise CalendarRefused("请填写依据文件。")
    if calendar.is_working_day(day) == is_worked:
        told = "工作日" if is_worked else "休息日"
        raise CalendarRefused(f"{day} 按现有日历已是{told}，无须登记。")
    try:
        with transaction.atomic():
            row = DayOverride.objects.create(day=day, is_worked=is_worked, source=source.strip(), set_by=by, set_at=at)
            audit.record("calendar.set", by=by, at=at, subject=f"{day}", worked=is_worked, source=source.strip())
    except IntegrityError:
        raise CalendarRefused(f"{day} 已登记，请先删除原登记。") from None
    return row


def drop_day(*, override: DayOverride, by: Any, at: datetime) -> None:
    """Take an exception back; the history keeps it. Raises NotAllowed."""
    require(by, Permission.CALENDAR_WRITE)
    with transaction.atomic():
        subject = str(override)
        DayOverride.objects.filter(pk=override.pk).delete()
        audit.record("calendar.dropped", by=by, at=at, subject=subject)


def state_valid(*, valid_through: date, source: str, by: Any, at: datetime) -> CalendarCheck:
    """Say up to which day the calendar is right. Raises NotAllowed, CalendarRefused."""
    require(by, Permission.CALENDAR_WRITE)
    if not source.strip():
        raise CalendarRefused("请填写依据文件。")
    with transaction.atomic():
        row = CalendarCheck.objects.create(valid_through=valid_through, source=source.strip(), set_by=by, set_at=at)
        audit.record("calendar.stated", by=by, at=at, subject=f"{valid_through}", source=source.strip())
    return row
