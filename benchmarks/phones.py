"""Two hundred phones on their visits, each sending its draft every 15 seconds for five minutes, through the web server.

Two officers share a form, each with answers of their own; each phone has a session of its own and opens the line anew
each time, as phones do. At the end each form must hold what its phones sent last, each packet stand on record once.
`PHONE_SECONDS=60` is for a quick look. Bounded: one thread a phone, a fixed number of rounds, loopback only.
"""

import http.client
import json
import os
import statistics
import threading
import time
from dataclasses import dataclass, field
from uuid import uuid4

from django.conf import settings
from django.db import connection

from accounts.models import User
from benchmarks import server
from benchmarks.lists import client_of
from core import clock
from enterprises.models import Enterprise
from inspections.choices import TaskState
from inspections.models import InspectedEnterprise, Packet, Task
from reports.seeding import seed
from tests.inspections.rows import add_enterprise

PHONES, EVERY = 200, 15
#: What the two officers of a form answer: a text, a number, a yes or no.
ANSWERS = (("remark", "notices_seen", "train"), ("policy_no", "people", "drill"))
SECONDS = int(os.environ.get("PHONE_SECONDS", "300"))


def build() -> dict[str, float]:
    """The demonstration's data: five tasks are running."""
    seed(scale="small", seed=133, today=clock.today())
    return {}


@dataclass
class Phone:
    """One officer's phone: its session and form, what it sent last, and how the server answered."""

    number: int
    item: int
    name: str
    headers: dict[str, str] = field(default_factory=dict)
    last: str = ""
    version: int = 1
    waiting: str = ""
    taken: int = 0
    took: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"/inspections/enterprises/{self.item}/packets/"

    def sign_in(self) -> None:
        """The cookie of a session, and the token as a phone gets it anew."""
        client = client_of(self.name)
        token = client.get(self.address).json()["token"]
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        self.headers = {"Cookie": cookies, "X-CSRFToken": token, "Content-Type": "application/json"}

    def send(self, port: int, number: int) -> None:
        """What waits for its receipt is sent again first, under its own id, as a phone does."""
        if self.waiting and not self.post(port, self.waiting):
            return
        self.last = f"第 {self.number} 部手机第 {number} 份草稿"
        given = (self.last, str(number), str(number % 2 > 0).lower())
        answers = dict(zip(ANSWERS[self.number % 2], given, strict=True))
        known = dict.fromkeys(answers, self.version) if self.version > 1 else {}
        sent = {"id": str(uuid4()), "version": 1, "versions": known, "answers": answers, "told_at": "2023-11-23T09:00"}
        self.post(port, json.dumps(sent))

    def post(self, port: int, sent: str) -> bool:
        """Whether the server has answered for it."""
        self.waiting, begun = sent, time.perf_counter()
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            line.request("POST", self.address, sent, self.headers)
            answer = line.getresponse()
            body = answer.read()
            line.close()
        except OSError as error:
            self.faults.append(str(error))
            return False
        self.took.append(time.perf_counter() - begun)
        told = json.loads(body) if answer.status == 200 else {}
        if not told or told["clashes"] or told["errors"]:
            self.faults.append(f"{answer.status} {body[:200]!r}")
            return False
        self.waiting, self.version, self.taken = "", told["version"], self.taken + 1
        return True


def forms() -> list[Phone]:
    """A form for each two phones, shared out among the running tasks; two officers of the bureau hold them."""
    tasks = list(Task.objects.filter(state=TaskState.IN_PROGRESS).select_related("campaign").order_by("annex_no"))
    phones: list[Phone] = []
    for task in tasks:
        officer = User.objects.select_related("organisation").get(username=f"em-{task.inspecting_id}")
        chosen = InspectedEnterprise.objects.filter(task=task).values("enterprise")
        firms = Enterprise.objects.filter(city__code=task.inspected_id).exclude(pk__in=chosen).order_by("pk")
        for firm in firms[: PHONES // len(tasks)]:
            item = add_enterprise(task=task, enterprise=firm, by=officer, today=clock.today(), at=clock.now())
            for name in (officer.username, f"{officer.username}-lead"):
                phones.append(Phone(len(phones), item.pk, name))
    return phones[:PHONES]


def work(phone: Phone, port: int, begin: float, rounds: int) -> None:
    """Send at the phone's own beat, shifted so that all phones together send evenly; at the end what still waits."""
    for number in range(1, rounds + 1):
        due = begin + EVERY * (number - 1) + EVERY * phone.number / PHONES
        time.sleep(max(0.0, due - time.perf_counter()))
        phone.send(port, number)
    if phone.waiting:
        phone.post(port, phone.waiting)


def measure() -> dict[str, float]:
    """Errors, lost drafts, and how long a draft takes."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    phones, rounds = forms(), max(1, SECONDS // EVERY)
    for phone in phones:
        phone.sign_in()
    before = Packet.objects.count()
    with server.running(workers=2) as port:
        begin = time.perf_counter() + 1
        threads = [threading.Thread(target=work, args=(phone, port, begin, rounds)) for phone in phones]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    connection.close()
    kept = {row.pk: row for row in InspectedEnterprise.objects.filter(pk__in=[one.item for one in phones])}
    faults = [fault for phone in phones for fault in phone.faults]
    for fault in faults[:5]:
        print(f"  {fault}")
    took = sorted(one for phone in phones for one in phone.took)
    lost = sum(getattr(kept[phone.item], ANSWERS[phone.number % 2][0]) != phone.last for phone in phones)
    lost += sum(bool(phone.waiting) for phone in phones)
    doubled = abs(Packet.objects.count() - before - sum(phone.taken for phone in phones))
    return {
        "phones": len(phones),
        "phones_sent": len(took),
        "phones_faults": len(faults),
        "phones_lost": lost + doubled,
        "phones_ms": round(statistics.median(took) * 1000, 1),
        "phones_p95_ms": round(took[int(len(took) * 0.95)] * 1000, 1),
    }
