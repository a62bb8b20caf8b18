"""The catalogue's first versions: titles, numbers and days; clauses by number with short labels of our own.

Source and certainty as in domain.md 3.5; a clause says what its label was held against. The province completes the
catalogue by form or workbook.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from hazards.choices import CriterionField as F
from hazards.models import Criterion, CriterionVersion
from hazards.services.catalogue import text_of
from rulebook.choices import Certainty

TRIAL: Final = "重大生产安全事故隐患判定标准（试行）"
#: Field, title, document number, in force from and until, certainty, note.
VERSIONS: Final[tuple[tuple[str, str, str, date, date | None, Certainty, str], ...]] = (
    (
        F.COAL,
        "煤矿重大事故隐患判定标准",
        "应急管理部令第4号",
        date(2021, 1, 1),
        None,
        Certainty.UNSURE,
        "施行日待核；2026年由第21号令修订，施行后请填写废止日",
    ),
    (F.NCM, "金属非金属矿山重大事故隐患判定标准", "矿安〔2022〕88号", date(2022, 9, 1), None, Certainty.VERIFIED, ""),
    (
        F.NCM,
        "金属非金属矿山重大事故隐患判定标准补充情形",
        "矿安〔2024〕41号",
        date(2024, 4, 23),
        None,
        Certainty.SECOND,
        "所列为公布日",
    ),
    (
        F.HAZCHEM,
        f"化工和危险化学品生产经营单位{TRIAL}",
        "安监总管三〔2017〕121号",
        date(2017, 11, 13),
        None,
        Certainty.UNSURE,
        "施行日待核",
    ),
    (
        F.FIREWORK,
        f"烟花爆竹生产经营单位{TRIAL}",
        "安监总管三〔2017〕121号",
        date(2017, 11, 13),
        None,
        Certainty.UNSURE,
        "施行日待核",
    ),
    (F.METAL, "工贸企业重大事故隐患判定标准", "应急管理部令第10号", date(2023, 5, 15), None, Certainty.VERIFIED, ""),
    (
        F.INDUSTRY,
        "工贸企业重大事故隐患判定标准",
        "应急管理部令第10号",
        date(2023, 5, 15),
        None,
        Certainty.VERIFIED,
        "64种情形",
    ),
    (
        F.CONSTR,
        "房屋市政工程生产安全重大事故隐患判定标准（2022版）",
        "建质规〔2022〕2号",
        date(2022, 4, 19),
        date(2024, 12, 31),
        Certainty.VERIFIED,
        "由2024版替代，废止日待核",
    ),
    (
        F.TRANSPORT,
        "道路运输企业和城市客运企业安全生产重大事故隐患判定标准（试行）",
        "交办运〔2023〕52号",
        date(2023, 10, 1),
        None,
        Certainty.VERIFIED,
        "专项行动开始时尚未施行",
    ),
    (
        F.TRANSPORT,
        "水上客运重大事故隐患判定指南（暂行）",
        "交办海〔2017〕170号",
        date(2017, 12, 1),
        None,
        Certainty.UNSURE,
        "施行日待核",
    ),
    (
        F.CIVEXP,
        "民用爆炸物品行业重大事故隐患判定标准（试行）",
        "工信厅安全函〔2023〕337号",
        date(2023, 12, 1),
        date(2024, 12, 31),
        Certainty.VERIFIED,
        "由2024年标准替代，废止日待核",
    ),
    (
        F.FISHERY,
        "渔业船舶重大事故隐患判定标准（试行）",
        "农渔发〔2022〕11号",
        date(2022, 4, 2),
        None,
        Certainty.VERIFIED,
        "载员10人以上渔业船舶",
    ),
    (
        F.FIRE,
        "重大火灾隐患判定方法",
        "GB 35181-2017",
        date(2018, 7, 1),
        date(2025, 10, 31),
        Certainty.UNSURE,
        "施行日待核；由GB 35181-2025替代",
    ),
    (
        F.GAS,
        "城镇燃气经营安全重大隐患判定标准",
        "建城规〔2023〕4号",
        date(2023, 9, 21),
        None,
        Certainty.UNSURE,
        "施行日待核",
    ),
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a document: its number, a short label of our own, and what the label was held against.

    `checked` is empty where nobody has held the label against the text yet: the clause is marked 待核 then.
    """

    number: str
    label: str
    checked: str = ""


#: Public copies that labels were held against.
ORDER_10: Final = "江门市政府网、郑州市基层政务公开网所载第三条条文"
NOTICE_121: Final = "中国应急管理报2023年5月25日第4版所载条文"
NOTICE_88: Final = "湖北煤矿安全监察局网站2022年8月10日所载印发通知"
NOTICE_52: Final = "六安市汽车运输有限公司网站2023年11月20日所载条文摘选"
NOTICE_337: Final = "工信厅安全函〔2023〕337号印发通知的网络转载"
NOTICE_11: Final = "农渔发〔2022〕11号的三份公开文本"
MANAGEMENT: Final = (
    Clause("第三条第一项", "对承包、承租单位未统一协调管理或者未定期检查", ORDER_10),
    Clause("第三条第二项", "特种作业人员未经培训取得资格上岗作业", ORDER_10),
    Clause("第三条第三项", "金属冶炼企业主要负责人、安全生产管理人员未经考核合格", ORDER_10),
)
#: (document number, field) → its clauses that are known so far.
CLAUSES: Final[dict[tuple[str, str], tuple[Clause, ...]]] = {
    ("应急管理部令第10号", F.METAL): (*MANAGEMENT, Clause("第四条", "冶金企业情形"), Clause("第五条", "有色企业情形")),
    ("应急管理部令第10号", F.INDUSTRY): (
        *MANAGEMENT,
        Clause("第十一条", "粉尘涉爆情形"),
        Clause("第十三条", "有限空间情形"),
    ),
    ("安监总管三〔2017〕121号", F.HAZCHEM): (
        Clause("第一项", "主要负责人和安全生产管理人员未经考核合格", NOTICE_121),
        Clause("第二项", "特种作业人员未持证上岗", NOTICE_121),
        Clause("第十八项", "特殊作业管理制度"),
    ),
    ("安监总管三〔2017〕121号", F.FIREWORK): (Clause("第一项", "人员资格"), Clause("第二项", "特种作业人员持证")),
    ("矿安〔2022〕88号", F.NCM): (
        Clause("地下矿山第一项", "安全出口数量、间距、设施不符合要求或者堵塞", NOTICE_88),
        Clause("地下矿山第二项", "使用国家明令禁止的设备、材料或者工艺", NOTICE_88),
        Clause("地下矿山第三项", "相邻矿山或者独立生产系统井巷相互贯通", NOTICE_88),
        Clause("露天矿山第一项", "地下转露天"),
        Clause("尾矿库第一项", "库区违规作业"),
    ),
    ("建质规〔2022〕2号", F.CONSTR): (
        Clause("第四条", "施工安全管理"),
        Clause("第五条", "基坑工程"),
        Clause("第六条", "模板工程"),
        Clause("第七条", "脚手架工程"),
    ),
    ("交办运〔2023〕52号", F.TRANSPORT): (
        Clause("第三条第一项", "未取得许可、未备案或者超出许可范围、有效期经营", NOTICE_52),
        Clause("第三条第二项", "使用报废、擅自改装、拼装、检验不合格等车辆设备", NOTICE_52),
        Clause("第三条第三项", "长期超速、超员、超载、疲劳驾驶未提醒纠正和处理", NOTICE_52),
        Clause("第三条第四项", "恶劣天气不具备安全通行条件仍擅自安排运输", NOTICE_52),
    ),
    ("工信厅安全函〔2023〕337号", F.CIVEXP): tuple(
        Clause(f"第{n}项", label, NOTICE_337)
        for n, label in zip(
            "一二三四五六七八九",
            (
                "证照未取得或者过期、安全评价结论不合格",
                "未设安全管理机构、人员或者注册安全工程师",
                "主要负责人、安全管理人员、特种作业人员资格",
                "超许可数量品种、超时、超量、超员生产经营",
                "安全防护、控制保护设施失效",
                "外部因素影响且自身难以排除",
                "擅自改变危险性建筑物用途",
                "危险工库房防爆、防火、防雷设施缺失",
                "使用淘汰设备工艺或者擅自更改专用设备",
            ),
            strict=True,
        )
    ),
    ("农渔发〔2022〕11号", F.FISHERY): tuple(
        Clause(f"第{n}项", label, NOTICE_11)
        for n, label in zip(
            "一二三四五六七八",
            (
                "擅自改变船体结构、主尺度或者作业类型",
                "救生、消防设备或者号灯状态不良",
                "职务船员低于最低配员",
                "关闭、破坏、屏蔽、拆卸通导和船位监测终端，或者篡改、隐瞒、销毁数据",
                "超核定航区或者抗风等级，超载",
                "检验证书或者国籍证书失效后出海",
                "在船人数超核定载员，或者未经批准载客",
                "防台等期间不服从停航、撤离、转移决定",
            ),
            strict=True,
        )
    ),
}


def seed_criteria(at: datetime) -> None:
    """Write the versions and clauses that are not there yet."""
    for field, title, number, since, until, certainty, note in VERSIONS:
        version, _made = CriterionVersion.objects.get_or_create(
            document_no=number,
            field=field,
            defaults={
                "title": title,
                "valid_from": since,
                "valid_to": until,
                "certainty": certainty,
                "note": note,
                "created_at": at,
                "updated_at": at,
            },
        )
        for clause in CLAUSES.get((number, field), ()):
            Criterion.objects.get_or_create(
                version=version,
                number=clause.number,
                defaults={
                    "label": clause.label,
                    "text": text_of(version, clause.number, clause.label),
                    "checked_against": clause.checked,
                    "created_at": at,
                    "updated_at": at,
                },
            )
