"""Pure rules of cross-inspection, by topic."""

from inspections.rules.answers import CONFORMITY_TOPICS, Cover, Difference, Prefill, differences, fee_share, prefill
from inspections.rules.findings import KINDS_OF_SUBJECT, kinds_of
from inspections.rules.pairing import pairing_faults

__all__ = [
    "CONFORMITY_TOPICS",
    "KINDS_OF_SUBJECT",
    "Cover",
    "Difference",
    "Prefill",
    "differences",
    "fee_share",
    "kinds_of",
    "pairing_faults",
    "prefill",
]
