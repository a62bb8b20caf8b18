"""Pages of the hazard ledger."""
