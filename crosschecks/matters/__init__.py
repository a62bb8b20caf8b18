"""What is asked, one module for each ledger that the questions are about."""
