"""The demo's services and what followed them."""

from insurers.activities.seeding.activities import ACTIVITIES
from insurers.activities.seeding.follow_up import VISITS

LEDGERS = (ACTIVITIES, VISITS)

__all__ = ["ACTIVITIES", "LEDGERS", "VISITS"]
