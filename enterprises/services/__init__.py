"""Writes of the register: entries, outsourcing rows, exemptions, merges and transfers."""
