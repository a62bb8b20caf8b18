"""The embedded servers: shared through their folder, gone after their last user, back after any accident."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import redis

from tests.safety_portal.processes import (
    PATIENCE,
    ROOT,
    USE,
    addresses,
    cmdline,
    data_folder,
    environment,
    eventually,
    kill,
    open_files,
    processes,
    start_user,
)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder with a blank in its path that the service user can reach."""
    with data_folder("portal test") as made:
        yield made


def test_two_processes_share_one_pair_and_it_stops_after_a_kill(folder: Path) -> None:
    first = start_user(folder)
    told = addresses(first)
    second = start_user(folder)
    assert addresses(second) == told
    second.communicate(timeout=PATIENCE)
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
    kill(processes(folder))
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
    """`x=$(manage.py …)` returns: no server and no keeper holds a stream of its starter."""
    starter = start_user(folder)
    addresses(starter)
    streams = {str(Path(f"/proc/{starter.pid}/fd/{number}").readlink()) for number in (0, 1, 2)}
    servers = processes(folder)
    assert len(servers) >= 3
    assert streams.isdisjoint(stream for pid in servers for stream in open_files(pid))
    out, err = starter.communicate(timeout=PATIENCE)
    assert (starter.returncode, out, err) == (0, "", "")


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", USE],
        cwd=ROOT,
        env=environment(tmp_path / "file" / "var"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "PORTAL_DATA_DIR" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must become somebody else")
def test_root_says_when_the_service_user_cannot_reach_the_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    done = subprocess.run(
        [sys.executable, "-c", USE],
        cwd=ROOT,
        env=environment(closed / "var"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "service user" in done.stderr
    assert done.stderr.count("\n") == 1
    assert closed.stat().st_mode & 0o777 == 0o700


def test_when_memory_is_short_the_cache_makes_room_and_no_job_goes(folder: Path) -> None:
    user = start_user(folder, DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing", VALKEY_MEMORY_MB="8")
    with redis.Redis.from_url(addresses(user)[1]) as bell:
        told = bell.info("memory")
        assert (told["maxmemory"], told["maxmemory_policy"]) == (8 << 20, "volatile-lru")
        bell.lpush("celery", *(b"job %d" % number for number in range(100)))
        for number in range(1000):
            bell.set(f"cached:{number}", b"x" * 20_000, ex=300)
        assert bell.llen("celery") == 100
        assert 0 < len(bell.keys("cached:*")) < 1000
    user.kill()
    user.wait()


def test_a_bound_on_memory_that_is_no_number_is_told(folder: Path) -> None:
    user = start_user(folder, DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing", VALKEY_MEMORY_MB="much")
    assert "VALKEY_MEMORY_MB" in user.communicate(timeout=PATIENCE)[1]
    assert user.returncode == 1
