"""The catalogue's first versions: titles, numbers and days; clauses by number with short labels of our own.

Source and certainty as in domain.md 3.5; the province completes them by form or workbook.
"""

from datetime import date, datetime
from typing import Final

from hazards.choices import CriterionField as F
from hazards.models import Criterion, CriterionVersion
from hazards.services.catalogue import text_of
from rulebook.choices import Certainty

TRIAL: Final = "重大生产安全事故隐患判定标准（试行）"
#: Field, title, document number, in force from and until, certainty, note.
VERSIONS: Final[tuple[tuple[str, str, str, date, date | None, Certainty, str], ...]] = (
    (F.COAL, "煤矿重大事故隐患判定标准", "应急管理部令第4号", date(2021, 1, 1), None, Certainty.UNSURE, "施行日待核；2026年由第21号令修订，施行后请填写废止日"),
    (F.NCM, "金属非金属矿山重大事故隐患判定标准", "矿安〔2022〕88号", date(2022, 9, 1), None, Certainty.VERIFIED, ""),
    (F.NCM, "金属非金属矿山重大事故隐患判定标准补充情形", "矿安〔2024〕41号", date(2024, 4, 23), None, Certainty.SECOND, "所列为公布日"),
    (F.HAZCHEM, f"化工和危险化学品生产经营单位{TRIAL}", "安监总管三〔2017〕121号", date(2017, 11, 13), None, Certainty.UNSURE, "施行日待核"),
    (F.FIREWORK, f"烟花爆竹生产经营单位{TRIAL}", "安监总管三〔2017〕121号", date(2017, 11, 13), None, Certainty.UNSURE, "施行日待核"),
    (F.METAL, "工贸企业重大事故隐患判定标准", "应急管理部令第10号", date(2023, 5, 15), None, Certainty.VERIFIED, ""),
    (F.INDUSTRY, "工贸企业重大事故隐患判定标准", "应急管理部令第10号", date(2023, 5, 15), None, Certainty.VERIFIED, "64种情形"),
    (F.CONSTR, "房屋市政工程生产安全重大事故隐患判定标准（2022版）", "建质规〔2022〕2号", date(2022, 4, 19), date(2024, 12, 31), Certainty.VERIFIED, "由2024版替代，废止日待核"),
    (F.TRANSPORT, "道路运输企业和城市客运企业安全生产重大事故隐患判定标准（试行）", "交办运〔2023〕52号", date(2023, 10, 1), None, Certainty.VERIFIED, "专项行动开始时尚未施行"),
    (F.TRANSPORT, "水上客运重大事故隐患判定指南（暂行）", "交办海〔2017〕170号", date(2017, 12, 1), None, Certainty.UNSURE, "施行日待核"),
    (F.CIVEXP, "民用爆炸物品行业重大事故隐患判定标准（试行）", "工信厅安全函〔2023〕337号", date(2023, 12, 1), date(2024, 12, 31), Certainty.VERIFIED, "由2024年标准替代，废止日待核"),
    (F.FISHERY, "渔业船舶重大事故隐患判定标准（试行）", "农渔发〔2022〕11号", date(2022, 4, 2), None, Certainty.VERIFIED, "载员10人以上渔业船舶"),
    (F.FIRE, "重大火灾隐患判定方法", "GB 35181-2017", date(2018, 7, 1), date(2025, 10, 31), Certainty.SECOND, "由GB 35181-2025替代"),
    (F.GAS, "城镇燃气经营安全重大隐患判定标准", "建城规〔2023〕4号", date(2023, 9, 21), None, Certainty.UNSURE, "施行日待核"),
)  # fmt: skip
#: Clauses that are known by their subject: (document number, field) → (number, short label).
CLAUSES: Final[dict[tuple[str, str], tuple[tuple[str, str], ...]]] = {
    ("应急管理部令第10号", F.METAL): (
        ("第三条第一项", "外包单位安全管理"), ("第三条第二项", "特种作业人员持证"), ("第三条第三项", "主要负责人与安全管理人员"),
        ("第四条", "冶金企业情形"), ("第五条", "有色企业情形"),
    ),
    ("应急管理部令第10号", F.INDUSTRY): (
        ("第三条第一项", "外包单位安全管理"), ("第三条第二项", "特种作业人员持证"), ("第三条第三项", "主要负责人与安全管理人员"),
        ("第十一条", "粉尘涉爆情形"), ("第十三条", "有限空间情形"),
    ),
    ("安监总管三〔2017〕121号", F.HAZCHEM): (
        ("第一项", "主要负责人和安全管理人员考核"), ("第二项", "特种作业人员持证"), ("第十八项", "特殊作业管理制度"),
    ),
    ("安监总管三〔2017〕121号", F.FIREWORK): (("第一项", "人员资格"), ("第二项", "特种作业人员持证")),
    ("矿安〔2022〕88号", F.NCM): (("地下矿山第一项", "安全出口"), ("露天矿山第一项", "地下转露天"), ("尾矿库第一项", "库区违规作业")),
    ("建质规〔2022〕2号", F.CONSTR): (("第四条", "施工安全管理"), ("第五条", "基坑工程"), ("第六条", "模板工程"), ("第七条", "脚手架工程")),
    ("交办运〔2023〕52号", F.TRANSPORT): (("第三条第一项", "许可与资质"), ("第三条第二项", "从业人员资格")),
    ("农渔发〔2022〕11号", F.FISHERY): tuple((f"第{n}项", label) for n, label in zip("一二三四五六七八", (
        "船体结构", "船员配备", "适航水域", "救生设备", "消防设备", "通信导航设备", "船舶证书", "其他严重情形"), strict=True)),
}  # fmt: skip


def seed_criteria(at: datetime) -> None:
    """Write the versions and clauses that are not there yet."""
    for field, title, number, since, until, certainty, note in VERSIONS:
        version, _made = CriterionVersion.objects.get_or_create(
            document_no=number, field=field,
            defaults={
                "title": title, "valid_from": since, "valid_to": until, "certainty": certainty, "note": note,
                "created_at": at, "updated_at": at,
            },
        )  # fmt: skip
        for clause, label in CLAUSES.get((number, field), ()):
            Criterion.objects.get_or_create(
                version=version, number=clause,
                defaults={"label": label, "text": text_of(version, clause, label), "created_at": at, "updated_at": at},
            )  # fmt: skip
