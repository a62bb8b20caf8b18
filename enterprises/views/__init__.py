"""Pages of the register's own writes; the ledger's list and detail stand with the policies in `insurers`."""
