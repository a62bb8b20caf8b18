"""Codes of the register of enterprises.

Code lists as the contract states them (codes.csv): workbooks carry the label, the database the code. Pure data,
so that the sheets can use it without Django.
"""

from typing import Final

#: High-risk sectors of the work-safety law, article 51, and the national list.
SECTORS: Final[tuple[tuple[str, str], ...]] = (
    ("NCM", "非煤矿山"),
    ("HAZCHEM", "危险化学品"),
    ("FIREWORK", "烟花爆竹"),
    ("TRANSPORT", "交通运输"),
    ("CONSTR", "建筑施工"),
    ("CIVEXP", "民用爆炸物品"),
    ("METAL", "金属冶炼"),
    ("FISHERY", "渔业生产"),
    ("COAL", "煤矿"),
    ("OTHER", "其他"),
)

#: Whether an enterprise operates.
ENTERPRISE_STATUSES: Final[tuple[tuple[str, str], ...]] = (
    ("ACTIVE", "在产"),
    ("SUSPENDED", "停产"),
    ("CLOSED", "关闭"),
    ("BUILDING", "在建"),
)

#: Yes or no, as workbooks write it.
YES_NO: Final[tuple[tuple[str, str], ...]] = (
    ("Y", "是"),
    ("N", "否"),
)

#: Size of the enterprise (annex 1, 生产规模).
SCALES: Final[tuple[tuple[str, str], ...]] = (
    ("LARGE", "大型"),
    ("MEDIUM", "中型"),
    ("SMALL", "小型"),
    ("MICRO", "微型"),
)

#: Grades of risk; the three-step grading of some sectors maps to red (高), yellow (中) and blue (低).
RISK_GRADES: Final[tuple[tuple[str, str], ...]] = (
    ("RED", "红（重大）"),
    ("ORANGE", "橙（较大）"),
    ("YELLOW", "黄（一般）"),
    ("BLUE", "蓝（低）"),
)

#: What the enterprise is licensed for; the licence decides on the sector (domain.md 2.1).
LICENCE_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("SAFETY", "安全生产许可证"),
    ("HAZCHEM_TRADE", "危险化学品经营许可证"),
    ("ROAD", "道路运输经营许可证"),
    ("CONSTR", "施工许可证"),
    ("FISHERY", "渔业捕捞许可证"),
    ("CIVEXP", "民用爆炸物品许可证"),
    ("FIREWORK", "烟花爆竹经营许可证"),
    ("OTHER", "其他许可证"),
)

#: Contracts by which others work on the premises.
OUTSOURCING_KINDS: Final[tuple[tuple[str, str], ...]] = (("OUT", "外包"), ("LEASE", "外租"))

#: Reasons why a firm of a high-risk sector need not insure (domain.md 2.2).
EXEMPTION_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("SHUT", "依法关闭"),
    ("HALTED", "全面停产停业"),
    ("NOT_HIGH_RISK", "不再从事高危行业领域活动"),
)
