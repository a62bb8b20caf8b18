"""The workbook of hazards: facts, staged columns, numbers and links (contract 4; domain.md 4.8).

It stands with the insurers, whose services found the hazards; the ledger knows nobody who writes into it.
"""

from insurers.hazard_links.importing.importer import EXPORT, HazardImporter
from insurers.hazard_links.importing.ledger import LEDGER

__all__ = ["EXPORT", "LEDGER", "HazardImporter"]
