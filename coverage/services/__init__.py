"""Writes against the gap: reminders and clearances of candidates; the range of article 109."""

from coverage.services.candidates import clear_candidate, clear_on, remind_enterprise
from coverage.services.fines import Penalty, complain_penalty

__all__ = ["Penalty", "clear_candidate", "clear_on", "complain_penalty", "remind_enterprise"]
