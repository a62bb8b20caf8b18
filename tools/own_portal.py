"""A portal of a tool's own: servers, demo data and web server in a folder that goes with it."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from browsing import TROUBLE, Browser

from safety_portal import bootstrap
from safety_portal.embedded.folder import Folder
from safety_portal.embedded.postgres import Postgres, free_port
from safety_portal.embedded.valkey import Valkey

ROOT: Final = Path(__file__).resolve().parent.parent
TRIES_TO_START: Final = 300


class Portal:
    """Servers, web and data in a folder of their own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-own."))
        self.folder.chmod(0o755)
        self.prepare()
        self.port = free_port()
        os.environ |= {"PORTAL_DATA_DIR": str(self.folder), "PORTAL_MODE": "demo", "PORT": str(self.port)}
        bootstrap.start()
        for words in (("migrate", "--no-input", "-v", "0"), ("seed_demo", "--scale", "small", "--if-empty")):
            subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        self.web = self.start_web()
        self.await_answer()

    def start_web(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "safety_portal.wsgi"]
        log = (self.folder / "web.log").open("ab")
        return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)

    def prepare(self) -> None:
        """What a tool does to the empty folder before the servers begin in it."""

    def await_answer(self) -> None:
        for _ in range(TRIES_TO_START):
            with suppress(*TROUBLE):
                if Browser(self.port, "").ask("GET", "/healthz")[0] == 200:
                    return
            time.sleep(0.2)
        sys.exit("The portal does not answer.")

    def end(self) -> None:
        self.web.terminate()
        self.web.wait()
        bootstrap.leave()
        stop_servers(Folder(self.folder))
        shutil.rmtree(self.folder, ignore_errors=True)


def stop_servers(folder: Folder) -> None:
    """Stop what still runs there: a keeper that is late, or waits for a worker that ends, has no folder any more soon."""
    state = folder.read()
    if "valkey" in state:
        Valkey(folder, state["valkey"]).stop()
    if "postgres" in state:
        Postgres(folder, state["postgres"]).stop()
