"""Answers of a form that is complete, and findings."""

from datetime import date
from typing import Any

from core import clock
from inspections import services
from inspections.models import Finding
from tests.cast import Cast

ANSWERS: dict[str, Any] = {
    "checked_on": date(2023, 11, 20), "insured": "YES", "plan_seen": True, "train": True, "haz": True, "drill": False,
    "assist": True, "hot_work": "OK", "welding": "OK", "key_posts": "OK", "outsourcing": "NA", "notices_seen": 1,
    "hazards_total": 2, "hazards_closed": 1, "satisfaction": 4, "reason_drill": "合同约定的演练在次年开展",
}  # fmt: skip


def find(item: Any, cast: Cast, **changes: Any) -> Finding:
    values: dict[str, Any] = {
        "subject": "ENTERPRISE", "kind": "OTHER", "fact": "现场未见整改记录", "basis": "", "on_spot": False,
        "found_on": date(2023, 11, 20), **changes,
    }  # fmt: skip
    return services.record_finding(item=item, by=cast.hangzhou_officer, at=clock.now(), **values)
