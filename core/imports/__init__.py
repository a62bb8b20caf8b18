"""From a sent workbook to the ledger: receive, check, stage, accept, hold (contract 4, architecture.md 3)."""
