"""What dated rules set, how far a proposal has come, and how sure a fact is."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.choices import OfficialChoices
from core.listing.colours import colours


class RuleCode(OfficialChoices):
    """What dated rules set (domain.md 2.2, 3.1, 3.2, 4.2, 4.6); official labels in either language."""

    FEE_SHARE_MIN = "fee_share_min", "事故预防服务费占实收保费比例下限"
    FEE_SHARE_MAX = "fee_share_max", "事故预防服务费占实收保费比例上限"
    COMMISSION_MAX = "commission_max", "佣金比例上限"
    LIMIT_PER_PERSON = "limit_per_person", "每人责任限额下限（元）"
    FINE_MIN = "fine_min", "未按规定投保罚款下限（元）"
    FINE_MAX = "fine_max", "未按规定投保罚款上限（元）"
    FINE_OVERDUE_MIN = "fine_overdue_min", "逾期未改正罚款下限（元）"
    FINE_OVERDUE_MAX = "fine_overdue_max", "逾期未改正罚款上限（元）"
    HAZARD_FINE_MAX = "hazard_fine_max", "未消除事故隐患罚款上限（元）"
    REFUSAL_FINE_MIN = "refusal_fine_min", "拒不执行对责任人员罚款下限（元）"
    REFUSAL_FINE_MAX = "refusal_fine_max", "拒不执行对责任人员罚款上限（元）"
    SECTOR_109 = "sector_article_109", "行业主管部门适用第一百零九条（1为有职责分工规定）"
    AGENCY_FINE_MIN = "agency_fine_min", "技术服务机构失实报告罚款下限（元）"
    AGENCY_FINE_MAX = "agency_fine_max", "技术服务机构失实报告罚款上限（元）"
    CONDUCT_FINE_MIN = "conduct_fine_min", "保险法第一百六十一条罚款下限（元）"
    CONDUCT_FINE_MAX = "conduct_fine_max", "保险法第一百六十一条罚款上限（元）"
    REPORT_FINE_MIN = "report_fine_min", "保险法第一百七十条罚款下限（元）"
    REPORT_FINE_MAX = "report_fine_max", "保险法第一百七十条罚款上限（元）"
    EXPIRING_DAYS = "expiring_days", "保单到期提前提示天数"
    FILING_DAYS = "filing_days", "服务记录归档期限（工作日）"
    COMPLAINT_DAYS = "complaint_days", "投诉答复期限（工作日）"
    COMPLAINT_FURTHER_DAYS = "complaint_further_days", "投诉复杂事项答复期限（工作日）"
    COMPLAINT_EXTENSION_DAYS = "complaint_extension_days", "投诉经批准延长期限（日）"
    LONG_PERIOD_DAYS = "long_period_days", "保险期间提示天数"
    OBJECTION_DAYS = "objection_days", "交叉检查问题异议期限（工作日）"
    SERVICE_STANDARD = "service_standard", "事故预防技术服务规范（AQ 9010）版本年号"


class RuleState(TextChoices):
    PROPOSED = "PROPOSED", _("Proposed")
    IN_FORCE = "IN_FORCE", _("Decided")
    REFUSED = "REFUSED", _("Not adopted")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("proposal of a rule", "Withdrawn")


#: How far it is, at a glance.
RULE_COLOURS: Final = colours(
    RuleState, warn=[RuleState.PROPOSED], neutral=[RuleState.IN_FORCE, RuleState.REFUSED, RuleState.WITHDRAWN]
)


class Certainty(TextChoices):
    """How sure a fact is (domain.md, marks): text read, second-hand, unsure, decided here."""

    VERIFIED = "V", _("Text read")
    SECOND = "2", _("Second-hand")
    UNSURE = "U", _("Unsure")
    DESIGN = "D", _("Set by the portal")
