"""The draw: rosters fixed, seed entered, order taken, additions by hand, signatures."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final

from accounts.models import Organisation, User
from core import audit, clock, walls
from core.gate import NotAllowed
from core.identifiers import is_uscc, squeeze_code
from core.transitions import refuse_first_person
from core.writing import Refused, insist, lock, open_ledger
from enterprises.models import Enterprise
from inspections import rules, states
from inspections.choices import AdditionState, DrawState, RosterKind, SeedSource, SignaturePart, TaskState
from inspections.models import Draw, DrawSignature, ManualAddition, Recusal, Roster, RosterLine, Task
from inspections.permissions import InspectionPermission
from inspections.services.items import add_enterprise, add_insurer, outside_of
from inspections.services.rosters import (
    Numbers,
    changes_since,
    lines_of,
    sizes_of,
    source_of,
    title_of,
    write_roster,
    write_strata,
)
from inspections.services.sight import OPEN, give_group_sight

#: Once the group stands, and while it is on its way.
DRAWABLE: Final = frozenset({TaskState.GROUP_READY, TaskState.IN_PROGRESS})
#: What both cities did can be signed until the task is complete; a late signature is marked as such.
SIGNABLE: Final = DRAWABLE | OPEN
#: What a step is called that comes too late or too early, and when it can be taken.
STEPS: Final = {
    "sign": "成立检查组后、办结任务前才能签字",
    "propose-addition": "成立检查组后、反馈意见前才能提出人工增加",
    "answer-addition": "成立检查组后、反馈意见前才能答复人工增加",
}


@contextmanager
def open_draw(task: Task, by: User, at: datetime, step: str) -> Iterator[Task]:
    """Open a write to the draw of a task whose group stands; gives the task, locked."""
    with open_ledger(Draw, task, by=by, permission=InspectionPermission.DRAW_WRITE, at=at, step=step, on=task):
        locked = lock(task, related=("campaign", "inspected", "inspecting"))
        if locked.state not in (SIGNABLE if step == "sign" else DRAWABLE):
            when = STEPS.get(step, "成立检查组后、反馈意见前才能抽取检查对象")
            raise Refused(f"任务「{locked}」现为「{locked.get_state_display()}」，{when}")
        yield locked


def fix_rosters(
    *, task: Task, numbers: Numbers, place: str, by: User, today: date, at: datetime, secret: str = ""
) -> Draw:
    """The inspected city makes the rosters and fixes their digests; one that was fixed and not drawn becomes void.

    The salts follow from `secret`, a new one where none is given; only invented data give one, to be repeatable.

    Raises NotAllowed, Refused.
    """
    with open_draw(task, by, at, "fix-rosters") as locked:
        if not states.is_inspected(locked, by):
            raise Refused("名册由被检查地区的应急管理局编制，请由其办理")
        insist(_complain_agreed(locked, numbers), "enterprises")
        _void_former(locked, by, at)
        draw = Draw.objects.create(
            task=locked, place=place, key_weight=max(1, min(numbers.key_weight, 9)), fixed_by=by, fixed_at=at
        )
        secret = secret or secrets.token_hex(32)
        rosters = {kind: write_roster(draw, kind, source_of(draw, kind, today), secret) for kind in RosterKind}
        _set_numbers(rosters, numbers)
        digests = {roster.kind: roster.digest for roster in rosters.values()}
        audit.record("inspection.rosters-fixed", by=by, at=at, subject=locked.no, draw=draw.pk, **digests)
    return draw


def _complain_agreed(task: Task, numbers: Numbers) -> str | None:
    """Why more is drawn than both cities agreed to; None for what keeps to the plan, or where none is agreed."""
    plan = task.plans.agreed().first()
    if plan is None or (numbers.enterprises <= plan.enterprises and numbers.insurers <= plan.insurers):
        return None
    return (
        f"商定的工作方案载明抽查企业 {plan.enterprises} 户、保险机构 {plan.insurers} 家，"
        f"录入 {numbers.enterprises} 户、{numbers.insurers} 家，多于商定数；需要增加的对象请在抽取后按人工增加办理"
    )


def _void_former(task: Task, by: User, at: datetime) -> None:
    former = task.draws.exclude(state=DrawState.REPLACED).first()
    if former is None:
        return
    if former.state == DrawState.DRAWN and former.drawn_at is not None:
        raise Refused(f"本任务已于{clock.day_of(former.drawn_at)}抽取，不能重新抽取；需要增加的对象请按人工增加办理")
    former.state, former.void_by, former.void_at, former.void_reason = DrawState.REPLACED, by, at, "重新固定名册"
    former.save(update_fields=["state", "void_by", "void_at", "void_reason"])


def _set_numbers(rosters: dict[RosterKind, Roster], numbers: Numbers) -> None:
    sizes = {kind: sizes_of(lines_of(roster)) for kind, roster in rosters.items()}
    there = [sum(sizes[kind].values()) for kind in RosterKind]
    insist(rules.complain_numbers(numbers.enterprises, numbers.insurers, numbers.people, there))
    firms = rules.shares(numbers.enterprises, numbers.least, sizes[RosterKind.FIRMS])
    if (needed := sum(firms.values())) > numbers.enterprises:
        raise Refused(f"每个行业至少 {numbers.least} 户共需 {needed} 户，多于抽取总数 {numbers.enterprises} 户，请调整")
    write_strata(rosters[RosterKind.FIRMS], firms)
    for kind, number in ((RosterKind.INSURERS, numbers.insurers), (RosterKind.PEOPLE, numbers.people)):
        write_strata(rosters[kind], dict.fromkeys(sizes[kind], number))


def draw_objects(*, draw: Draw, seed: str, source: str, note: str, by: User, today: date, at: datetime) -> Draw:
    """Enter the public seed and take the order that follows from it. Once; of rosters that nobody has touched since.

    Rosters that the register has left behind are void with the seed, which is public now and draws nothing any more.
    Raises NotAllowed, Refused.
    """
    try:
        return _draw(draw, seed, source, note, by, today, at)
    except RostersOutdated as outdated:
        _void_with_seed(draw, seed, by, at, outdated.sentence)
        raise


class RostersOutdated(Refused):
    """The ledgers have changed since the rosters were fixed; the seed is known to both cities by now."""


def _void_with_seed(draw: Draw, seed: str, by: User, at: datetime, reason: str) -> None:
    with open_draw(draw.task, by, at, "void-draw") as task:
        locked = lock(draw)
        locked.state, locked.seed, locked.void_by, locked.void_at = DrawState.REPLACED, seed, by, at
        locked.void_reason = reason[:200]
        locked.save(update_fields=["state", "seed", "void_by", "void_at", "void_reason"])
        audit.record("inspection.seed-void", by=by, at=at, subject=task.no, draw=locked.pk, seed=seed)


def _complain_known(task: Task, seed: str) -> str | None:
    """A seed that was public before the rosters were fixed draws nothing: whoever fixes them could have known it."""
    former = task.draws.filter(state=DrawState.REPLACED, seed=seed).first()
    if former is None or former.void_at is None:
        return None
    return f"种子「{seed}」已于{clock.day_of(former.void_at)}公开，早于本次名册固定，不能再用，请重新公开产生种子后录入"


def _draw(draw: Draw, seed: str, source: str, note: str, by: User, today: date, at: datetime) -> Draw:
    with open_draw(draw.task, by, at, "draw") as task:
        insist(states.tasks.only_inspecting(task, by))
        locked = _fixed(draw, at)
        insist(rules.complain_seed(seed) or _complain_known(task, seed), "seed")
        if source not in SeedSource.values:
            raise Refused("请选择种子的来源")
        rosters = list(locked.rosters.all())
        lines = {roster.pk: lines_of(roster) for roster in rosters}
        _insist_unchanged(rosters, lines, today)
        number = sum(_draw_roster(roster, lines[roster.pk], seed) for roster in rosters)
        locked.state, locked.seed, locked.seed_source, locked.seed_note = DrawState.DRAWN, seed, source, note
        locked.drawn_by, locked.drawn_at = by, at
        locked.save(update_fields=["state", "seed", "seed_source", "seed_note", "drawn_by", "drawn_at"])
        audit.record("inspection.drawn", by=by, at=at, subject=task.no, draw=locked.pk, seed=seed, count=number)
    if task.state == TaskState.IN_PROGRESS:
        add_drawn(task=task, by=by, today=today, at=at)
    return locked


def _fixed(draw: Draw, at: datetime) -> Draw:
    locked = lock(draw, related=("task__campaign",))
    if locked.state == DrawState.REPLACED:
        raise Refused("名册已重新固定，摘要与页面所示的不同，本次未抽取；请双方核对新的摘要后再产生并录入种子")
    if locked.state != DrawState.FIXED:
        raise Refused(f"本次抽取现为「{locked.get_state_display()}」，不能再录入种子")
    if at <= locked.fixed_at:
        raise Refused("种子须在名册固定之后产生，请核对时间后重新录入")
    return locked


def _insist_unchanged(rosters: list[Roster], lines: dict[int, list[rules.Line]], today: date) -> None:
    for roster in rosters:
        if rules.roster_digest(title_of(roster), lines[roster.pk]) != roster.digest:
            raise Refused(f"{roster.get_kind_display()}名册与已公开的摘要不符，不能抽取，请重新固定名册")
        come, gone = changes_since(roster, today)
        if come or gone:
            words = f"新增或变更 {come} 行、减少或变更 {gone} 行"
            raise RostersOutdated(
                f"{roster.get_kind_display()}名册固定后台账或回避声明有变动（{words}），所录种子已公开并随名册作废，请被检查地区重新固定名册，再公开产生新的种子"
            )


def _draw_roster(roster: Roster, lines: list[rules.Line], seed: str) -> int:
    wanted = {one.code: one.wanted for one in roster.strata.all()}
    found = {one.line.no: one for one in rules.draw(lines, seed, wanted)}
    with walls.aside("drawn lines of the other city are opened by the draw"):
        rows = list(RosterLine.objects.filter(roster=roster, no__in=found))
        for row in rows:
            row.ticket, row.position = found[row.no].ticket, found[row.no].position
        RosterLine.objects.bulk_update(rows, ["ticket", "position"])
    return len(rows)


def add_drawn(*, task: Task, by: User, today: date, at: datetime) -> None:
    """Put on the list what was drawn or agreed by hand, and give the group sight of it. What is on it stays.

    A firm that moved to another city since it was drawn cannot be visited: it stays on record and off the list.
    """
    draw = task.draws.filter(state=DrawState.DRAWN).first()
    if draw is not None:
        firms, companies = _objects_of(draw)
        on_list = set(task.inspectedenterprises.values_list("enterprise", flat=True))
        for firm in firms:
            if firm.pk not in on_list and outside_of(task, firm) is None:
                add_enterprise(task=task, enterprise=firm, by=by, today=today, at=at)
        listed = set(task.inspectedinsurers.values_list("insurer", flat=True))
        for company in companies:
            if company.pk not in listed:
                add_insurer(task=task, insurer=company, by=by, at=at)
    give_group_sight(task=task, by=by, at=at)


@walls.aside("the objects of drawn lines and of agreed additions, for the list of the inspecting city")
def _objects_of(draw: Draw) -> tuple[list[Enterprise], list[Organisation]]:
    lines = RosterLine.objects.filter(roster__draw=draw).drawn().select_related("enterprise", "company")
    added = draw.additions.filter(state=AdditionState.AGREED).select_related("enterprise", "company")
    rows: list[RosterLine | ManualAddition] = [*lines, *added]
    firms = {one.enterprise.pk: one.enterprise for one in rows if one.enterprise}
    companies = {one.company.pk: one.company for one in rows if one.company}
    return list(firms.values()), list(companies.values())


def propose_addition(*, draw: Draw, kind: str, code: str, reason: str, by: User, at: datetime) -> ManualAddition:
    """The inspecting city asks for an object that was not drawn, by its code, which the other city looks up.

    Raises NotAllowed, Refused.
    """
    with open_draw(draw.task, by, at, "propose-addition") as task:
        insist(states.tasks.only_inspecting(task, by))
        if draw.state != DrawState.DRAWN:
            raise Refused("抽取之后才能提出人工增加，请先完成抽取")
        if not (code := squeeze_code(code)) or not reason.strip():
            raise Refused("请填写统一社会信用代码或机构编码，并写明不经抽取的理由")
        insist(_complain_code(kind, code), "code")
        insist(_complain_addition(draw, code), "code")
        if draw.additions.exclude(state=AdditionState.REFUSED).filter(code=code).exists():
            raise Refused(f"「{code}」已提出人工增加，不能重复提出")
        made = ManualAddition.objects.create(
            draw=draw, kind=kind, code=code, reason=reason, proposed_by=by, proposed_at=at
        )
        audit.record("inspection.addition-proposed", by=by, at=at, subject=f"{task.no} {code}", reason=reason)
    return made


def _complain_code(kind: str, code: str) -> str | None:
    """Why no object can have the code, before the inspected city looks it up."""
    if kind == RosterKind.INSURERS:
        is_there = Organisation.objects.insurers().filter(code=code).exists()
        return None if is_there else f"没有编码为「{code}」的保险机构，请核对后重新填写"
    if is_uscc(code):
        return None
    return f"「{code}」不是有效的统一社会信用代码（18 位，含校验位），请按营业执照核对后重新填写"


def _complain_addition(draw: Draw, code: str) -> str | None:
    """Why an object is not added: it was drawn, or somebody of the group keeps away from it."""
    if RosterLine.objects.drawn().filter(roster__draw=draw, code=code).exists():
        return f"「{code}」已经抽中，在检查名单内，不必人工增加"
    recused = Recusal.objects.filter(member__in=draw.task.members.current(), code=code).select_related("member").first()
    if recused is None:
        return None
    return f"检查组成员「{recused.member.name}」已声明回避「{code}」，不能人工增加；确需检查的，请先调整检查组成员"


def answer_addition(
    *, addition: ManualAddition, agreed: bool, answer: str, by: User, today: date, at: datetime
) -> ManualAddition:
    """The inspected city agrees, and the object is named and listed, or refuses. Raises NotAllowed, Refused."""
    with open_draw(addition.draw.task, by, at, "answer-addition") as task:
        if not states.is_inspected(task, by):
            raise Refused("人工增加由被检查地区的应急管理局答复")
        insist(refuse_first_person(addition.proposed_by_id, by, "答复人工增加"))
        locked = lock(addition)
        if locked.state != AdditionState.PROPOSED:
            raise Refused(f"此项人工增加现为「{locked.get_state_display()}」，不能再次答复")
        if not agreed and not answer.strip():
            raise Refused("不同意的，请写明理由")
        if agreed:
            insist(_complain_addition(addition.draw, locked.code))
            _resolve(locked, task)
        locked.state = AdditionState.AGREED if agreed else AdditionState.REFUSED
        locked.decided_by, locked.decided_at, locked.answer = by, at, answer
        locked.save(update_fields=["state", "decided_by", "decided_at", "answer", "name", "enterprise", "company"])
        audit.record("inspection.addition-answered", by=by, at=at, subject=f"{task.no} {locked.code}", agreed=agreed)
    if agreed and task.state == TaskState.IN_PROGRESS:
        _list_addition(locked, task, today=today, at=at)
    return locked


def _list_addition(addition: ManualAddition, task: Task, *, today: date, at: datetime) -> None:
    """On the list of a running task in the name of who proposed it: the other city writes nothing there."""
    with walls.seeing_as(addition.proposed_by):
        add_drawn(task=task, by=addition.proposed_by, today=today, at=at)


def _resolve(addition: ManualAddition, task: Task) -> None:
    """Find the object by its code in the inspected city. Raises Refused where it is none of that place."""
    if addition.kind == RosterKind.INSURERS:
        addition.company = Organisation.objects.insurers().filter(code=addition.code).first()
    else:
        firms = Enterprise.objects.standing().filter(uscc=addition.code, city__code=task.inspected_id)
        addition.enterprise = firms.first()
    found = addition.company or addition.enterprise
    if found is None:
        raise Refused(
            f"{task.inspected}没有编码为「{addition.code}」的{addition.get_kind_display()}，请核对后由检查地区重新提出"
        )
    addition.name = found.name


def sign_draw(*, draw: Draw, part: str, by: User, at: datetime) -> DrawSignature:
    """Somebody of either city signs the record. Raises NotAllowed, Refused."""
    with open_draw(draw.task, by, at, "sign") as task:
        if not (states.is_inspecting(task, by) or states.is_inspected(task, by)):
            raise NotAllowed("neither city's")
        if draw.state != DrawState.DRAWN:
            raise Refused("抽取之后才能签字")
        if draw.signatures.filter(signed_by=by).exists():
            raise Refused(f"「{by}」已签字，不能重复签字")
        insist(_complain_part(task, part, by) or _complain_pending(draw), "part")
        made = DrawSignature.objects.create(draw=draw, signed_by=by, body=by.organisation, part=part, signed_at=at)
        audit.record("inspection.draw-signed", by=by, at=at, subject=task.no)
    return made


def _complain_part(task: Task, part: str, by: User) -> str | None:
    """Why nobody signs as such; the group's leader alone signs as its leader."""
    if part not in SignaturePart.values:
        return "请选择签字身份"
    if part == SignaturePart.LEADER and not task.members.of(by).filter(is_leader=True).exists():
        return f"「{by}」不是检查组组长，请改选其他签字身份"
    return None


def _complain_pending(draw: Draw) -> str | None:
    """What both cities sign is settled: no addition waits for its answer."""
    waiting = draw.additions.filter(state=AdditionState.PROPOSED).count()
    return f"尚有 {waiting} 项人工增加待被检查地区答复，答复后再签字" if waiting else None
