"""Codes of hazards.

Code lists as the contract states them (codes.csv): workbooks carry the label, the database the code. Pure data,
so that the sheets can use it without Django.
"""

from typing import Final

#: General or major.
HAZARD_LEVELS: Final[tuple[tuple[str, str], ...]] = (
    ("GENERAL", "一般"),
    ("MAJOR", "重大"),
)

#: What a hazard is about.
HAZARD_CATEGORIES: Final[tuple[tuple[str, str], ...]] = (
    ("LICENCE", "资质证照"),
    ("ORG", "机构人员"),
    ("RULES", "规章制度"),
    ("TRAINING", "教育培训"),
    ("EMERGENCY", "应急管理"),
    ("OUTSOURCING", "外包外租"),
    ("RECORDS", "档案台账"),
    ("EQUIPMENT", "设备设施"),
    ("DANGEROUS_WORK", "危险作业"),
    ("WELDING", "电气焊"),
    ("ENVIRONMENT", "作业环境"),
    ("FIRE", "消防"),
    ("ELECTRICAL", "用电安全"),
    ("CHEMICAL", "危化储存"),
    ("PPE", "劳动防护"),
    ("OTHER", "其他"),
)

#: Where a hazard stands on its way to closing.
HAZARD_STATUSES: Final[tuple[tuple[str, str], ...]] = (
    ("DRAFT", "草稿"),
    ("RECORDED", "已登记"),
    ("NOTIFIED", "已书面告知"),
    ("RECTIFYING", "整改中"),
    ("SUBMITTED", "待复查"),
    ("CLOSED", "已销号"),
    ("REFUSED", "拒不整改"),
    ("REPORTED", "已报告"),
    ("ACCEPTED", "已受理"),
    ("ENFORCING", "执法中"),
    ("VOID", "作废"),
)

#: Out of everybody's hands: neither open nor overdue.
ENDED: Final = ("CLOSED", "VOID")

#: The special topics that a hazard may carry (contract, sheets/hazards.csv).
CAMPAIGN_TOPICS: Final = frozenset({"H1", "H2", "H3", "H4", "H5"})

#: Topics of services, each belonging to one kind of service. They stand here since hazards carry them, too.
SERVICE_TOPICS: Final[tuple[tuple[str, str], ...]] = (
    ("T1", "专项行动文件要求"),
    ("T2", "重大事故隐患判定标准"),
    ("T3", "典型事故案例警示教育"),
    ("T4", "动火等危险作业培训"),
    ("T9", "其他业务培训"),
    ("H1", "动火等危险作业"),
    ("H2", "电气焊设备"),
    ("H3", "危险作业人员及关键岗位人员"),
    ("H4", "外包外租等生产经营活动"),
    ("H5", "项目和场所外包外租情况"),
    ("H6", "纳入安全生产管理体系"),
    ("H9", "其他排查"),
    ("D1", "岗位责任"),
    ("D2", "事故应急处置"),
    ("D3", "自救互救"),
    ("D4", "逃生出口和避灾路线"),
    ("D9", "其他演练"),
)

#: How a hazard came to light (domain.md 4.8).
HAZARD_SOURCES: Final[tuple[tuple[str, str], ...]] = (
    ("SERVICE", "保险服务"),
    ("CROSS", "交叉检查"),
    ("DEPARTMENT", "部门检查"),
    ("SELF", "企业自查"),
    ("REPORT", "举报"),
)

#: The level that supervises a major hazard 挂牌督办 (domain.md 4.8).
SUPERVISION_LEVELS: Final[tuple[tuple[str, str], ...]] = (
    ("NONE", "无"),
    ("COUNTY", "县级"),
    ("CITY", "市级"),
    ("PROVINCE", "省级"),
)

#: What criteria are for: the campaign's sectors and three that cut across them (domain.md 3.5).
CRITERION_FIELDS: Final[tuple[tuple[str, str], ...]] = (
    ("COAL", "煤矿"),
    ("NCM", "非煤矿山"),
    ("HAZCHEM", "危险化学品"),
    ("FIREWORK", "烟花爆竹"),
    ("TRANSPORT", "交通运输"),
    ("CONSTR", "建筑施工"),
    ("CIVEXP", "民用爆炸物品"),
    ("METAL", "金属冶炼"),
    ("FISHERY", "渔业生产"),
    ("INDUSTRY", "工贸"),
    ("FIRE", "消防"),
    ("GAS", "城镇燃气"),
)

#: In which capacity a notice was signed for (应急厅函〔2024〕322号, as abstracted: a major hazard goes to the first two).
RECEIVER_CAPACITIES: Final[tuple[tuple[str, str], ...]] = (
    ("HEAD", "主要负责人"),
    ("CONTROLLER", "实际控制人"),
    ("SAFETY", "安全负责人"),
    ("OTHER", "其他人员"),
)

#: Measures of a department, and what it writes down afterwards (law 65, 70, 78, 102; domain.md 4.8 enf_*).
ENFORCEMENT_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("CORRECT", "责令改正"),
    ("STOP", "停产停业"),
    ("SEAL", "查封扣押"),
    ("CUT_POWER", "停电停供"),
    ("FINE", "罚款"),
    ("TRANSFER", "移送"),
    ("FOLLOW_UP", "跟踪记录"),
)

#: Those of the topics that a hazard may carry.
HAZARD_TOPICS: Final[tuple[tuple[str, str], ...]] = tuple(one for one in SERVICE_TOPICS if one[0] in CAMPAIGN_TOPICS)
