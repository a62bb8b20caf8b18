"""Codes of findings (contract: codes.csv; domain.md 4.9)."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import NINGBO
from core.choices import OfficialChoices
from core.languages import shown
from core.listing.colours import colours


class FindingSubject(OfficialChoices):
    """Whom a finding is about."""

    ENTERPRISE = "ENTERPRISE", "企业"
    INSURER = "INSURER", "保险机构"
    AGENCY = "AGENCY", "第三方机构"


class FindingKind(OfficialChoices):
    """What was found; which kinds a subject can have stands in `rules.py`."""

    NOT_INSURED = "NOT_INSURED", "应保未保"
    PARTLY_INSURED = "PARTLY_INSURED", "未全员投保"
    UNDER_LIMIT = "UNDER_LIMIT", "未足额投保"
    NO_PLAN = "NO_PLAN", "未签服务方案"
    SERVICE_NOT_DONE = "SERVICE_NOT_DONE", "未按合同服务"
    FALSE_RECORD = "FALSE_RECORD", "记录不实"
    FALSE_EXPENSE = "FALSE_EXPENSE", "费用不实"
    NO_NOTICE = "NO_NOTICE", "未书面告知"
    NOT_CLOSED = "NOT_CLOSED", "隐患未闭环"
    REFUSAL_NOT_REPORTED = "REFUSAL_NOT_REPORTED", "拒不整改未报告"
    BUSINESS_VIOLATION = "BUSINESS_VIOLATION", "经营违规"
    OTHER = "OTHER", "其他"


class FindingState(TextChoices):
    """Where a finding stands between the form and the end of its handling (domain.md 5.3)."""

    RECORDED = "RECORDED", pgettext_lazy("finding", "Recorded")
    OBJECTED = "OBJECTED", _("Objected to")
    REVOKED = "REVOKED", pgettext_lazy("finding", "Revoked")
    ROUTED = "ROUTED", _("Handed over")
    RECEIVED = "RECEIVED", _("Being handled")
    SETTLED = "SETTLED", pgettext_lazy("finding", "Settled")


#: How far it is, at a glance.
FINDING_COLOURS: Final = colours(
    FindingState,
    done=[FindingState.SETTLED],
    run=[FindingState.RECORDED, FindingState.ROUTED, FindingState.RECEIVED],
    warn=[FindingState.OBJECTED],
    neutral=[FindingState.REVOKED],
)


class ObjectionResult(OfficialChoices):
    """How an objection of the inspected city was decided (domain.md 4.9)."""

    UPHELD = "UPHELD", "维持"
    AMENDED = "AMENDED", "修改"
    REVOKED = "REVOKED", "撤销"


class Disposition(OfficialChoices):
    """How an authority settles a finding (contract: codes.csv, disposition)."""

    ORDER = "ORDER", "责令限期改正"
    PENALTY = "PENALTY", "行政处罚"
    REGULATORY = "REGULATORY", "监管措施"
    INTERVIEW = "INTERVIEW", "监管谈话"
    CORRECT = "CORRECT", "纠正"
    TRANSFER = "TRANSFER", "移送"
    UNFOUNDED = "UNFOUNDED", "经查不属实"
    NOTICE = "NOTICE", "监管提示函"
    INQUIRY = "INQUIRY", "要求书面说明"
    SUSPEND = "SUSPEND", "停产停业整顿"


class LawArticle(OfficialChoices):
    """The articles that a finding may rest on (domain.md 3.1 to 3.3)."""

    SAFETY_41 = "SAFETY_41", "《中华人民共和国安全生产法》第四十一条"
    SAFETY_43 = "SAFETY_43", "《中华人民共和国安全生产法》第四十三条"
    SAFETY_49 = "SAFETY_49", "《中华人民共和国安全生产法》第四十九条"
    SAFETY_51 = "SAFETY_51", "《中华人民共和国安全生产法》第五十一条第二款"
    SAFETY_97 = "SAFETY_97", "《中华人民共和国安全生产法》第九十七条第五项"
    SAFETY_101 = "SAFETY_101", "《中华人民共和国安全生产法》第一百零一条第五项"
    SAFETY_102 = "SAFETY_102", "《中华人民共和国安全生产法》第一百零二条"
    SAFETY_109 = "SAFETY_109", "《中华人民共和国安全生产法》第一百零九条"
    INSURANCE_51 = "INSURANCE_51", "《中华人民共和国保险法》第五十一条"
    NINGBO_14 = "NINGBO_14", "《宁波市生产经营单位安全生产主体责任规定》第十四条"
    AQ_6 = "AQ_6", "《安全生产责任保险事故预防技术服务规范》（AQ 9010—2019）第6章"
    AQ_71 = "AQ_71", "《安全生产责任保险事故预防技术服务规范》（AQ 9010—2019）第7.1节"
    AQ_73 = "AQ_73", "《安全生产责任保险事故预防技术服务规范》（AQ 9010—2019）第7.3节"
    AQ_74 = "AQ_74", "《安全生产责任保险事故预防技术服务规范》（AQ 9010—2019）第7.4节"
    MEASURES_2017_5 = "MEASURES_2017_5", "《安全生产责任保险实施办法》（安监总办〔2017〕140号）第五条"
    MEASURES_2017_6 = "MEASURES_2017_6", "《安全生产责任保险实施办法》（安监总办〔2017〕140号）第六条"
    ZHEJIANG_2022 = "ZHEJIANG_2022", "《浙江省安全生产条例》（2022年修订）"
    ORDER_16 = "ORDER_16", "《安全生产事故隐患排查治理暂行规定》（安监总局令第16号）"


#: Articles that nobody has held against their text yet: marked 待核 and never printed as a legal basis.
UNVERIFIED: Final = frozenset(
    {LawArticle.MEASURES_2017_5, LawArticle.MEASURES_2017_6, LawArticle.ZHEJIANG_2022, LawArticle.ORDER_16}
)
UNCHECKED: Final = "（待核）"


def articles(city: str, stored: str = "") -> list[tuple[str, str]]:
    """The articles to pick from: those held against their text that hold in the city, and the `stored` one of a finding,
    with its mark.
    """
    left_out = UNVERIFIED | (set() if city == NINGBO else {LawArticle.NINGBO_14})
    offered = [one for one in LawArticle if one not in left_out or one == stored]
    return [
        ("", "—"),
        *((one.value, f"{one.label}{shown(UNCHECKED, 'step') if one in UNVERIFIED else ''}") for one in offered),
    ]
