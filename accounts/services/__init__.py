"""Writes of accounts: a person's own settings, and what administrators do to people and organisations."""

from accounts.services.preferences import last_failure, set_large_type

__all__ = ["last_failure", "set_large_type"]
