"""Writes about service agencies and about professionals, and who may be chosen on a day."""

from insurers.agencies.services.agencies import (
    Certificate,
    Terms,
    Verdict,
    evaluate,
    last_days,
    lock_agency,
    offered_agencies,
    save_contract,
    save_qualification,
    usable_on,
    visible_agencies,
)
from insurers.agencies.services.professionals import (
    KEPT_BY,
    change_professional,
    enter_professional,
    let_go,
    offered_professionals,
    take_back,
)

__all__ = [
    "KEPT_BY",
    "Certificate",
    "Terms",
    "Verdict",
    "change_professional",
    "enter_professional",
    "evaluate",
    "last_days",
    "let_go",
    "lock_agency",
    "offered_agencies",
    "offered_professionals",
    "save_contract",
    "save_qualification",
    "take_back",
    "usable_on",
    "visible_agencies",
]
