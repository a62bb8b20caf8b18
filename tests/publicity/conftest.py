"""An item of Hangzhou, as it was recorded, and a browser without a session."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from core import clock
from publicity import services as publicising
from publicity.models import PublicityItem

TODAY = date(2023, 11, 23)
TEXT = (
    "对投保单位动火作业实行线上报备，保险机构派员到场核对作业票和监护人，劝停无票动火作业多起，"
    "形成可以推广的做法，各县（市、区）已经照此办理。"
)


def record(by: User, **changes: Any) -> PublicityItem:
    """An item recorded by a person; a typical case that is good practice unless changed."""
    given: dict[str, Any] = {
        "title": "动火作业线上报备，保险机构当日到场",
        "published_on": date(2023, 11, 17),
        "kind": "CASE",
        "channel": "SITE",
        "level": "CITY",
        "text": TEXT,
        "is_good_practice": True,
        **changes,
    }
    return publicising.record_item(text=publicising.ItemText(**given), by=by, today=TODAY, at=clock.now())


def adopted(by: User, province: User, **changes: Any) -> PublicityItem:
    """The same, recommended and adopted."""
    item = record(by, **changes)
    publicising.recommend_item(item=item, reason="可以推广", by=by, at=clock.now())
    return publicising.answer_item(item=item, adopt=True, note="", by=province, at=clock.now())


@pytest.fixture
def case(cast: Any) -> PublicityItem:
    return adopted(cast.hangzhou_officer, cast.provincial_officer)
