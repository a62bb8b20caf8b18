"""Pure rules of cross-inspection, by topic."""

from inspections.rules import draws
from inspections.rules.answers import CONFORMITY_TOPICS, Cover, Difference, Prefill, differences, fee_share, prefill
from inspections.rules.draws import Drawn, Line, complain_numbers, complain_seed, draw, roster_digest, shares
from inspections.rules.findings import KINDS_OF_SUBJECT, kinds_of
from inspections.rules.pairing import pairing_faults, regulator_of

__all__ = [
    "CONFORMITY_TOPICS",
    "KINDS_OF_SUBJECT",
    "Cover",
    "Difference",
    "Drawn",
    "Line",
    "Prefill",
    "complain_numbers",
    "complain_seed",
    "differences",
    "draw",
    "draws",
    "fee_share",
    "kinds_of",
    "pairing_faults",
    "prefill",
    "regulator_of",
    "roster_digest",
    "shares",
]
