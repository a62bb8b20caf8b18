"""Run the portal on servers that are named by their addresses: a second pair, reached over TCP.

The pair is started by the embedded package in a temporary folder; everything after that knows only DATABASE_URL and
REDIS_URL. Checks the commands, a real worker, and the tests of jobs and audit. Ends with `named servers: N passed`.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from safety_portal import embedded

SAMPLE = "tests/samples/plain/enterprises_330100.xlsx"
ORDER = """
from accounts.models import User
from core import clock
from reports.services import request_report
import datetime
user = User.objects.select_related("organisation").get(username="em-330100")
print("job", request_report(report="coverage", by=user, city=None, campaign="2023", cutoff=datetime.date(2023, 11, 20), at=clock.now()).pk)
"""
STATE = "from core.models import Job; print('state', Job.objects.get(pk={}).state)"


#: Seconds until a command counts as hanging: the migrations alone take two minutes on a slow machine.
HANGS = 600


def run(environment: dict[str, str], *words: str, timeout: int = HANGS) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"named servers: {' '.join(words)[:80]} failed\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return done.stdout


def said(output: str, word: str) -> str:
    """What a shell snippet printed after its word."""
    return next(line.split()[1] for line in output.splitlines() if line.startswith(word))


def worker_finishes(environment: dict[str, str], job: str) -> bool:
    """A real worker hears the bell and ends the job."""
    command = [sys.executable, "-m", "celery", "-A", "safety_portal", "worker", "--concurrency", "1"]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if said(run(environment, "manage.py", "shell", "-c", STATE.format(job)), "state") == "DONE":
                return True
            time.sleep(1)
        return False
    finally:
        worker.terminate()
        worker.wait(20)


def check(environment: dict[str, str]) -> int:
    run(environment, "manage.py", "migrate", "--no-input", "--verbosity", "0")
    run(environment, "manage.py", "seed_demo", "--scale", "none")
    report = json.loads(
        run(environment, "manage.py", "import_workbook", "enterprises", SAMPLE, "--as", "em-330100", "--json")
    )
    if report["accepted"] + report["held"] != report["rows"] or not report["accepted"]:
        raise SystemExit(f"named servers: the import does not add up: {report}")
    job = said(run(environment, "manage.py", "shell", "-c", ORDER), "job")
    if not worker_finishes(environment, job):
        raise SystemExit("named servers: the worker did not finish the report")
    if not json.loads(run(environment, "manage.py", "check_integrity", "--json"))["ok"]:
        raise SystemExit("named servers: integrity is broken")
    run(environment, "-m", "pytest", "tests/core/test_jobs.py", "tests/core/test_audit.py", "-q")
    return 6


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="portal-named-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        pair = embedded.acquire(folder / "var", postgres=True, valkey=True)
        environment = {
            **os.environ,
            "DATABASE_URL": pair.owner_url or "",
            "REDIS_URL": pair.redis_url or "",
            "PORTAL_MODE": "test",
            "PORTAL_DATA_DIR": str(folder / "files"),
        }
        passed = check(environment)
        print(f"named servers: {passed} passed, 0 failed")
    finally:
        embedded.leave(folder / "var")
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
