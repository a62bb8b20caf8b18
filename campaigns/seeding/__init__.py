"""The 2023 campaign and its library, as every installation has them; and invented work of the offices."""

from campaigns.seeding.campaigns import OFF, SECTORS, YEAR, seed_basis, seed_campaign, seed_listed
from campaigns.seeding.library import seed_library
from campaigns.seeding.offices import LEDGERS

__all__ = ["LEDGERS", "OFF", "SECTORS", "YEAR", "seed_basis", "seed_campaign", "seed_library", "seed_listed"]
