"""People in turn over connections that stay: 10,000 requests, and what each of them was given that is not theirs.

.venv/bin/python tools/interleave.py [--requests 10000] [--threads 8] [--pgbouncer PROGRAM]

On the databases of the data folder, with whatever ledgers they hold. Without a filter of Python each request reads
policies, expenses and services by SQL, every twentieth one as a page; every seventh one fails amid its transaction,
and between two requests the connection must give nothing. With PgBouncer's program all of it goes through one in
transaction mode with two connections to the server for all threads. Exit 1 with the first leaks.
"""

import argparse
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")
from safety_portal import bootstrap
from safety_portal.embedded.postgres import free_port

if TYPE_CHECKING:
    from accounts.models import User

#: Insurer, city, county and enterprise of a row.
Row = tuple[object, object, object, object]

QUERIES = (
    "SELECT insurer_id, city_code, county_code, enterprise_id FROM policies_policy",
    "SELECT insurer_id, city_code, county_code, enterprise_id FROM expenses_expense",
    "SELECT insurer_id, city_code, county_code, enterprise_id FROM activities_activity",
)
PEOPLE = (
    "em-330100",
    "em-330600",
    "em-330106",
    "em-330203",
    "reg-zj",
    "reg-nb",
    "reg-330300",
    "ins-a-zj",
    "ins-a-nb",
    "ins-b-zj",
    "adm-system",
    "ag-01",
)
POOL = """
[databases]
{name} = host={host} port={port} dbname={name} pool_size=2
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own}
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
ignore_startup_parameters = extra_float_digits,options
unix_socket_dir =
"""


class Pool:
    """A PgBouncer of this run's own, in transaction mode."""

    def __init__(self, program: str, url: str) -> None:
        at = urlsplit(url)
        self.folder = Path(tempfile.mkdtemp(prefix="portal-pool."))
        self.folder.chmod(0o755)
        name, own = at.path.strip("/"), free_port()
        (self.folder / "users").write_text(f'"{at.username}" "{at.password}"\n', encoding="utf-8")
        text = POOL.format(name=name, host=at.hostname, port=at.port, own=own, folder=self.folder)
        (self.folder / "pool.ini").write_text(text, encoding="utf-8")
        as_root = os.getuid() == 0
        self.process = subprocess.Popen(
            [program, str(self.folder / "pool.ini"), *(["-u", "nobody"] if as_root else [])],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.url = f"postgres://{at.username}:{at.password}@127.0.0.1:{own}/{name}"
        time.sleep(1)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def opened(person: "User") -> tuple[set[object], set[object]]:
    """What temporary grants open to the person today: keys of enterprises, and pairs of insurer and city."""
    from accounts.models import OrganisationGrant
    from core import clock, walls
    from enterprises.models import EnterpriseGrant

    today = {"user": person, "ended_at": None, "until__gte": clock.today()}
    with walls.unattended():
        enterprises: set[object] = set(
            EnterpriseGrant.objects.filter(**today).values_list("content_object_id", flat=True)
        )
        insurers: set[object] = set(
            OrganisationGrant.objects.filter(**today).values_list("content_object_id", "city_id")
        )
    return enterprises, insurers


def strangers(person: "User", rows: list[Row], given: tuple[set[object], set[object]]) -> list[Row]:
    """The rows that lie outside of the person's scope and grants, by Python's own comparison."""
    from accounts.scope import scope_for

    scope = scope_for(person)
    if scope.nothing:
        return rows
    if scope.agency_id is not None:
        return []
    enterprises, insurers = given
    return [
        (insurer, city, county, enterprise)
        for insurer, city, county, enterprise in rows
        if (
            (scope.insurer_id is not None and insurer not in (None, scope.insurer_id))
            or (scope.city is not None and city != scope.city)
            or (scope.outside_city is not None and city == scope.outside_city)
            or (scope.county is not None and county != scope.county)
        )
        and enterprise not in enterprises
        and (insurer, city) not in insurers
    ]


def work(number: int, threads: int, requests: int, leaks: list[str], own: list[int]) -> None:
    """Every `threads`-th request; `own` gains the rows that each of them was rightly given."""
    from django.db import DatabaseError, connection, transaction
    from django.test import Client

    from accounts.models import User
    from core import walls

    people = list(User.objects.filter(username__in=PEOPLE).select_related("organisation").order_by("pk"))
    browsers = {person.pk: Client() for person in people}
    for browser, person in zip(browsers.values(), people, strict=True):
        browser.force_login(person, backend="accounts.backends.PortalBackend")
    given = {person.pk: opened(person) for person in people}
    for turn in range(number, requests, threads):
        person = people[(turn * 7 + turn // 13) % len(people)]
        if turn % 20 == 0:
            browsers[person.pk].get("/policies/")
        with walls.seeing_as(person):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(QUERIES[turn % 3])
                    rows = cursor.fetchall()
                    foreign = strangers(person, rows, given[person.pk])
                    own.append(len(rows) - len(foreign))
                    if turn % 7 == 0:
                        cursor.execute("SELECT 1 / 0")
            except DatabaseError:
                pass
        with connection.cursor() as cursor:
            cursor.execute(QUERIES[turn % 3])
            left = cursor.fetchall()
        if foreign or left:
            leaks.append(f"request {turn} of {person}: {len(foreign)} foreign rows, {len(left)} after it")
    connection.close()


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--requests", type=int, default=10_000)
    arguments.add_argument("--threads", type=int, default=8)
    arguments.add_argument("--pgbouncer", default=shutil.which("pgbouncer") or "")
    given = arguments.parse_args()
    bootstrap.start()
    pools = [Pool(given.pgbouncer, bootstrap.addresses().database_url)] if given.pgbouncer else []
    if pools:
        os.environ.setdefault("PORTAL_MODE", "demo")
        os.environ["DATABASE_URL"] = pools[0].url
    else:
        print("pgbouncer is not installed: the requests go straight to the server")
    try:
        found = run(given.requests, given.threads)
    finally:
        for pool in pools:
            pool.end()
    sys.exit(1 if found else 0)


def run(requests: int, threads: int) -> list[str]:
    import django

    django.setup()
    from django.conf import settings

    logging.disable(logging.CRITICAL)
    settings.ALLOWED_HOSTS = ["*"]
    settings.DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    leaks: list[str] = []
    own: list[int] = []
    workers = [threading.Thread(target=work, args=(n, threads, requests, leaks, own)) for n in range(threads)]
    begin = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(
        f"{requests} requests by {threads} threads in {time.monotonic() - begin:.0f} s: {len(leaks)} leaks, {sum(own)} own rows"
    )
    if len(own) < requests or not any(own):
        leaks.append(f"only {len(own)} requests were asked to their end, with {sum(own)} rows: nothing is proven")
    print("\n".join(leaks[:10]))
    return leaks


if __name__ == "__main__":
    main()
