"""Kill the portal while it writes, and count what it had acknowledged and has no more.

.venv/bin/python tools/faults.py [--kills 50] [--writers 4] [--away 300]
    [--only web,database,valkey,worker,away,network,uploads,disk]

In a data folder of its own: servers, demo data, and a web server as `make demo` starts them. Writers leave notes
without pause; a note is acknowledged once its answer has come. Meanwhile a web process, or PostgreSQL with all its
processes, is killed with signal 9, Valkey is emptied or away for minutes, the network between browser and portal
delays and resets, workbooks come at a crawl, a worker is killed in the middle of a job, or the disk is full, with
database, journal and files on it: a small file system of memory that root alone can mount.
Then every acknowledged note must be there, and none twice; tables and indexes must be whole, and files that no row
names go by night; the job of a killed worker goes on within a minute; a job that was asked for while Valkey was away is
done within two minutes of its return, and somebody could sign in meanwhile; of workbooks at a crawl each is kept whole
or not at all, and others are answered meanwhile. Exit 1 where one is missing or doubled, or where the portal did not
recover within the seconds allowed.
"""

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drills.kinds import away_drill, crawl_drill, disk_drill, slow_drill, web_drill, worker_drill
from drills.victims import Victim
from drills.writers import drill

#: How often the disk is filled at most.
MOST_FILLS: Final = 5
#: Each kill of a worker waits for its lease: one where others are five.
FEWER: Final = 5


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--kills", type=int, default=50)
    arguments.add_argument("--writers", type=int, default=4)
    arguments.add_argument("--away", type=float, default=300)
    arguments.add_argument("--only", default="web,database,valkey,worker,away,network,uploads,disk")
    given = arguments.parse_args()
    names = given.only.split(",")
    if names == ["disk"]:
        sys.exit(0 if disk_drill(min(given.kills, MOST_FILLS), given.writers) else 1)
    # Its servers are others, and a process starts them once.
    words = [sys.executable, __file__, "--only", "disk", "--kills", str(given.kills)]
    held = [subprocess.run(words, check=False).returncode == 0] if "disk" in names else []
    names = [name for name in names if name != "disk"]
    portal = Victim()
    deeds = {"database": portal.kill_database, "valkey": portal.empty_valkey}
    try:
        for place, name in enumerate(names, start=1):
            if name == "network":
                held.append(slow_drill(portal, given.writers, place * 1000))
            elif name == "uploads":
                held.append(crawl_drill(portal))
            elif name == "web":
                held.append(web_drill(portal, given.kills, given.writers, place * 1000))
            elif name == "worker":
                held.append(worker_drill(portal, max(1, given.kills // FEWER)))
            elif name == "away":
                held.append(away_drill(portal, given.writers, place * 1000, given.away))
            else:
                held.append(drill(portal, name, deeds[name], given.kills, given.writers, place * 1000))
        if "database" in names:
            held.append(portal.is_sound())
    finally:
        portal.end()
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
