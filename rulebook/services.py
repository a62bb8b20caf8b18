"""Writes of the rule book: dated rules are proposed and decided, the calendar's days set and taken back."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from accounts.models import User
from accounts.roles import REGULATORS
from core import audit, calendar
from core.transitions import fire
from core.writing import Refused, insist, lock, open_ledger, open_row
from rulebook.choices import RuleState
from rulebook.models import CalendarCheck, DatedRule, DayOverride
from rulebook.permissions import RulebookPermission
from rulebook.rules import PAIRS, Proposal, complain_keeper, complain_proposal
from rulebook.states import APPROVE, REFUSE, WITHDRAW, only_author


def propose_rule(*, proposal: Proposal, by: User, at: datetime) -> DatedRule:
    """Write a proposal down. Raises NotAllowed, Refused."""
    with open_ledger(DatedRule, proposal.code, by=by, permission=RulebookPermission.RULE_WRITE, at=at, step="propose"):
        insist(complain_keeper(proposal.code, is_regulator=by.role in REGULATORS))
        insist(complain_proposal(proposal))
        rule = DatedRule.objects.create(**_columns(proposal), proposed_by=by, proposed_at=at)
        audit.record("rule.proposed", by=by, at=at, subject=str(rule), value=str(proposal.value))
    return rule


def change_proposal(*, rule: DatedRule, proposal: Proposal, seen: str, by: User, at: datetime) -> DatedRule:
    """Write the author's own proposal anew while nobody has decided on it. Raises NotAllowed, Refused, Stale."""
    with open_row(rule, by=by, permission=RulebookPermission.RULE_WRITE, at=at, step="change", seen=seen) as row:
        insist(only_author(row, by))
        insist(None if row.state == RuleState.PROPOSED else f"该规则现为「{row.get_state_display()}」，不能再修改")
        insist(complain_keeper(proposal.code, is_regulator=by.role in REGULATORS))
        insist(complain_proposal(proposal))
        former = row.plain_value
        for name, value in _columns(proposal).items():
            setattr(row, name, value)
        row.proposed_at = at
        row.save()
        audit.record("rule.changed", by=by, at=at, subject=str(row), former=former, value=str(proposal.value))
    return row


def withdraw_proposal(*, rule: DatedRule, by: User, at: datetime) -> DatedRule:
    """Take the author's own proposal back; it stays on record. Raises NotAllowed, Refused."""
    with open_ledger(
        DatedRule, rule, by=by, permission=RulebookPermission.RULE_WRITE, at=at, step=WITHDRAW.name, on=rule
    ):
        return fire(WITHDRAW, rule, by=by, at=at)


def _columns(proposal: Proposal) -> dict[str, object]:
    """The proposal as columns of a dated rule."""
    return asdict(proposal) | {"source": proposal.source.strip(), "clause": proposal.clause.strip()}


def decide_rule(*, rule: DatedRule, approve: bool, note: str, by: User, at: datetime) -> DatedRule:
    """Decide as the second person. Raises NotAllowed, Refused.

    An earlier rule without an end ends the day before this one begins; this one, without an end of its own, ends the
    day before the next one that is decided already.
    """
    move = APPROVE if approve else REFUSE
    twice = {"dated_rule_one_a_day": f"同一规则自 {rule.valid_from} 起已有审定的数值，请核对起始日期"}
    with open_ledger(
        DatedRule,
        rule,
        by=by,
        permission=RulebookPermission.RULE_WRITE,
        at=at,
        step=move.name,
        on=rule,
        sentences=twice,
    ):
        if not approve and not note.strip():
            raise Refused("不予采用须写明理由，请填写审定意见")
        if approve:
            _fit_between(rule)
        decided: DatedRule = fire(
            move, rule, by=by, at=at, decided_by=by, decided_at=at, decision_note=note.strip()[:500]
        )
        if approve:
            _check_pairs(rule.valid_from)
    return decided


def _fit_between(rule: DatedRule) -> None:
    """End the rules of the code that would still hold on the first day, and an open rule where the next one begins.

    Raises Refused where the rule names a last day on which the next one holds already.
    """
    same = DatedRule.objects.select_for_update().filter(code=rule.code, state=RuleState.IN_FORCE)
    later = same.filter(valid_from__gt=rule.valid_from).order_by("valid_from").first()
    if later is None:
        pass
    elif rule.valid_to is None:
        DatedRule.objects.filter(pk=rule.pk).update(valid_to=later.valid_from - timedelta(days=1))
    elif rule.valid_to >= later.valid_from:
        raise Refused(f"与自 {later.valid_from} 起的已审定规则重叠，请将截止日期填至该日之前")
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
            raise Refused(
                f"{low.official} {least.normalize():f} 将大于{high.official} {most.normalize():f}，请核对数值"
            )


def set_day(*, day: date, is_worked: bool, source: str, by: User, at: datetime) -> DayOverride:
    """Enter an exception. Raises NotAllowed, Refused."""
    twice = {"rulebook_dayoverride_day_key": f"{day} 已登记，请先删除原登记"}
    with open_ledger(
        DayOverride, day, by=by, permission=RulebookPermission.CALENDAR_WRITE, at=at, step="set-day", sentences=twice
    ):
        insist(_complain_source(source))
        if calendar.is_working_day(day) == is_worked:
            kind = "工作日" if is_worked else "休息日"
            raise Refused(f"{day} 按现有日历已是{kind}，无须登记")
        row = DayOverride.objects.create(day=day, is_worked=is_worked, source=source.strip(), set_by=by, set_at=at)
        audit.record("calendar.set", by=by, at=at, subject=f"{day}", worked=is_worked, source=source.strip())
    return row


def drop_day(*, override: DayOverride, by: User, at: datetime) -> None:
    """Take an exception back; the history keeps it. Raises NotAllowed, Refused where it is gone."""
    with open_ledger(
        DayOverride, override, by=by, permission=RulebookPermission.CALENDAR_WRITE, at=at, step="drop-day"
    ):
        row = lock(override)
        subject = str(row)
        row.delete()
        audit.record("calendar.dropped", by=by, at=at, subject=subject)


def state_valid(*, valid_through: date, source: str, by: User, at: datetime) -> CalendarCheck:
    """Say up to which day the calendar is right. Raises NotAllowed, Refused."""
    with open_ledger(
        CalendarCheck, valid_through, by=by, permission=RulebookPermission.CALENDAR_WRITE, at=at, step="state-valid"
    ):
        insist(_complain_source(source))
        row = CalendarCheck.objects.create(valid_through=valid_through, source=source.strip(), set_by=by, set_at=at)
        audit.record("calendar.stated", by=by, at=at, subject=f"{valid_through}", source=source.strip())
    return row


def _complain_source(source: str) -> str | None:
    return None if source.strip() else "请填写依据文件。"
