"""Every write of the ledger of hazards, by what it is about."""
