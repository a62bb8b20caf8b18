"""Questions of the cross-checks and their answers, made by services."""

from datetime import date
from typing import Any, Final

from core import clock
from core.writing import version_of
from crosschecks import services
from crosschecks.choices import FeeAsk
from crosschecks.models import Inquiry
from insurers.policies.models import Policy
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
