"""What the moves of a hazard look at, as one value: the ledger row and its side tables give it, the guards read it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from hazards.choices import HazardLevel, Supervision

GENERAL: Final = HazardLevel.GENERAL
MAJOR: Final = HazardLevel.MAJOR
NOT_SUPERVISED: Final = Supervision.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A hazard at one moment. Days are dates in Asia/Shanghai; ids are those of organisations and people.

    `insurer_id` is None where a department found the hazard; `five_missing` and `plan_missing` name, in Chinese, what
    a major hazard still lacks; `told` holds recipient organisation → its roles (`RecipientRole`) of
    the last refusal, `ever_told` the recipients of all of them, `unsigned` those of the last who have not signed.

    `head_told`: a major hazard's notice was signed by the head of the enterprise, or the workbook says no capacity.
    `stopped_by` are the departments whose stop still stands, `stop_ordered` whether there ever was one, `measured_by`
    those that ever took a measure.

    What belongs to one round counts for that round alone, else an old answer would serve a new question:
    `evidence_after` since the last return or the end of a case, `submitted_by_id` and `department_confirmed` of the
    last submission, `follow_ups` and `enforcement_numbers` of the running case, `has_acceptance_report` since the last
    stop, `refusal_*` and `void_*` of the request that is open.
    """

    level: str
    city: str
    county: str
    sector: str
    found_on: date
    insurer_id: int | None = None
    place: str = ""
    description: str = ""
    basis: str = ""
    notice_no: str = ""
    notified_on: date | None = None
    receiver: str = ""
    has_receipt: bool = False
    head_told: bool = True
    deadline: date | None = None
    five_missing: tuple[str, ...] = ()
    plan_missing: tuple[str, ...] = ()
    interim: str = ""
    evidence_after: int = 0
    submitted_by_id: int | None = None
    supervise: str = NOT_SUPERVISED
    stop_ordered: bool = False
    stopped_by: frozenset[int] = frozenset()
    measured_by: frozenset[int] = frozenset()
    has_acceptance_report: bool = False
    department_confirmed: bool = False
    refusal_by_id: int | None = None
    refusal_evidence: int = 0
    told: dict[int, frozenset[str]] = field(default_factory=dict)
    ever_told: frozenset[int] = frozenset()
    unsigned: frozenset[int] = frozenset()
    enforcement_numbers: tuple[str, ...] = ()
    follow_ups: int = 0
    void_reason: str = ""
    void_by_id: int | None = None
    void_by_organisation_id: int | None = None

    @property
    def is_major(self) -> bool:
        return self.level == MAJOR

    @property
    def is_in_hand(self) -> bool:
        """Whether departments deal with the major hazard, so that its deadline is theirs."""
        return self.is_major and (self.needs_department or bool(self.ever_told))

    @property
    def needs_department(self) -> bool:
        """Whether only a department may close: a major hazard with a stop order or supervised (law 41, 65)."""
        return self.is_major and (self.stop_ordered or self.supervise != NOT_SUPERVISED)


class HasFacts(Protocol):
    """A row that the table of moves can be asked about."""

    @property
    def state(self) -> str: ...

    def facts(self) -> Facts: ...
