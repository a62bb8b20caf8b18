"""A hazard in memory for the tests of its life: any state, any facts, without a ledger."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from hazards.facts import Facts


def facts(**changes: Any) -> Facts:
    """A major hazard of a builder in Hangzhou, Xihu, complete for every move, with `changes`."""
    whole = Facts(
        level="MAJOR", city="330100", county="330106", sector="CONSTR", found_on=dt.date(2023, 10, 9), place="三号楼",
        description="动火作业未审批", basis="其他：示例理由", notice_no="示例告知〔2023〕1号",
        notified_on=dt.date(2023, 10, 10), receiver="示例负责人", has_receipt=True, deadline=dt.date(2023, 10, 31),
        interim="停用该设备", evidence_after=1, department_confirmed=True,
    )  # fmt: skip
    return replace(whole, **changes)


@dataclass
class Row:
    state: str
    given: Facts = field(default_factory=facts)

    def facts(self) -> Facts:
        return self.given
