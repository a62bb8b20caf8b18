"""What of the imports leaves no witness in the database."""

from typing import Final

#: Tables whose writes leave no witness (`core.trail.watching`): nothing of them is in a ledger.
PASSING: Final = {
    "imports_verdict": "what is said of the rows of a file, which can be checked again",
    "imports_heldrow": "rows that no ledger took; the file that they come from has a witness",
    "imports_closedhold": "rows that no ledger took; the file that they come from has a witness",
    "imports_stagedhold": "on the way in",
    "imports_stagedkey": "on the way in",
    "imports_uploadeffect": "which rows an upload wrote; the history of these rows names the upload",
}
