"""Workbooks that somebody sends during a drill."""

import re
import sys
import threading
from contextlib import suppress

from browsing import TROUBLE, Browser

from drills.victims import Victim


def send_workbook(person: Browser, token: str, rows: str = "") -> int | None:
    """Send a list of enterprises; the number of the upload. Raises what a broken connection raises."""
    titles = "统一社会信用代码,企业名称,县(市、区),详细地址,高危行业领域,从业人员数,主要负责人,联系电话,企业状态,是否重点企业,存在外包外租"
    parts = {"csrfmiddlewaretoken": ("", token), "file": (f"{person.name}.csv", f"{titles}\n{rows}")}
    _status, target = person.send("/uploads/new/enterprises/", parts)
    found = re.search(r"/uploads/(\d+)/", target)
    return int(found[1]) if found else None


def upload(person: Browser) -> int:
    """Send a small list of enterprises; the number of the upload."""
    number = send_workbook(person, person.token("/uploads/new/enterprises/")[0])
    if number is None:
        sys.exit("No upload while Valkey is away.")
    return number


class Sender(threading.Thread):
    """Sends a workbook over a line at a crawl. `number` is that of the upload where an answer said it."""

    def __init__(self, browser: Browser, port: int, rows: str) -> None:
        super().__init__(daemon=True)
        self.browser, self.rows = browser, rows
        self.token, _page = browser.token("/uploads/new/enterprises/")
        self.number: int | None = None
        self.slow = Browser(port, browser.name, patience=180)
        self.slow.cookies = browser.cookies

    def run(self) -> None:
        with suppress(*TROUBLE):
            self.number = send_workbook(self.slow, self.token, self.rows)


class Steady(threading.Thread):
    """Sends one small workbook after the other until told to stop."""

    def __init__(self, port: int, name: str) -> None:
        super().__init__(daemon=True)
        self.browser = Browser(port, name).sign_in()
        self.token, _page = self.browser.token("/uploads/new/enterprises/")
        self.known: list[int] = []
        self.is_over = False

    def run(self) -> None:
        turn = 0
        while not self.is_over:
            turn += 1
            with suppress(*TROUBLE):
                number = send_workbook(self.browser, self.token, f"{turn:09},稳定,,,,,,,,,\n")
                if number is not None:
                    self.known.append(number)


def is_done(portal: Victim, number: int) -> bool:
    """Whether the job of the upload has ended."""
    return run_of(portal, number)[0] == "DONE"


def run_of(portal: Victim, number: int) -> tuple[str, int]:
    """The state of the job of the upload, and how many runs have begun."""
    query = f"SELECT j.state, j.attempts FROM core_job j JOIN imports_upload u ON u.job_id = j.id WHERE u.id = {number}"
    (found,) = portal.asked(query)
    return found[0], int(found[1])
