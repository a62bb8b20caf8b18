"""What pages show of hazards, read from the ledger: the board, what is due, the life of one hazard."""
