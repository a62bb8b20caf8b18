"""The walls of the reports in the database: the own organisation's and those delivered to it (`core.walls.policies`)."""

from typing import Final

from core.choices import in_sql
from core.walls import Family
from core.walls.policies import CITY, COUNTY, OUTSIDE, OWN, Conditions, Wall
from reports.choices import SENT_STATES

_SENT: Final = in_sql(SENT_STATES)


#: Administrators have the organisation of the province and no place.
_HAS_PLACE: Final = f"({CITY} IS NOT NULL OR {OUTSIDE} IS NOT NULL)"


def _given(condition: str) -> Conditions:
    """For the province as for every place: it reads a report once it is delivered."""
    placed = f"{_HAS_PLACE} AND ({condition})"
    return {Family.PROVINCE: condition, Family.PLACE: placed, Family.INSURER: "", Family.AGENCY: ""}


DUTY: Final = Wall(given=_given(f"organisation_id = {OWN} OR recipient_id = {OWN}"))
SUBMISSION: Final = Wall(
    given=_given(
        "EXISTS (SELECT 1 FROM reports_reportduty d WHERE d.id = {table}.duty_id AND (d.organisation_id = "
        f"{OWN} OR (d.recipient_id = {OWN} AND {{table}}.state IN ({_SENT}))))"
    )
)
SNAPSHOT: Final = Wall(
    given=_given(
        f"(organisation_id = {OWN} AND version IS NOT NULL) OR builder_id = {OWN} OR EXISTS (SELECT 1 "
        "FROM reports_submission s JOIN reports_reportduty d ON d.id = s.duty_id WHERE s.snapshot_id = {table}.id "
        f"AND s.state IN ({_SENT}) AND d.recipient_id = {OWN})"
    )
)
#: With the snapshot; before there is one, for whoever builds it.
CAPTURE: Final = Wall(
    given=_given(
        f"organisation_id = {OWN} OR EXISTS (SELECT 1 FROM reports_snapshot s WHERE s.capture_id = {{table}}.id)"
    )
)
_WITH_CAPTURE: Final = Wall(given=_given("EXISTS (SELECT 1 FROM reports_capture c WHERE c.id = {table}.capture_id)"))
_WITH_SNAPSHOT: Final = Wall(given=_given("EXISTS (SELECT 1 FROM reports_snapshot s WHERE s.id = {table}.snapshot_id)"))
_WITH_SUBMISSION: Final = Wall(
    given=_given("EXISTS (SELECT 1 FROM reports_submission s WHERE s.id = {table}.submission_id)")
)
_OWN_DUTY: Final = Wall(
    given=_given(
        f"EXISTS (SELECT 1 FROM reports_reportduty d WHERE d.id = {{table}}.duty_id AND d.organisation_id = {OWN})"
    )
)
_ASKED: Final = f"asker_id = {OWN} OR organisation_id = {OWN}"
#: Texts that are asked of counties and insurers: both sides.
CONTRIBUTION: Final = Wall(
    given={
        **_given(_ASKED),
        Family.PLACE: f"({_HAS_PLACE} OR {COUNTY} IS NOT NULL) AND ({_ASKED})",
        Family.INSURER: _ASKED,
    }
)
WALLS: Final = {
    "reports_reportduty": DUTY,
    "reports_submission": SUBMISSION,
    "reports_snapshot": SNAPSHOT,
    "reports_snapshot_files": _WITH_SNAPSHOT,
    "reports_capture": CAPTURE,
    "reports_capturefigure": _WITH_CAPTURE,
    "reports_captureblock": _WITH_CAPTURE,
    "reports_capturecolumn": _WITH_CAPTURE,
    "reports_capturenames": _WITH_CAPTURE,
    "reports_capturehistory": _WITH_CAPTURE,
    "reports_correction": _WITH_SUBMISSION,
    "reports_reportsection": _OWN_DUTY,
    "reports_rehearsal": _OWN_DUTY,
    "reports_contribution": CONTRIBUTION,
}
