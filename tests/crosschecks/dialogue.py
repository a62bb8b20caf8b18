"""Questions of the cross-checks and their answers, made by services."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from core import clock
from core.writing import version_of
from crosschecks import services
from crosschecks.choices import FeeAsk
from crosschecks.models import Inquiry
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast

TODAY: Final = date(2023, 11, 23)
DUE: Final = date(2023, 11, 30)
OVER: Final = FeeAsk.OVER_BUDGET


def ask(cast: Cast, policy: Policy, **changes: Any) -> Inquiry:
    values = {"code": OVER, "subject": policy, "request": "请说明超出预算的原因", "due_on": DUE, **changes}
    return services.ask_question(**{"by": cast.zhejiang_regulator, "today": TODAY, "at": clock.now(), **values})


def answer(cast: Cast, inquiry: Inquiry, **changes: Any) -> Inquiry:
    values = {"answer": "系跨年度补记", "by": cast.insurer_a_clerk, "seen": version_of(inquiry), **changes}
    return services.answer_inquiry(inquiry=inquiry, today=TODAY, at=clock.now(), **values)


def further(cast: Cast, inquiry: Inquiry, **changes: Any) -> Inquiry:
    values = {"note": "答复不能说明原因", "seen": version_of(inquiry), "today": TODAY, **changes}
    return services.take_further(inquiry=inquiry, by=cast.zhejiang_regulator, at=clock.now(), **values)


def spent(county: str = "330106") -> Policy:
    """A policy of insurer A whose fees exceed the budget, with no service."""
    held = world.policy(world.enterprise(county))
    world.expense(held, amount=Decimal("1500.01"))
    return held
