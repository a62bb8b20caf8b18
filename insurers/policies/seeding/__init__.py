"""The demo's policies and their terms."""

from insurers.policies.seeding.policies import POLICIES
from insurers.policies.seeding.terms import TERMS

LEDGERS = (POLICIES, TERMS)

__all__ = ["LEDGERS", "POLICIES", "TERMS"]
