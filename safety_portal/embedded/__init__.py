"""The portal's own PostgreSQL and Valkey, for machines that have none (contract 2).

All processes that use one data folder share one pair of servers through it:

- `servers.json` holds ports, process ids and passwords (mode 600);
- every user holds a shared lock on `users.lock` for as long as it lives, however it dies;
- a keeper process takes `start.lock`, sees whether it could lock `users.lock` for itself, and then stops the servers.

Nothing here imports Django, so that the keeper stays small.
"""

from safety_portal.embedded.folder import Trouble
from safety_portal.embedded.pair import Pair, acquire, leave

__all__ = ["Pair", "Trouble", "acquire", "leave"]
