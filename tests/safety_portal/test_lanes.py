"""A crowd at the door keeps nobody waiting who is in (ADR 34)."""

import http.client
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.door import hashing
from safety_portal import lanes
from safety_portal.embedded.postgres import free_port
from tests.core.worker import wait_for
from tests.safety_portal.doors import OPEN

#: One worker for all of them: the web server is started once.
pytestmark = pytest.mark.xdist_group("lanes")
ROOT = Path(__file__).resolve().parent.parent.parent
CROWD = 4
#: Seconds after which an answer does not come any more.
LONGEST = 300


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("door")


@pytest.fixture(scope="module")
def port(door: Path) -> Iterator[int]:
    """One process with one thread for pages."""
    number = free_port()
    words = ["-k", "safety_portal.lanes.LanedWorker", "--threads", "1", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{number}", *words, "tests.safety_portal.doors"]
    environment = {**os.environ, "DOOR": str(door)}
    web = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: answers(number), "the web server", pause=0.1)
    yield number
    (door / OPEN).touch()  # or it would wait for those who stand there
    web.terminate()
    web.wait()


def answers(port: int) -> bool:
    try:
        return ask(port, "/")[0] == 200
    except OSError:
        return False


def ask(port: int, path: str, body: str = "") -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    line.request("POST", path, body)
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return answer.status, text


def test_a_page_is_served_while_a_crowd_waits_at_the_door(port: int, door: Path) -> None:
    inside: list[tuple[int, str]] = []
    crowd = [
        threading.Thread(target=lambda n=n: inside.append(ask(port, "/accounts/login/", f"n={n}")))
        for n in range(CROWD)
    ]
    (door / OPEN).unlink(missing_ok=True)
    before = set(door.iterdir())
    for one in crowd:
        one.start()
    wait_for(lambda: set(door.iterdir()) - before, "somebody at the door")
    assert ask(port, "/policies/", "x")[1].endswith(" x")
    assert inside == []
    (door / OPEN).touch()
    for one in crowd:
        one.join()
    assert sorted(inside) == [(200, f"{lanes.NAME} n={n}") for n in range(CROWD)]


def test_a_connection_stays_open_from_lane_to_lane(port: int, door: Path) -> None:
    (door / OPEN).touch()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    served = []
    for path, body in (("/", "a"), ("/accounts/login/", "b"), ("/", "c")):
        line.request("POST", path, body)
        served.append(line.getresponse().read().decode())
    line.close()
    assert [text.split()[1] for text in served] == ["a", "b", "c"]
    assert served[1].startswith(lanes.NAME)


def test_a_connection_comes_to_the_door_as_often_as_it_likes(port: int, door: Path) -> None:
    """A proxy keeps its connections open for the sign-ins of many people."""
    (door / OPEN).touch()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    for number in range(sys.getrecursionlimit() + 50):
        line.request("POST", "/accounts/login/", str(number))
        answer = line.getresponse()
        assert (answer.status, answer.read().decode()) == (200, f"{lanes.NAME} {number}")
    line.close()


def test_the_page_of_a_full_door_is_a_whole_answer() -> None:
    head, _, page = lanes.BUSY.decode().partition("\r\n\r\n")
    assert f"Content-Length: {len(page.encode())}" in head
    assert lanes.SENTENCE in page


def test_passwords_are_hashed_one_at_a_time_and_give_way() -> None:
    at_once: list[int] = []
    busy = threading.Semaphore(1)

    def work() -> int:
        at_once.append(busy.acquire(blocking=False))
        threading.Event().wait(0.02)
        busy.release()
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    niceness: list[int] = []
    several = [threading.Thread(target=lambda: niceness.append(hashing.in_lane(work))) for _ in range(4)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    here = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert at_once == [True] * 4
    assert set(niceness) == {min(here + hashing.LOWER, 19)}


def test_a_wrong_password_and_a_fault_come_back_out_of_the_lane() -> None:
    hasher = hashing.LanedHasher()
    encoded = hasher.encode("Right-133-2023!", "salt-of-a-test")
    assert hasher.verify("Right-133-2023!", encoded)
    assert not hasher.verify("Wrong-133-2023!", encoded)
    with pytest.raises(ValueError, match="not enough values"):
        hasher.verify("Right-133-2023!", "argon2")
