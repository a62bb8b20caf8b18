"""Pure rules of cross-inspection, by topic."""

from inspections.rules import draws
from inspections.rules.answers import CONFORMITY_TOPICS, Cover, Difference, Prefill, differences, fee_share, prefill
from inspections.rules.draws import Drawn, Line, complain_numbers, complain_seed, draw, roster_digest, shares
from inspections.rules.findings import KINDS_OF_SUBJECT, kinds_of
from inspections.rules.pairing import (
    SIDES,
    CellFault,
    Pair,
    barred_pairs,
    cell_faults,
    drawn_ring,
    pairing_faults,
    reciprocal_pairs,
    regulator_of,
    repeated_pairs,
    why_no_ring,
)
from inspections.rules.plans import LineChange, PlanEntry, changed_entries, line_changes, plan_complaint

__all__ = [
    "CONFORMITY_TOPICS",
    "KINDS_OF_SUBJECT",
    "SIDES",
    "CellFault",
    "Cover",
    "Difference",
    "Drawn",
    "Line",
    "LineChange",
    "Pair",
    "PlanEntry",
    "Prefill",
    "barred_pairs",
    "cell_faults",
    "changed_entries",
    "complain_numbers",
    "complain_seed",
    "differences",
    "draw",
    "drawn_ring",
    "draws",
    "fee_share",
    "kinds_of",
    "line_changes",
    "pairing_faults",
    "plan_complaint",
    "prefill",
    "reciprocal_pairs",
    "regulator_of",
    "repeated_pairs",
    "roster_digest",
    "shares",
    "why_no_ring",
]
