"""What stands behind an invented major hazard that was dealt with: treatment, evidence, review, a department's word."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from accounts.models import User
from core.files import store
from core.models import Attachment, StoredFile
from core.seeding import Plan, instant
from hazards.choices import HazardLevel, HazardStatus
from hazards.models import Confirmation, Hazard, Review, Submission, Treatment
from hazards.rules.plans import FIVE, SIX
from insurers.hazard_links.seeding.cases import COLOURS, drawing

BEGUN: Final = frozenset({HazardStatus.RECTIFYING, HazardStatus.SUBMITTED, HazardStatus.CLOSED})

POINTS: Final = {key: {"settled": True, "text": "已落实到岗位", "person": "王某"} for key in FIVE} | {
    "funds": {"settled": True, "text": "从安全生产费用列支", "person": "王某", "amount": "48000"}
}
ELEMENTS: Final = {key: f"{label}：见治理方案" for key, label in SIX.items()}

#: The kind under which hazards carry files, its places, and what an invented file is called there.
KIND: Final = "hazard"
PAPERS: Final = {"plan": "治理方案.png", "after": "整改后.png"}
WORD: Final = "现场核实，同意销号"


@dataclass(frozen=True, slots=True)
class Hands:
    """The people through whose hands an organisation's hazards go: who writes and who reviews, by their ids."""

    clerk: int
    lead: int
    organisation: int


@dataclass(slots=True)
class Lives:
    """Tells the lives of one seeding. `bureaus` are the hands of the cities' bureaus by the city's code."""

    plan: Plan
    bureaus: dict[str, Hands]
    papers: dict[tuple[int, str], StoredFile] = field(default_factory=dict)

    def tell(self, hazards: Sequence[Hazard], hands: Hands) -> None:
        """Write the parts of those that are major and begun; the rest has none."""
        begun = [one for one in hazards if one.level == HazardLevel.MAJOR and one.state in BEGUN]
        handed = [one for one in begun if one.submitted_on is not None]
        closed = [one for one in handed if one.closed_on is not None]
        Treatment.objects.bulk_create(self.treatment(one, hands) for one in begun)
        Submission.objects.bulk_create(self.submission(one, hands) for one in handed)
        Attachment.objects.bulk_create(self.paper(one, hands, "plan") for one in begun)
        Attachment.objects.bulk_create(self.paper(one, hands, "after") for one in handed)
        Confirmation.objects.bulk_create(
            self.confirmation(one, bureau)
            for one in closed
            if one.insurer_id and (bureau := self.bureaus.get(str(one.city_id)))
        )
        Review.objects.bulk_create(self.review(one, hands) for one in closed)

    def at(self, day: date | None, hour: int) -> datetime:
        return min(instant(day or self.plan.today, hour), self.plan.at)

    def treatment(self, hazard: Hazard, hands: Hands) -> Treatment:
        told = (hazard.notified_on or hazard.found_on) + timedelta(days=1)
        return Treatment(
            hazard=hazard,
            points=POINTS,
            elements=ELEMENTS,
            interim="停用相关设备，设置警戒并专人看护",
            updated_by_id=hands.clerk,
            updated_at=self.at(told, 10),
        )

    def submission(self, hazard: Hazard, hands: Hands) -> Submission:
        return Submission(
            hazard=hazard,
            round=hazard.round,
            rectified_on=hazard.rectified_on or hazard.found_on,
            cost=Decimal(12_500),
            note="按建议整改完毕",
            submitted_by_id=hands.clerk,
            submitted_at=self.at(hazard.submitted_on, 16),
        )

    def confirmation(self, hazard: Hazard, bureau: Hands) -> Confirmation:
        return Confirmation(
            hazard=hazard,
            round=hazard.round,
            opinion=WORD,
            confirmed_by_id=bureau.clerk,
            organisation_id=bureau.organisation,
            confirmed_at=self.at(hazard.closed_on, 10),
        )

    def review(self, hazard: Hazard, hands: Hands) -> Review:
        return Review(
            hazard=hazard,
            passed=True,
            opinion="现场复查，已整改到位",
            reviewed_on=hazard.closed_on or self.plan.today,
            reviewed_by_id=hands.lead,
            reviewed_at=self.at(hazard.closed_on, 11),
        )

    def paper(self, hazard: Hazard, hands: Hands, slot: str) -> Attachment:
        file = self.stored(hands.organisation, slot)
        day = hazard.rectified_on if slot == "after" else hazard.notified_on
        return Attachment(
            kind=KIND,
            subject_id=hazard.pk,
            slot=slot,
            file=file,
            media_type="image/png",
            sent_sha256=file.sha256,
            added_by_id=hands.clerk,
            added_at=self.at(day, 17),
        )

    def stored(self, organisation: int, slot: str) -> StoredFile:
        """One picture of an organisation for each place: thousands of invented ones would show as little."""
        known = self.papers.get((organisation, slot))
        if known is None:
            picture = drawing(COLOURS["after" if slot == "after" else "paper"], organisation)
            known = store(picture, name=PAPERS[slot], organisation_id=organisation, at=self.plan.at, is_sent=False)
            self.papers[organisation, slot] = known
        return known


def hands_of(people: Sequence[User]) -> Hands:
    """The hands of one organisation; where only one works there, that one does both."""
    clerk = next((one for one in people if not one.is_lead), people[0])
    lead = next((one for one in people if one.is_lead), clerk)
    return Hands(clerk.pk, lead.pk, clerk.organisation_id)
