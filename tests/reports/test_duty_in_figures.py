"""Exemptions and traces of merged doubles in the figures: out of the duty, and only as long as they hold."""

from datetime import date, timedelta

from django.core.files.base import ContentFile

from enterprises.services.exemptions import Ground, decide_exemption, request_exemption
from tests import world
from tests.cast import Cast
from tests.merging import merge
from tests.papers import pdf
from tests.reports.figuring import CUTOFF, figure


def test_an_approved_exemption_leaves_the_figure_on_its_days(cast: Cast) -> None:
    firm = world.enterprise()
    row = request_exemption(
        enterprise=firm,
        ground=Ground("HALTED", "全面停产", date(2023, 1, 1), CUTOFF),
        by=cast.hangzhou_officer,
        document=ContentFile(pdf()),
        name="停产.pdf",
        at=world.now(),
    )
    assert figure("coverage.must_insure") == 1
    decide_exemption(exemption=row, approve=True, note="", by=cast.hangzhou_lead, at=world.now())
    assert (figure("coverage.must_insure"), figure("coverage.not_insured")) == (0, 0)
    assert figure("coverage.must_insure", cutoff=CUTOFF + timedelta(days=1)) == 1


def test_a_merged_double_counts_once_and_its_policy_insures_the_kept_entry(cast: Cast) -> None:
    loser, winner = world.enterprise(), world.enterprise()
    world.policy(loser)
    assert (figure("coverage.must_insure"), figure("coverage.insured")) == (2, 1)
    merge(loser, winner, cast.hangzhou_officer)
    assert (figure("coverage.must_insure"), figure("coverage.insured"), figure("coverage.insured_units")) == (1, 1, 1)
