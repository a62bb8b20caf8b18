"""What a leader may see of the invented hazards: a major one that is closed has all that the law asks of it."""

from datetime import date

from core.models import Attachment
from core.seeding import Plan
from hazards.choices import HazardLevel, HazardStatus
from hazards.models import Hazard
from hazards.models.gathering import points_of
from hazards.rules.plans import five_missing
from insurers.hazard_links.seeding import hazards as seeding
from tests import world
from tests.cast import Cast

TODAY = date(2023, 11, 23)


def test_a_closed_major_hazard_has_its_five_points_evidence_and_review(cast: Cast) -> None:
    world.enterprise()
    seeding.fill(Plan(133, TODAY, {"hazards": 300}))
    closed = Hazard.objects.filter(level=HazardLevel.MAJOR, state=HazardStatus.CLOSED)
    assert closed.count() > 2
    for hazard in closed:
        assert five_missing(points_of(hazard.treatment.points)) == ()
        files = Attachment.objects.filter(kind="hazard", subject_id=hazard.pk).values_list("slot", flat=True)
        assert set(files) == {"plan", "after"}
        review, handed_in = hazard.reviews.get(), hazard.submissions.get()
        assert review.passed
        assert review.reviewed_by_id != handed_in.submitted_by_id
        assert handed_in.rectified_on <= review.reviewed_on == hazard.closed_on
    begun = Hazard.objects.filter(level=HazardLevel.MAJOR).exclude(state=HazardStatus.NOTIFIED)
    assert not begun.filter(treatment=None).exists()


def test_a_major_hazard_states_what_its_clause_names(cast: Cast) -> None:
    world.enterprise(sectors=["FISHERY"], main_sector="FISHERY")
    seeding.fill(Plan(133, TODAY, {"hazards": 300}))
    rested = Hazard.objects.exclude(criterion=None)
    assert rested.count() > 2
    for hazard in rested:
        assert hazard.basis.rpartition(" ")[2].removesuffix("情形") in hazard.description
