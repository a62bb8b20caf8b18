"""Who may deal with a complaint: the insurer complained of alone, and an extension takes two of its people."""

from datetime import date

import pytest

from core import clock
from insurers.complaints import services as complaining
from insurers.complaints.guards import only_insurer, only_second_person
from insurers.complaints.models import Complaint
from insurers.complaints.services import Filing
from tests import world
from tests.cast import Cast

OTHERS = "只有被投诉的保险机构可以办理"


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    filing = Filing(world.policy(world.enterprise()), date(2023, 9, 22), "示例联系人", "未按约定开展培训")
    made = complaining.record_complaint(
        filing=filing, by=cast.insurer_a_clerk, today=date(2023, 11, 23), at=clock.now()
    )
    return complaining.mark_harder(complaint=made, reason="涉及多方", by=cast.insurer_a_clerk, at=clock.now())


def test_only_the_insurer_complained_of_deals_with_it(cast: Cast, complaint: Complaint) -> None:
    for own in (cast.insurer_a_clerk, cast.insurer_a_lead):
        assert only_insurer(complaint, own) is None
    for other in (cast.insurer_b_clerk, cast.insurer_a_ningbo_clerk, cast.hangzhou_officer, cast.agency):
        assert only_insurer(complaint, other) == OTHERS


def test_an_extension_is_asked_for_and_then_approved_by_a_colleague(cast: Cast, complaint: Complaint) -> None:
    assert only_second_person(complaint, cast.insurer_a_lead) == "请先由经办人提出延期申请"
    asked = complaining.ask_extension(
        complaint=complaint, days=20, reason="等待鉴定", by=cast.insurer_a_clerk, at=clock.now()
    )
    assert only_second_person(asked, cast.insurer_a_lead) is None
    assert "须由另一人办理" in str(only_second_person(asked, cast.insurer_a_clerk))
    assert only_second_person(asked, cast.insurer_b_clerk) == OTHERS
