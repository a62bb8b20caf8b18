"""Pure rules of cross-inspection, by topic."""

from inspections.rules.answers import CONFORMITY_TOPICS, Cover, Difference, Prefill, differences, fee_share, prefill
from inspections.rules.findings import KINDS_OF_SUBJECT, complain_kind, kinds_of
from inspections.rules.pairing import pairing_faults
from inspections.rules.routing import Key, authority_for, dispositions_of, may_settle

__all__ = [
    "CONFORMITY_TOPICS",
    "KINDS_OF_SUBJECT",
    "Cover",
    "Difference",
    "Key",
    "Prefill",
    "authority_for",
    "complain_kind",
    "differences",
    "dispositions_of",
    "fee_share",
    "kinds_of",
    "may_settle",
    "pairing_faults",
    "prefill",
]
