"""The embedded servers: shared through their folder, gone after their last user, back after any accident."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

ROOT = Path(__file__).resolve().parents[2]
USE = """
import sys, time
from safety_portal import bootstrap
bootstrap.start()
a = bootstrap.addresses()
print(a.database_url, a.redis_url, flush=True)
time.sleep(float(sys.argv[1]))
"""
STOP_SECONDS = 15


def environment(folder: Path, **changes: str) -> dict[str, str]:
    left = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL", "DATABASE_OWNER_URL"}}
    return {**left, "PORTAL_DATA_DIR": str(folder), "PORTAL_MODE": "test", "PYTHONPATH": str(ROOT), **changes}


def start_user(folder: Path, seconds: float = 60, **changes: str) -> "subprocess.Popen[str]":
    """A process that uses the servers for a while and prints their addresses."""
    return subprocess.Popen(
        [sys.executable, "-c", USE, str(seconds)], cwd=ROOT, env=environment(folder, **changes), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def addresses(user: "subprocess.Popen[str]") -> list[str]:
    assert user.stdout is not None
    line = user.stdout.readline().split()
    assert len(line) == 2, user.stderr.read() if user.stderr else ""
    return line


def processes(folder: Path) -> list[int]:
    """Servers and keeper of a folder: by their working folder or their command line."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
            place = str((entry / "cwd").readlink())
        except OSError:
            continue
        if str(folder) in command or place.startswith(str(folder)):
            found.append(int(entry.name))
    return found


def eventually(condition: Callable[[], Any], seconds: float = STOP_SECONDS) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with a blank in its path that the service user can reach."""
    base = Path("/tmp") / f"portal test {os.getpid()} {time.monotonic_ns()}"
    base.mkdir(mode=0o755)
    yield base / "var"
    for pid in processes(base):
        os.kill(pid, signal.SIGKILL)
    subprocess.run(["rm", "-rf", str(base)], check=True)


def test_two_processes_share_one_pair_and_it_stops_after_a_kill(folder: Path) -> None:
    first = start_user(folder)
    told = addresses(first)
    second = start_user(folder, 0)
    assert addresses(second) == told
    second.wait(20)
    with psycopg2.connect(told[0]) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT datctype, datlocprovider, cardinality(show_trgm('示例化工')) FROM pg_database "
            "WHERE datname = current_database()"
        )
        ctype, provider, trigrams = cursor.fetchone() or ("", "", 0)
        cursor.execute("SELECT current_user, has_schema_privilege('public', 'CREATE')")
        assert cursor.fetchone() == ("portal_app", False)
    connection.close()
    assert (ctype != "C", provider, trigrams > 0) == (True, "b", True)
    assert (folder / "servers.json").stat().st_mode & 0o777 == 0o600
    first.kill()
    first.wait()
    assert eventually(lambda: not processes(folder)), processes(folder)


def test_the_caller_s_locale_does_not_reach_the_database(folder: Path) -> None:
    user = start_user(folder, LC_ALL="C", LANG="C")
    with psycopg2.connect(addresses(user)[0]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT upper('é') = 'É', 'Ä' ~* 'ä'")
        assert cursor.fetchone() == (True, True)
    connection.close()
    user.kill()
    user.wait()


def test_killed_servers_and_a_killed_keeper_are_replaced(folder: Path) -> None:
    first = start_user(folder)
    addresses(first)
    for pid in processes(folder):
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not processes(folder))
    second = start_user(folder)
    psycopg2.connect(addresses(second)[0]).close()
    for user in (first, second):
        user.kill()
        user.wait()
    assert eventually(lambda: not processes(folder))


def test_six_starters_at_once_make_one_pair(folder: Path) -> None:
    users = [start_user(folder) for _ in range(6)]
    told = [addresses(user) for user in users]
    assert all(line == told[0] for line in told)
    state = json.loads((folder / "servers.json").read_text(encoding="utf-8"))
    running = [pid for pid in processes(folder) if "postgres" in cmdline(pid) and str(folder) in cmdline(pid)]
    assert [state["postgres"]["pid"]] == [pid for pid in running if "-D" in cmdline(pid)]
    for user in users:
        user.kill()
        user.wait()


def cmdline(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def test_two_folders_have_two_pairs(folder: Path) -> None:
    one, other = start_user(folder), start_user(folder.parent / "other")
    assert addresses(one) != addresses(other)
    for user in (one, other):
        user.kill()
        user.wait()


def test_only_the_server_without_an_address_is_started(folder: Path) -> None:
    user = start_user(folder, REDIS_URL="redis://127.0.0.1:1/5")
    assert addresses(user)[1] == "redis://127.0.0.1:1/5"
    assert "valkey" not in json.loads((folder / "servers.json").read_text(encoding="utf-8"))
    user.kill()
    user.wait()


def test_a_command_s_output_ends_with_the_command(folder: Path) -> None:
    """`x=$(manage.py …)` returns: no server holds the stream of its starter."""
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", USE, "0"], cwd=ROOT, env=environment(folder), capture_output=True, text=True, timeout=60,
        check=True,
    )  # fmt: skip
    assert done.stdout.startswith("postgres://")
    assert done.stderr == ""
    assert time.monotonic() - begun < 30


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", USE, "0"], cwd=ROOT, env=environment(tmp_path / "file" / "var"), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "PORTAL_DATA_DIR" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must become somebody else")
def test_root_says_when_the_service_user_cannot_reach_the_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    done = subprocess.run(
        [sys.executable, "-c", USE, "0"], cwd=ROOT, env=environment(closed / "var"), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "service user" in done.stderr
    assert done.stderr.count("\n") == 1
    assert closed.stat().st_mode & 0o777 == 0o700
