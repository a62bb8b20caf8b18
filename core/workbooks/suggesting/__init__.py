"""Suggestions for cells that cannot be taken as they stand.

A suggestion says the same thing as the cell, in a form that its column takes, or there is none (contract, section 4,
Suggestions). No suggestion is always allowed; a wrong one would be stored by whoever accepts it. Pure functions.
"""

from core.workbooks.suggesting.labels import is_one_slip_in_label
from core.workbooks.suggesting.likeness import same_but_for_slips
from core.workbooks.suggesting.names import is_same_name, near_code, near_name

__all__ = ["is_one_slip_in_label", "is_same_name", "near_code", "near_name", "same_but_for_slips"]
