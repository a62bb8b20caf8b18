"""Which findings a subject can have (domain.md 4.9)."""

from typing import Final

from core.choices import official_labels
from inspections.choices import FindingKind, FindingSubject

SUBJECTS, KINDS = official_labels(FindingSubject), official_labels(FindingKind)
#: The kinds of finding that a subject can have (domain.md 4.9).
KINDS_OF_SUBJECT: Final[dict[str, frozenset[str]]] = {
    FindingSubject.ENTERPRISE: frozenset(
        {
            FindingKind.NOT_INSURED,
            FindingKind.PARTLY_INSURED,
            FindingKind.UNDER_LIMIT,
            FindingKind.NO_PLAN,
            FindingKind.SERVICE_NOT_DONE,
            FindingKind.NO_NOTICE,
            FindingKind.NOT_CLOSED,
            FindingKind.OTHER,
        }
    ),
    FindingSubject.INSURER: frozenset(
        {
            FindingKind.NO_PLAN,
            FindingKind.SERVICE_NOT_DONE,
            FindingKind.FALSE_RECORD,
            FindingKind.FALSE_EXPENSE,
            FindingKind.NO_NOTICE,
            FindingKind.NOT_CLOSED,
            FindingKind.REFUSAL_NOT_REPORTED,
            FindingKind.BUSINESS_VIOLATION,
            FindingKind.OTHER,
        }
    ),
    FindingSubject.AGENCY: frozenset(
        {FindingKind.SERVICE_NOT_DONE, FindingKind.FALSE_RECORD, FindingKind.FALSE_EXPENSE, FindingKind.OTHER}
    ),
}

#: The kinds that may be about a hazard, which the finder enters in the ledger.
ON_HAZARDS: Final = frozenset({FindingKind.NOT_CLOSED, FindingKind.NO_NOTICE, FindingKind.OTHER})


def complain_kind(subject: str, kind: str) -> str | None:
    """Why the subject cannot have a finding of the kind, None where it can."""
    if kind in kinds_of(subject):
        return None
    seen, about = KINDS.get(kind, kind), SUBJECTS.get(subject, subject)
    return f"类别「{seen}」不适用于「{about}」，请改选对象或者类别"


def kinds_of(subject: str) -> frozenset[str]:
    """The kinds of finding that a subject can have."""
    return KINDS_OF_SUBJECT.get(subject, frozenset())
