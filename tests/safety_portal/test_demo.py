"""The launcher: refusals in one sentence, and a whole life of the demo."""

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.safety_portal.processes import PATIENCE, ROOT, data_folder, environment, eventually, processes

pytestmark = pytest.mark.xdist_group("demo")


def demo(folder: Path, port: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "tools/demo.py"],
        cwd=ROOT,
        env=environment(folder, PORT=str(port), PORTAL_MODE="demo"),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def read_until_ready(process: "subprocess.Popen[str]") -> list[str]:
    lines = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line.rstrip())
        if line.startswith("Ctrl-C"):
            return lines
    raise AssertionError((lines, process.stderr.read() if process.stderr else ""))


@pytest.fixture
def folder() -> Iterator[Path]:
    with data_folder("portal demo") as made:
        yield made


def test_a_port_in_use_is_one_sentence(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = demo(folder, taken.getsockname()[1])
        _out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert err.count("\n") == 1
    assert "PORT=" in err
    assert not processes(folder)


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_a_port_that_is_none_is_one_sentence(folder: Path, port: str) -> None:
    done = subprocess.run(
        [sys.executable, "tools/demo.py"],
        cwd=ROOT,
        env=environment(folder, PORT=port),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_the_demo_lives_serves_and_leaves_nothing_behind(folder: Path) -> None:
    port = free_port()
    process = demo(folder, port)
    lines = read_until_ready(process)
    assert f"READY http://127.0.0.1:{port}" in lines
    assert any("prov-em" in line for line in lines)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=PATIENCE) as page:
        assert 'name="login"' in page.read().decode()
    address = f"PORTAL_URL=http://127.0.0.1:{port}".encode()
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) >= 3
    assert all(address in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") for pid in children)
    beside = subprocess.run(
        [sys.executable, "manage.py", "check_integrity", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=environment(folder, PORTAL_MODE="demo"),
    )
    assert beside.stdout.startswith('{"ok": true')
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert eventually(lambda: not processes(folder)), processes(folder)

    again = demo(folder, port)
    read_until_ready(again)
    again.kill()
    again.wait()
    assert eventually(lambda: not processes(folder)), processes(folder)
    assert eventually(lambda: port_is_free(port))


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
