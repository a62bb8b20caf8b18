"""What `tools/mutants.py` is made of: the changes, the choice of mutants and tests, the runs, the report."""
