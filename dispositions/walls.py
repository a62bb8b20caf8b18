"""The walls of the cases in the database: the authority's line, and the subject (`core.walls.policies`)."""

from typing import Final

from accounts.choices import OrganisationKind as Kind
from accounts.roles import NINGBO
from core.walls import Family
from core.walls.policies import IN_BRANCH, INSURER, OWN, Wall
from dispositions.choices import SHOWN
from dispositions.rules import INWARD
from inspections.choices import FindingSubject

#: The authorities below one's own; the list of bodies is public to all who work here.
BELOW: Final = f"""ARRAY(SELECT a.id FROM accounts_organisation a JOIN accounts_division d ON d.code = a.division_code
    JOIN accounts_organisation o ON o.id = {OWN}
    WHERE (o.kind = '{Kind.CITY_EMERGENCY}' AND a.kind = '{Kind.COUNTY_EMERGENCY}' AND d.parent_code = o.division_code)
    OR (o.kind = '{Kind.PROVINCIAL_REGULATOR}' AND o.division_code <> '{NINGBO}' AND a.kind = '{Kind.REGULATOR_SUBOFFICE}'))"""
LINE: Final = f"authority_id = {OWN} OR referred_from_id = {OWN} OR authority_id = ANY ({BELOW})"
OTHERS: Final = f"subject <> '{FindingSubject.INSURER}'"
OF_CASE: Final = "EXISTS (SELECT 1 FROM dispositions_case w WHERE w.id = {table}.case_id)"
OF_STEP: Final = "EXISTS (SELECT 1 FROM dispositions_step w WHERE w.id = {table}.step_id)"


def _quoted(codes: object) -> str:
    return ", ".join(f"'{code}'" for code in sorted(str(one) for one in codes))  # type: ignore[attr-defined]


#: What the subject is told: issued steps but those that go to another body.
MEANT: Final = f"state IN ({_quoted(SHOWN)}) AND kind NOT IN ({_quoted(INWARD)}) AND {OF_CASE}"
NOBODY_ELSE: Final = {Family.INSURER: "", Family.AGENCY: ""}
WALLS: Final = {
    "dispositions_case": Wall(
        given={
            Family.PROVINCE: OTHERS,
            Family.PLACE: LINE,
            Family.INSURER: f"sent_on IS NOT NULL AND insurer_id = {INSURER} AND {IN_BRANCH}",
            Family.AGENCY: f"sent_on IS NOT NULL AND agency_id = {OWN}",
        }
    ),
    "dispositions_origin": Wall(through=("case_id",), given={Family.PROVINCE: OF_CASE, **NOBODY_ELSE}),
    "dispositions_step": Wall(
        given={Family.PROVINCE: OF_CASE, Family.PLACE: OF_CASE, Family.INSURER: MEANT, Family.AGENCY: MEANT}
    ),
    "dispositions_reply": Wall(through=("step_id",), given={Family.PROVINCE: OF_STEP}),
    "dispositions_extension": Wall(through=("step_id",), given={Family.PROVINCE: OF_STEP}),
    "dispositions_stage": Wall(through=("step_id",), given={Family.PROVINCE: OF_STEP, **NOBODY_ELSE}),
    "dispositions_referral": Wall(through=("case_id",), given={Family.PROVINCE: OF_CASE, **NOBODY_ELSE}),
}
