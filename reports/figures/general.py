"""What holds for all figures: the lines that stand over their sentences, on the page 口径说明 and the sheet 填报说明."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from core.languages import chosen


@dataclass(frozen=True, slots=True)
class General:
    """`sentence` in official Chinese, `formula` for pages in English, as figures have them."""

    sentence: str
    formula: str

    @property
    def explanation(self) -> str:
        """The sentence in the reader's language."""
        return chosen(self.sentence, self.formula)


def window(starts_on: date, ends_on: date) -> General:
    """Within which days the figures of a campaign count."""
    return General(
        f"专项行动期间：{starts_on:%Y-%m-%d} 至 {ends_on:%Y-%m-%d}（均含当日）。",
        f"The campaign lasts from {starts_on:%Y-%m-%d} to {ends_on:%Y-%m-%d}, both days included.",
    )


ALWAYS: Final = (
    General(
        "比率以百分数列示、金额以元或万元列示，均保留两位小数，四舍五入；分母为零或台账尚未建立的，以「—」表示。",
        "Rates are shown as percentages, money in yuan or in 10,000 yuan, both with two decimals, a half rounded up. A zero "
        "denominator, and a ledger that is not built yet, are shown as “—”.",
    ),
    General(
        "按企业所在地归属；登记和录入的先后不影响统计。",
        "A record lies where its enterprise lies; when it was registered or entered does not matter.",
    ),
    General(
        "只计截止日（含当日）及以前的，作废的不计；服务有更正记录的，以更正后的为准。",
        "What lies up to and on the cut-off day counts, and nothing void; a service that was corrected counts as corrected.",
    ),
)
#: Stands in the workbooks of regulators' offices.
OF_INSURERS: Final = General(
    "隐患只计保险机构发现的，各部门检查发现的不计入。",
    "Hazards count that insurers found, and none that authorities found in their checks.",
)
#: The same where all reports are explained.
IN_REGULATORS: Final = General(
    f"金融监管机构报送的总结中，{OF_INSURERS.sentence}",
    f"In the summaries of regulators' offices: {OF_INSURERS.formula}",
)
