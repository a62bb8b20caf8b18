"""What an authority may do, on whom, until when, for how much: one table and the sentences that refuse the rest.

Emergency and sector departments deal with enterprises and agencies, regulators with insurers, and neither does the
other's (letter 169, G19 and G20; work-safety law, articles 109 and 115). Pure: plain values in, sentences out.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from accounts.roles import EMERGENCY, REGULATORS, Role
from dispositions.choices import Article, FineStage, Side
from hazards.choices import LetterKind
from inspections.choices import Disposition, FindingKind, FindingSubject
from inspections.rules import HAZARD_LEFT, ON_INSURANCE
from rulebook.choices import RuleCode

DEPARTMENTS: Final = frozenset({Side.EMERGENCY, Side.SECTOR})
WATCHERS: Final = frozenset({Side.REGULATOR})


@dataclass(frozen=True, slots=True)
class Measure:
    """A line of the table. `needs_due`: with a day by which to answer or to correct; `may_due`: with or without one.

    `letter` is the series of its paper, None where the number comes from the authority's own system; `ends` may end a
    case that has no other step; `note` is what the page says beside it.
    """

    kind: Disposition
    sides: frozenset[Side]
    clause: str
    note: str
    needs_second: bool = False
    needs_due: bool = False
    may_due: bool = False
    ends: bool = False
    letter: LetterKind | None = None


MEASURES: Final = (
    Measure(
        Disposition.ORDER,
        DEPARTMENTS | WATCHERS,
        "law 109, N35, G20",
        "改正期限须晚于下达之日，不超过一年。",
        needs_due=True,
        letter=LetterKind.ORDER,
    ),
    Measure(
        Disposition.PENALTY,
        DEPARTMENTS | WATCHERS,
        "law 109, law 115, G20",
        "先立案，再告知、决定、送达，由两名执法人员署名，罚款须经复核人同意。",
        needs_second=True,
    ),
    Measure(Disposition.SUSPEND, DEPARTMENTS, "law 102", "法律有规定的才能作出，须经复核人同意。", needs_second=True),
    Measure(
        Disposition.NOTICE, WATCHERS, "G20", "不要求答复的，送达即完成。", may_due=True, letter=LetterKind.REGULATORY
    ),
    Measure(Disposition.INQUIRY, WATCHERS, "G20", "对方可以申请延期一次。", needs_due=True, letter=LetterKind.INQUIRY),
    Measure(
        Disposition.INTERVIEW,
        WATCHERS,
        "G20",
        "须两人谈话、经复核人同意，并形成纪要。",
        needs_second=True,
        letter=LetterKind.INTERVIEW,
    ),
    Measure(Disposition.REGULATORY, WATCHERS, "N41", "须经复核人同意，写明所依据的条款。", needs_second=True),
    Measure(Disposition.CORRECT, DEPARTMENTS | WATCHERS, "N40", "可以规定完成日期。", may_due=True),
    Measure(
        Disposition.TRANSFER,
        DEPARTMENTS | WATCHERS,
        "N39",
        "须写明理由，办结后不再增加步骤。",
        ends=True,
        letter=LetterKind.TRANSFER,
    ),
    Measure(
        Disposition.UNFOUNDED,
        DEPARTMENTS | WATCHERS,
        "N36",
        "在办结时提出，写明理由，经复核人同意后办结。",
        needs_second=True,
        ends=True,
    ),
)
BY_KIND: Final = {measure.kind: measure for measure in MEASURES}
#: Measures whose paper the portal makes and numbers.
LETTERED: Final = frozenset(measure.kind for measure in MEASURES if measure.letter)
#: What the subject itself is not told by a paper of the case.
INWARD: Final = frozenset({Disposition.TRANSFER, Disposition.UNFOUNDED})
#: Measures that are done once the fault is corrected: an answer alone does not do them.
CORRECTING: Final = frozenset({Disposition.ORDER, Disposition.CORRECT})
#: A deadline further off than this is taken for a slip of the pen; no law sets a longest one.
FURTHEST: Final = timedelta(days=366)
#: Stages before a decision can be proposed, and before the case of a penalty can end.
BEFORE_DECISION: Final = (FineStage.FILED, FineStage.INFORMED)
BEFORE_END: Final = (FineStage.DECIDED, FineStage.SERVED, FineStage.PUBLISHED, FineStage.PAID)
ORDER: Final = tuple(FineStage)


@dataclass(frozen=True, slots=True)
class Range:
    """An article with its codes: of the dated range, and of that for not correcting in time; who applies it to whom."""

    article: Article
    sides: frozenset[Side]
    subject: FindingSubject
    first: tuple[RuleCode | None, RuleCode]
    overdue: tuple[RuleCode, RuleCode] | None = None


RANGES: Final = {
    one.article: one
    for one in (
        Range(
            Article.SAFETY_109,
            DEPARTMENTS,
            FindingSubject.ENTERPRISE,
            (RuleCode.FINE_MIN, RuleCode.FINE_MAX),
            (RuleCode.FINE_OVERDUE_MIN, RuleCode.FINE_OVERDUE_MAX),
        ),
        Range(Article.SAFETY_102, DEPARTMENTS, FindingSubject.ENTERPRISE, (None, RuleCode.HAZARD_FINE_MAX)),
        Range(
            Article.SAFETY_92,
            DEPARTMENTS,
            FindingSubject.AGENCY,
            (RuleCode.AGENCY_FINE_MIN, RuleCode.AGENCY_FINE_MAX),
        ),
        Range(
            Article.INSURANCE_161,
            WATCHERS,
            FindingSubject.INSURER,
            (RuleCode.CONDUCT_FINE_MIN, RuleCode.CONDUCT_FINE_MAX),
        ),
        Range(
            Article.INSURANCE_170,
            WATCHERS,
            FindingSubject.INSURER,
            (RuleCode.REPORT_FINE_MIN, RuleCode.REPORT_FINE_MAX),
        ),
    )
}
Values = dict[str, Decimal | None]


def side_of(role: str) -> Side | None:
    """The kind of authority that people of a role work for; None for everybody else."""
    if role in EMERGENCY:
        return Side.EMERGENCY
    if role in REGULATORS:
        return Side.REGULATOR
    return Side.SECTOR if role == Role.SECTOR else None


def complain_side(subject: str, role: str) -> str | None:
    """Why an authority cannot deal with the subject at all (G19, G20); None where it can."""
    side = side_of(role)
    if side is None:
        return "只有应急管理部门、行业主管部门和金融监管机构可以办理处置案件"
    if subject == FindingSubject.INSURER and side != Side.REGULATOR:
        return "保险机构的问题由金融监管机构依法查处，应急管理部门和行业主管部门不能作出处置，请移送当地金融监管机构"
    if subject != FindingSubject.INSURER and side == Side.REGULATOR:
        return "企业和第三方机构的问题由应急管理部门和行业主管部门依法处理，金融监管机构不能作出处置，请移送当地应急管理部门"
    return None


def measures_of(side: Side) -> tuple[Measure, ...]:
    """The lines of the table that the kind of authority has."""
    return tuple(measure for measure in MEASURES if side in measure.sides)


#: Faults whose kind does not say whether a hazard was left: the official judges it by the facts.
JUDGED: Final = frozenset({"", FindingKind.OTHER})
#: Clauses that are for who is not insured, or not as the law says; and those for who left a hazard.
OF_CLAUSES: Final = {
    "law 109": ON_INSURANCE | {""},
    "law 115": ON_INSURANCE | {""},
    "law 102": HAZARD_LEFT | JUDGED,
}


def applies_109(side: Side, values: Values) -> bool:
    """Whether article 109 is the authority's on the day of the values: a sector's by a rule alone (article 115)."""
    return side != Side.SECTOR or bool(values.get(RuleCode.SECTOR_109))


def clause_of(measure: Measure, side: Side, about: str = "", *, has_109: bool = True) -> str:
    """Where the measure stands for a kind of authority and of fault: the work-safety law is no basis of regulators, its
    article 109 none for what is not about insurance, 102 none where no hazard was left."""
    parts = [part.strip() for part in measure.clause.split(",")]
    fitting = [part for part in parts if side != Side.REGULATOR or not part.startswith("law")]
    fitting = [part for part in fitting if has_109 or part != "law 109"]
    return ", ".join(part for part in fitting if part not in OF_CLAUSES or about in OF_CLAUSES[part])


def complain_measure(kind: str, side: Side, about: str = "", subject: str = FindingSubject.ENTERPRISE) -> str | None:
    """Why the authority has no such measure in a case about a fault of the kind `about`; None where it has."""
    measure = BY_KIND.get(Disposition(kind)) if kind in Disposition.values else None
    if measure is None:
        return f"处置方式「{kind}」不存在，请重新选择"
    if side not in measure.sides:
        given = (one.kind for one in measures_of(side) if not _complain_law(one.kind, about, subject))
        words = "、".join(kind.official for kind in given)
        return f"「{measure.kind.official}」不属于{SIDE_WORDS[side]}的职责，可选：{words}"
    return _complain_law(measure.kind, about, subject)


#: What the laws punish an enterprise for, and stop its production for.
LAWFUL: Final = {
    Disposition.PENALTY: "《安全生产法》第一百零二条适用于未消除的事故隐患，第一百零九条适用于未按规定投保",
    Disposition.SUSPEND: "停产停业整顿适用于未消除事故隐患又拒不执行的情形（《安全生产法》第一百零二条）",
}


def _complain_law(kind: Disposition, about: str, subject: str) -> str | None:
    """Why no law gives the measure for a fault of the kind `about`, or to the subject; None where one does.

    Of enterprises article 109 punishes how they are insured, and 102 hazards that were left; it alone stops production.
    """
    if kind == Disposition.SUSPEND and subject != FindingSubject.ENTERPRISE:
        return f"法律对{FindingSubject(subject).official}没有规定停产停业整顿，请责令限期改正或者立案处罚"
    if kind == Disposition.SUSPEND and about in ON_INSURANCE:
        return "《安全生产法》第一百零九条对未按规定投保没有规定停产停业整顿，请责令限期改正或者立案处罚"
    if subject != FindingSubject.ENTERPRISE or kind not in LAWFUL or about in ON_INSURANCE | HAZARD_LEFT | JUDGED:
        return None
    remains = "请责令限期改正或者纠正，属于其他机关职责的请移送"
    return f"{LAWFUL[kind]}，不适用于本案的「{FindingKind(about).official}」，{remains}"


def judging_hint(kind: str, about: str, subject: str) -> str:
    """What the official has to see to before article 102 is applied: its facts are for the official to find and say."""
    if subject != FindingSubject.ENTERPRISE or kind not in LAWFUL:
        return ""
    if about in JUDGED:
        return "适用第一百零二条须有未消除的事故隐患，停产停业整顿须有拒不执行的情形，请在事实中写明。"
    is_stopped = kind == Disposition.SUSPEND and about in HAZARD_LEFT
    return "停产停业整顿须有拒不执行的情形，请在事实中写明。" if is_stopped else ""


SIDE_WORDS: Final = {Side.EMERGENCY: "应急管理部门", Side.SECTOR: "行业主管部门", Side.REGULATOR: "金融监管机构"}


def complain_due(measure: Measure, issued_on: date, due_on: date | None) -> str | None:
    """What is wrong with the deadline of a measure that is issued on a day."""
    if due_on is None:
        return f"「{measure.kind.official}」须规定期限，请填写" if measure.needs_due else None
    if not (measure.needs_due or measure.may_due):
        return f"「{measure.kind.official}」不规定期限，请删去 {due_on}"
    if due_on - issued_on > FURTHEST:
        return f"期限 {due_on} 距下达日期 {issued_on} 超过一年，请核对"
    return f"期限 {due_on} 须晚于下达日期 {issued_on}，请更正" if due_on <= issued_on else None


def complain_talk(met_on: date | None, today: date) -> str | None:
    """What is wrong with the day of an interview."""
    if met_on is None or met_on < today:
        return "须填写谈话日期，不得早于今天"
    return f"谈话日期 {met_on} 距今天超过一年，请核对" if met_on - today > FURTHEST else None


def complain_article(article: str, side: Side, subject: str, on: date, values: Values, about: str = "") -> str | None:
    """Why the authority cannot apply the article to the subject on the day (articles 109 and 115).

    `about` is the kind of fault, empty where it is not known: article 109 is for how an enterprise is insured, article
    102 for hazards that were left.
    """
    found = RANGES.get(Article(article)) if article in Article.values else None
    if found is None:
        return "请选择处罚所依据的条款"
    if side not in found.sides:
        return f"{SIDE_WORDS[side]}不能适用{found.article.official}"
    if subject != found.subject:
        return f"{found.article.official}适用于{found.subject.official}，不能适用于{FindingSubject(subject).official}"
    if not _fits(found.article, about):
        return f"{found.article.official}不适用于「{FindingKind(about).official}」，请核对条款"
    if found.article == Article.SAFETY_109 and not applies_109(side, values):
        return (
            f"{on} 没有由行业主管部门适用第一百零九条的职责分工规定（《安全生产法》第一百一十五条），"
            "请移送应急管理部门；已有分工的，请省应急管理厅先在规则数值表中审定"
        )
    return None


#: The faults that an article is for, where not for whatever its subjects did; a fault of no kind is not known yet.
FITTING: Final = {Article.SAFETY_109: ON_INSURANCE | {""}, Article.SAFETY_102: HAZARD_LEFT | JUDGED}


def _fits(article: Article, about: str) -> bool:
    """Whether the article is for a fault of the kind."""
    return article not in FITTING or about in FITTING[article]


def articles_of(side: Side, subject: str, about: str = "") -> tuple[Article, ...]:
    """The articles by which the authority may punish the subject, for a fault of a kind where that is known."""
    fitting = [one.article for one in RANGES.values() if side in one.sides and one.subject == subject]
    return tuple(one for one in fitting if _fits(one, about))


def complain_no_range(article: str) -> str | None:
    """Why nobody is fined by the article for not correcting in time; None where it has a range for it."""
    found = RANGES[Article(article)]
    return None if found.overdue else f"{found.article.official}没有逾期未改正的罚款幅度，请更正"


def complain_amount(article: str, amount: Decimal, values: Values, on: date, *, overdue: bool) -> str | None:
    """Why a fine of so many yuan does not fit the dated range of its article on the day of decision."""
    if overdue and (wrong := complain_no_range(article)):
        return wrong
    found = RANGES[Article(article)]
    lowest, highest = found.overdue if overdue and found.overdue else found.first
    low, high = values.get(lowest) if lowest else Decimal(0), values.get(highest)
    if low is None or high is None:
        return f"{on} 没有已审定的罚款幅度（{found.article.official}），请先在规则数值表中审定"
    if not low <= amount <= high or amount <= 0:
        case = "" if found.overdue is None else "逾期未改正：" if overdue else "首次处罚："
        span = f"{low:,.0f} 元至 {high:,.0f} 元" if lowest else f"不超过 {high:,.0f} 元"
        return f"罚款 {amount:,.2f} 元不在{found.article.official}规定的范围内（{case}{span}），请核对决定书"
    return None


def complain_officers(first: str, second: str) -> str | None:
    """Two officers, who are two people."""
    names = ["".join(name.split()) for name in (first, second)]
    if not all(names):
        return "须填写两名执法（谈话）人员的姓名"
    return "两名执法（谈话）人员不能是同一人，请更正" if names[0] == names[1] else None


def complain_stage(stage: str, on: date, recorded: Sequence[tuple[str, date]], today: date) -> str | None:
    """Why a stage of a penalty cannot be recorded now; `recorded` are the stages so far with their days."""
    if stage not in FineStage.values:
        return "请选择处罚环节"
    wanted, stages = FineStage(stage), dict(recorded)
    if wanted in stages:
        return f"「{wanted.official}」已于 {stages[wanted]} 登记，不得重复登记"
    if on > today:
        return f"「{wanted.official}」日期 {on} 晚于今天 {today}，请更正"
    place = ORDER.index(wanted)
    missing = [one for one in missing_before(wanted) if one not in stages]
    if missing:
        return f"登记「{wanted.official}」前须先登记「{missing[0].official}」"
    if wanted == FineStage.HEARING and FineStage.DECIDED in stages:
        return f"「听证」须在决定之前，本案已于 {stages[FineStage.DECIDED]} 决定，不能再登记"
    before = [(one, stages[one]) for one in ORDER[:place] if one in stages]
    late = next(((one, day) for one, day in before if day > on), None)
    return f"「{wanted.official}」日期 {on} 早于「{late[0].official}」日期 {late[1]}，请更正" if late else None


def missing_before(stage: FineStage) -> tuple[FineStage, ...]:
    """The stages that must stand before this one: nothing waits for a hearing, and payment not for publication."""
    needed = {
        FineStage.FILED: (),
        FineStage.INFORMED: (FineStage.FILED,),
        FineStage.HEARING: (FineStage.INFORMED,),
        FineStage.DECIDED: BEFORE_DECISION,
        FineStage.SERVED: (FineStage.DECIDED,),
        FineStage.PUBLISHED: (FineStage.SERVED,),
        FineStage.PAID: (FineStage.SERVED,),
        FineStage.ENDED: BEFORE_END,
    }
    return needed[stage]


def stages_after(recorded: AbstractSet[str]) -> tuple[FineStage, ...]:
    """The stages that can be recorded by themselves, now that these are."""
    return tuple(
        one
        for one in FineStage
        if one not in {*recorded, FineStage.DECIDED} and set(missing_before(one)) <= recorded
        if not (one == FineStage.HEARING and FineStage.DECIDED in recorded)
    )


def complain_outcome(outcome: str, issued: Iterable[str]) -> str | None:
    """A case ends with a measure that was taken in it, with a transfer, or as unfounded."""
    taken = set(issued)
    if outcome not in Disposition.values:
        return "请选择办结方式"
    measure = BY_KIND[Disposition(outcome)]
    if outcome == Disposition.UNFOUNDED:
        return "本案已作出处置，不能以「经查不属实」办结" if taken - {Disposition.UNFOUNDED} else None
    return None if outcome in taken else f"本案没有作出「{measure.kind.official}」，不能以此办结，请先办理该步骤"
