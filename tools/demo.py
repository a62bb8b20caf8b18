"""`make demo`: servers, migrations, demo data, then web, worker and beat in the foreground until Ctrl-C."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from safety_portal import bootstrap

PASSWORD = "Demo-133-2023!"
ACCOUNTS = (
    ("prov-em", "浙江省应急管理厅"),
    ("em-330100", "杭州市应急管理局（负责人 em-330100-lead）"),
    ("em-330600", "绍兴市应急管理局"),
    ("em-330106", "西湖区应急管理局"),
    ("reg-zj / reg-nb", "浙江、宁波监管局"),
    ("reg-330300", "国家金融监督管理总局温州监管分局"),
    ("ins-a-zj / ins-a-nb", "之江财险(示例)浙江、宁波分公司"),
    ("ins-a-330300", "之江财险(示例)温州中心支公司"),
    ("ag-01", "第三方服务机构"),
    ("sa-330100-constr", "杭州市住房和城乡建设局"),
    ("adm-system / adm-security / adm-audit", "三员"),
)
START_SECONDS = 90
STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """A signal asked for the end."""


def say(text: str) -> None:
    print(text, flush=True)


def fail(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    raise SystemExit(1)


def wanted_port() -> int:
    """PORT from the environment, free on 127.0.0.1; else one sentence and exit 1."""
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        fail(f"PORT is {text!r}: it must be a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            fail(
                f"Port {text} cannot be used ({error.strerror}): stop what uses it, or choose another with PORT=9000 make demo."
            )
    return int(text)


def end_with_parent() -> None:
    """In the child: get SIGTERM when the launcher dies, even by kill -9."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def run_command(*words: str) -> None:
    """A management command that must succeed before the portal can start."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=end_with_parent,
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
        fail(f"manage.py {words[0]} failed: {last[0]}")


def start(name: str, command: list[str], logs: Path) -> subprocess.Popen[bytes]:
    """A long-running child in its own process group, so that the terminal's Ctrl-C is ours to pass on."""
    with (logs / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )


def stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """TERM to each family, KILL after ten seconds."""
    for child in children.values():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
    end = time.monotonic() + STOP_SECONDS
    for child in children.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, end - time.monotonic()))
    for child in children.values():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=3) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def watch(children: dict[str, subprocess.Popen[bytes]], logs: Path) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise SystemExit(f"The process {name} ended by itself: see {logs / (name + '.log')}.")


def main() -> None:
    def on_signal(*_: object) -> None:
        raise Stopped

    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, on_signal)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        serve(children)
    except Stopped:
        pass
    finally:
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, signal.SIG_IGN)
        stop(children)
        bootstrap.leave()


def serve(children: dict[str, subprocess.Popen[bytes]]) -> None:
    port = wanted_port()
    # QR codes on documents lead to where this demo answers.
    os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{port}")
    bootstrap.start()
    logs = bootstrap.data_dir() / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    say("Preparing the database …")
    run_command("migrate", "--no-input", "--verbosity", "0")
    run_command("seed_demo", "--scale", "small", "--if-empty")
    run = [sys.executable, "-m"]
    children["web"] = start("web", [*run, "gunicorn", "-c", "deploy/gunicorn.conf.py", "safety_portal.wsgi"], logs)
    children["worker"] = start(
        "worker", [*run, "celery", "-A", "safety_portal", "worker", "--concurrency", "2", "-l", "INFO"], logs
    )
    children["beat"] = start("beat", [*run, "celery", "-A", "safety_portal", "beat", "-l", "INFO"], logs)
    end = time.monotonic() + START_SECONDS
    while not answers(port):
        watch(children, logs)
        if time.monotonic() > end:
            raise SystemExit(f"The portal did not answer within {START_SECONDS} seconds: see {logs / 'web.log'}.")
        time.sleep(0.3)
    say(f"READY http://127.0.0.1:{port}")
    say(f"Password of all accounts: {PASSWORD}")
    for name, who in ACCOUNTS:
        say(f"  {name:<40}{who}")
    say("Ctrl-C stops everything; the data stay.")
    while True:
        watch(children, logs)
        time.sleep(1)


if __name__ == "__main__":
    main()
