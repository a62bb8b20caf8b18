"""Guards of the moves: each answers None, or the Chinese sentence why not now and who could. No guard reads a clock."""

from accounts.roles import INSURING, Role
from accounts.scope import scope_for
from core.people import User
from core.transitions import refuse_first_person
from hazards.choices import RecipientRole
from hazards.facts import NOT_SUPERVISED, Facts, HasFacts

EMERGENCY = frozenset({Role.CITY_EM, Role.COUNTY_EM})
DEPARTMENTS = EMERGENCY | {Role.SECTOR}


def _is_department_of(facts: Facts, by: User) -> bool:
    """Whether the person's emergency department or sector authority is in charge of the hazard's place."""
    scope = scope_for(by)
    if by.role not in DEPARTMENTS or scope.nothing:
        return False
    pairs = ((scope.city, facts.city), (scope.county, facts.county), (scope.sector, facts.sector))
    return all(wanted is None or wanted == found for wanted, found in pairs)


def _is_finder(facts: Facts, by: User) -> bool:
    """Whether the hazard is in the hands of the person's organisation: its insurer, or a bureau of the place."""
    if facts.insurer_id is not None:
        return bool(by.role in INSURING and by.works_for_id == facts.insurer_id)
    return by.role in EMERGENCY and _is_department_of(facts, by)


def only_finder(facts: Facts, by: User) -> str | None:
    if _is_finder(facts, by):
        return None
    if facts.insurer_id is not None:
        return "该隐患由报送的保险机构办理，其他单位不能代办"
    return "该隐患由部门检查发现，只有所在地应急管理部门可以办理"


def only_department(facts: Facts, by: User) -> str | None:
    if _is_department_of(facts, by):
        return None
    return "只有隐患所在地的应急管理部门或者行业主管部门可以办理"


def only_emergency(facts: Facts, by: User) -> str | None:
    if by.role in EMERGENCY and _is_department_of(facts, by):
        return None
    return "只有隐患所在地的应急管理部门可以办理"


def lacking(what: tuple[str, ...] | list[str]) -> str | None:
    """One sentence on everything that is missing, None when nothing is."""
    return "还缺少：" + "、".join(what) + "，请补充后再办理" if what else None


def may_record(row: HasFacts, by: User) -> str | None:
    """place and description are given; a major hazard names its criterion, or 其他 with a reason"""
    facts = row.facts()
    missing = [label for label, text in (("部位", facts.place), ("隐患描述", facts.description)) if not text.strip()]
    if facts.is_major and not facts.basis.strip():
        missing.append("重大事故隐患判定依据（选择条款，或者选「其他」并写明理由）")
    return only_finder(facts, by) or lacking(missing)


def may_notify(row: HasFacts, by: User) -> str | None:
    """notice number, day, receiver, deadline and the signed receipt are there"""
    facts = row.facts()
    given = (
        ("告知书文号", facts.notice_no.strip()),
        ("告知日期", facts.notified_on),
        ("签收人", facts.receiver.strip()),
        ("整改期限", facts.deadline),
        ("签收回执", facts.has_receipt),
    )
    return only_finder(facts, by) or lacking([label for label, value in given if not value])


def may_rectify(row: HasFacts, by: User) -> str | None:
    """a deadline stands; a major hazard has all five points, the six elements of its plan and interim measures"""
    facts = row.facts()
    missing = [] if facts.deadline else ["整改期限"]
    return only_finder(facts, by) or lacking([*missing, *untreated(facts)])


def untreated(facts: Facts) -> list[str]:
    """What the treatment of a major hazard lacks, whichever way it became one (order 16; letter 322 of 2024)."""
    if not facts.is_major:
        return []
    interim = [] if facts.interim.strip() else ["整改期间的防范措施"]
    head = [] if facts.head_told else ["主要负责人或者实际控制人签收的书面告知"]
    return [*facts.five_missing, *facts.plan_missing, *interim, *head]


def _unproven(facts: Facts) -> list[str]:
    return [] if facts.evidence_after else ["整改后的照片或者材料（至少一份）"]


def may_submit(row: HasFacts, by: User) -> str | None:
    """at least one photograph or document shows the state afterwards; a major hazard is treated as for beginning"""
    facts = row.facts()
    return only_finder(facts, by) or lacking([*untreated(facts), *_unproven(facts)])


def may_review(row: HasFacts, by: User) -> str | None:
    """the reviewer is not the submitter and belongs to the finder or, for a major one, to a department of the place"""
    return _refuse_reviewer(row.facts(), by)


def _refuse_reviewer(facts: Facts, by: User) -> str | None:
    if same := refuse_first_person(facts.submitted_by_id, by, "复查整改结果"):
        return same
    if _is_finder(facts, by):
        return None
    refused = only_department(facts, by)
    if refused or facts.is_major:
        return refused
    finder = "所在地应急管理部门" if facts.insurer_id is None else "报送的保险机构"
    return f"一般隐患由{finder}复查销号"


def only_keeper_of_deadline(facts: Facts, by: User) -> str | None:
    """Whose word moves the deadline: of a major hazard that departments deal with, the emergency department's."""
    return only_emergency(facts, by) if facts.is_in_hand else only_finder(facts, by)


def may_close(row: HasFacts, by: User) -> str | None:
    """another person than the submitter; major: treated and proven; by a department where a stop was ordered or it is
    supervised, else by the emergency department, or by the insurer once that confirmed"""
    facts = row.facts()
    refused = _refuse_reviewer(facts, by) or _refuse_closer(facts, by)
    if refused or not facts.is_major:
        return refused or refuse_reopening(facts)
    return lacking([*untreated(facts), *_unproven(facts)]) or refuse_reopening(facts)


def _refuse_closer(facts: Facts, by: User) -> str | None:
    if not facts.is_major:
        return None
    is_department = _is_department_of(facts, by)
    if facts.needs_department:
        by_others = "责令停产停业或者挂牌督办的重大隐患，须由所在地应急管理部门或者行业主管部门复查销号"
        return None if is_department else by_others
    if is_department and by.role in EMERGENCY:
        return None
    if not facts.department_confirmed:
        return "重大隐患由保险机构销号前，须经所在地应急管理部门确认"
    return "该重大隐患已经应急管理部门确认，由保险机构复查销号" if is_department else None


def refuse_reopening(facts: Facts) -> str | None:
    """A stop is lifted by consent alone, on an acceptance report (law 65; 2016 rules of the province, article 25)."""
    if not facts.stopped_by:
        return None
    report = [] if facts.has_acceptance_report else ["验收报告"]
    return lacking([*report, "作出决定的部门同意恢复生产经营的意见"])


def may_find_refusing(row: HasFacts, by: User) -> str | None:
    """major; a colleague found the refusal and kept evidence; the second person of the same insurer agrees"""
    facts = row.facts()
    if facts.insurer_id is None:
        return "拒不整改报告适用于保险机构报送的隐患，部门检查发现的请直接依法处理"
    if not facts.is_major:
        return "只有重大隐患适用拒不整改报告，一般隐患请重新确定整改期限"
    if facts.refusal_by_id is None:
        return only_finder(facts, by) or "尚未提出拒不整改认定，请先由本机构一人提出并附证据"
    if same := refuse_first_person(facts.refusal_by_id, by, "复核拒不整改认定"):
        return same
    return only_finder(facts, by) or lacking([] if facts.refusal_evidence else ["拒不整改的证据"])


def may_report(row: HasFacts, by: User) -> str | None:
    """sent to the emergency department and to the sector authority of the place in one step"""
    facts = row.facts()
    told = frozenset[str]().union(*facts.told.values())
    names = {RecipientRole.EM: "报应急管理部门", RecipientRole.SECTOR: "报行业主管部门"}
    return only_finder(facts, by) or lacking([names[role] for role in sorted(set(RecipientRole) - told)])


def may_take(row: HasFacts, by: User) -> str | None:
    """a department that the report was sent to"""
    facts = row.facts()
    if by.organisation_id in facts.told:
        return None
    return "该报告不是报送给您所在单位的，只有收到报告的部门可以签收"


def may_enforce(row: HasFacts, by: User) -> str | None:
    """a department that the report was sent to, with the number of its document"""
    return may_take(row, by) or lacking([] if row.facts().enforcement_numbers else ["执法文书号"])


def may_resume(row: HasFacts, by: User) -> str | None:
    """a department that the report was sent to, with a follow-up entry; a stop stays in force until it is lifted"""
    return may_take(row, by) or lacking([] if row.facts().follow_ups else ["执法跟踪记录（至少一条）"])


def may_settle(row: HasFacts, by: User) -> str | None:
    """as for resuming; a stop is lifted by consent on an acceptance report"""
    return may_resume(row, by) or refuse_reopening(row.facts())


def may_void(row: HasFacts, by: User) -> str | None:
    """a colleague asked for it with a reason; a second person of the same organisation agrees, once departments deal
    with the hazard a person of one of these"""
    facts = row.facts()
    if facts.void_by_id is None or not facts.void_reason.strip():
        return only_finder(facts, by) or "尚未提出作废申请，请先由本单位一人写明理由提出"
    if same := refuse_first_person(facts.void_by_id, by, "审核作废"):
        return same
    for departments, said in (
        (facts.stopped_by, "停产停业决定尚未解除的隐患，作废须经作出决定的部门同意"),
        (facts.ever_told, "已报告主管部门的隐患，作废须经收到报告的部门同意"),
        (facts.measured_by, "已采取执法措施的隐患，作废须经采取措施的部门同意"),
    ):
        if departments:
            return None if by.organisation_id in departments else said
    if facts.supervise != NOT_SUPERVISED:
        return "正在挂牌督办的隐患，作废须经所在地主管部门同意" if only_department(facts, by) else None
    if facts.void_by_organisation_id not in {None, by.organisation_id}:  # None: who asked has moved
        return "作废由申请人所在单位的另一人审核"
    return only_finder(facts, by)
