"""Pure rules of cross-inspection, by topic."""

from inspections.rules.answers import (
    CONFORMITY_TOPICS,
    OF_COVER,
    OF_SERVICE,
    Cover,
    Difference,
    Prefill,
    Requirement,
    differences,
    fee_share,
    is_doubtful,
    prefill,
    reason_of,
    required_findings,
    unmet,
)
from inspections.rules.findings import KINDS_OF_SUBJECT, kinds_of
from inspections.rules.pairing import pairing_faults

__all__ = [
    "CONFORMITY_TOPICS",
    "KINDS_OF_SUBJECT",
    "OF_COVER",
    "OF_SERVICE",
    "Cover",
    "Difference",
    "Prefill",
    "Requirement",
    "differences",
    "fee_share",
    "is_doubtful",
    "kinds_of",
    "pairing_faults",
    "prefill",
    "reason_of",
    "required_findings",
    "unmet",
]
