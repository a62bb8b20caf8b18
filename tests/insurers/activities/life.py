"""Services as the tests of their life make them: entered, moved on, filed with their files."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client

from core import clock
from core.attachments import attach
from insurers.activities import services as serving
from insurers.activities.models import Activity
from insurers.activities.services import Signature, Visit
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.papers import pdf

SignIn = Callable[[Any], Client]
DAY = date(2023, 5, 10)
TODAY = date(2023, 11, 23)
LONG = "按方案开展现场隐患排查，重点检查动火作业和电气焊设备。"


def values(policy: Policy, **given: Any) -> dict[str, Any]:
    return {
        "activity_no": "FW-2023-900001",
        "policy_no": policy.policy_no,
        "kind": "HAZ",
        "topics": ("H1",),
        "campaign_assist": True,
        "start_on": DAY,
        "end_on": DAY,
        "form": "ONSITE",
        "place": "示例路 1 号",
        "agency": "自有",
        "staff": "示例专家",
        "participants": None,
        "content": "按方案开展现场隐患排查，重点检查动火作业。",
        "general_hazards": 0,
        "major_hazards": 0,
        "notice_no": None,
        "cost": Decimal(0),
        "note": None,
        "h1_checked": 10,
        "h1_problems": 2,
        **given,
    }


def create(cast: Cast, policy: Policy, **given: Any) -> Activity:
    return serving.create_service(
        values=values(policy, **given),
        detail={"course": ""},
        by=cast.insurer_a_clerk,
        today=TODAY,
        at=clock.now(),
    )


def move(activity: Activity, name: str, by: Any, reason: str = "") -> Activity:
    return serving.move_service(activity=activity, name=name, by=by, today=TODAY, at=clock.now(), reason=reason)


def visit(activity: Activity, cast: Cast, day: date = DAY) -> Activity:
    return serving.record_visit(
        activity=activity, visit=Visit("PHONE", day, 5, "满意"), by=cast.insurer_a_clerk, today=TODAY, at=clock.now()
    )


def confirm(activity: Activity, cast: Cast, day: date = DAY) -> Activity:
    return serving.record_confirmation(
        activity=activity,
        signature=Signature("示例负责人", "经理", day),
        by=cast.insurer_a_clerk,
        today=TODAY,
        at=clock.now(),
    )


def ready(policy: Policy) -> Activity:
    """Recorded with all that a record needs."""
    return world.activity(policy, start_on=DAY, end_on=DAY, content=LONG, kind="HAZ", topics=["H1"], h1_checked=3)


def file_all(activity: Activity, cast: Cast) -> Activity:
    """From recorded to filed, with the files that filing asks for."""
    confirm(visit(activity, cast), cast)
    for slot in ("report", "confirmation", "notice"):
        body = ContentFile(pdf(slot))
        attach(activity, slot, body, name=f"{slot}.pdf", by=cast.insurer_a_clerk, at=clock.now())
    return move(Activity.objects.get(pk=activity.pk), "file", cast.insurer_a_clerk)


def edit(cast: Cast, activity: Activity, seen: Any, by: Any = None, **given: Any) -> Activity:
    known = serving.shown_values(activity)
    return serving.edit_service(
        activity=activity,
        values={**{key: known.get(key) for key in values(activity.policy)}, **given},
        detail={"course": ""},
        seen=seen,
        by=by or cast.insurer_a_clerk,
        today=TODAY,
        at=clock.now(),
    )


def form_of(policy: Policy, **given: Any) -> dict[str, Any]:
    return {
        **{key: value for key, value in values(policy).items() if value is not None},
        "topics": ["H1"],
        "campaign_assist": "yes",
        "h1_checked": "10",
        "h1_problems": "1",
        "seen": "",
        **given,
    }


def create_correction(
    cast: Cast, policy: Policy, filed: Activity, reason: str = "参加人数登记有误", **given: Any
) -> Activity:
    return serving.create_service(
        values=values(policy, **given),
        detail={"course": ""},
        by=cast.insurer_a_clerk,
        today=TODAY,
        at=clock.now(),
        corrects=serving.Correction(filed, reason),
    )
