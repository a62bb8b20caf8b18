"""Chromium 86, the oldest browser that the portal promises: main pages opened and used in it, no error of a script.

.venv/bin/python tools/chromium86.py [--base http://127.0.0.1:8000]

The browser is the one of the npm package chrome-aws-lambda 5.3.1 (86.0.4240.0, MIT), fetched once by npm, checked
against its digest and unpacked into var/chromium86. Needs node (for npm and for unpacking) and, on Debian, the packages
libnss3 and fonts-noto-cjk. Without --base the portal is one of the tool's own, with the data of the demonstration. Playwright's own
waiting and clicking need a newer browser: what is done here is done by the page's own script and the keyboard. Prints each
page and what is wrong there; exit 1 where anything is.
"""

import argparse
import base64
import hashlib
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Error, Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from own_portal import Portal

PASSWORD: Final = "Demo-133-2023!"
PACKAGE: Final = "chrome-aws-lambda@5.3.1"
DIGEST: Final = "KklZTy2p2U/86cCh1hKL3PGDqoirQCAg7uejvNIn0rDBkWj4Su4GOjYMRVB3kthLwmnWhh3x63RDBTCAaQ9Q3Q=="
PLACE: Final = ROOT / "var" / "chromium86"
UNPACK: Final = """
const zlib = require('zlib'), fs = require('fs');
fs.writeFileSync('chromium', zlib.brotliDecompressSync(fs.readFileSync('package/bin/chromium.br')), {mode: 0o755});
"""
FLAGS: Final = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
#: By how much the page is wider than the window.
OVER: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

DAY: Final = "document.querySelector('input[data-day]').value"


def fetched() -> Path:
    """The browser, fetched and unpacked where it is not there yet."""
    browser = PLACE / "chromium"
    if browser.exists():
        return browser
    if not shutil.which("npm") or not shutil.which("node"):
        sys.exit("npm and node are needed to fetch Chromium 86: on Debian install npm.")
    PLACE.mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=PLACE, check=True, stdout=subprocess.DEVNULL)
    archive = PLACE / "chrome-aws-lambda-5.3.1.tgz"
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != DIGEST:
        sys.exit(f"{archive.name} is not the package that was looked at: its digest differs.")
    subprocess.run(["tar", "xzf", archive.name], cwd=PLACE, check=True)
    subprocess.run(["node", "-e", UNPACK], cwd=PLACE, check=True)
    shutil.rmtree(PLACE / "package")
    archive.unlink()
    return browser


class Smoke:
    """One person's window; `faults` collects what scripts and widths complain of."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.faults: list[str] = []
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on(
            "console", lambda said: self.faults.append(f"{page.url}: {said.text}") if said.type == "error" else None
        )

    def open(self, path: str, *, is_phone: bool = False) -> None:
        self.page.set_viewport_size({"width": 390 if is_phone else 1366, "height": 900})
        answer = self.page.goto(self.base + path)
        status = answer.status if answer else 0
        over = self.page.evaluate(OVER)
        print(f"{status} {path}{' phone' if is_phone else ''}", flush=True)
        if status >= 400 or over > 0:
            self.faults.append(f"{path}: status {status}, {over} px too wide")

    def must(self, holds: object, sentence: str) -> None:
        if not holds:
            self.faults.append(f"{self.page.url}: {sentence}")

    def ask(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def wait(self, expression: str) -> None:
        """Until the page says yes, twenty seconds at most."""
        for _ in range(100):
            with suppress(Error):  # the page is being left
                if self.ask(expression):
                    return
            time.sleep(0.2)
        self.faults.append(f"{self.page.url}: waited in vain for {expression}")

    def type(self, selector: str, text: str) -> None:
        self.ask(f"(one => (one.focus(), one.select()))(document.querySelector({selector!r}))")
        self.page.keyboard.type(text)

    def click(self, selector: str) -> None:
        self.ask(f"document.querySelector({selector!r}).click()")

    def sign_in(self, name: str) -> None:
        self.open("/accounts/login/")
        self.type("input[name=login]", name)
        self.type("input[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.wait("!!document.querySelector('.p-who')")

    def link(self, pattern: str) -> str:
        """The first link of the page that fits."""
        links: list[str] = self.ask("[...document.querySelectorAll('a[href]')].map(one => one.getAttribute('href'))")
        found = next((link for link in links if re.fullmatch(pattern, link)), "")
        self.must(found, f"no link {pattern}")
        return found


def lists(smoke: Smoke) -> None:
    """A list with its filters, on desk and phone, and a record."""
    smoke.open("/hazards/", is_phone=True)
    smoke.must(
        smoke.ask("document.querySelector('.p-later').offsetHeight === 0"), "all filters stand open on the phone"
    )
    smoke.open("/hazards/")
    smoke.click(".p-more summary")
    smoke.click(".p-day-open")
    smoke.page.keyboard.press("ArrowLeft")
    smoke.page.keyboard.press("Enter")
    smoke.must(smoke.ask(DAY) == "2023-11-22", "the calendar writes no day")
    smoke.click(".p-query button[type=submit]")
    smoke.wait("!!document.querySelector('.p-chip')")
    record = smoke.link(r"/hazards/\d+/")
    smoke.open(record)


def form(smoke: Smoke) -> None:
    """A form: a day typed short, and a picker that offers."""
    smoke.open("/hazards/new/")
    smoke.type("input[data-day]", "20231120")
    smoke.page.keyboard.press("Tab")
    smoke.must(smoke.ask(DAY) == "2023-11-20", "a day typed short stays so")
    smoke.type("main [hx-get]", "示例")
    smoke.wait("!!document.querySelector('.p-picks > *')")


def find(smoke: Smoke) -> None:
    """The box of the top bar: its first answers, one of them chosen by the keyboard, and a document at the found word."""
    smoke.open("/gap/")
    smoke.type(".p-find input", "交叉检查小组")
    smoke.wait("!!document.querySelector('#find-list a[href*=library]')")
    smoke.page.keyboard.press("ArrowDown")
    smoke.page.keyboard.press("Enter")
    smoke.wait("location.pathname.startsWith('/library/')")
    smoke.must(smoke.ask("!!document.querySelector('mark#hit')"), "the document marks no word")


def visit(smoke: Smoke) -> None:
    """The questions of an inspection on a phone: the first that is still open."""
    smoke.open("/inspections/8/")
    item = smoke.link(r"/inspections/enterprises/\d+/")
    smoke.open(f"{item}visit/", is_phone=True)


def overview(smoke: Smoke) -> None:
    """The overview with its chart, in light and as the dark screen."""
    smoke.open("/overview/")
    smoke.must(smoke.ask("!!document.querySelector('[data-trend] canvas')"), "the chart is not drawn")
    smoke.open("/overview/?view=screen")
    smoke.open("/", is_phone=True)


ROADS: Final[tuple[tuple[str, Callable[[Smoke], None]], ...]] = (
    ("em-330100", lists),
    ("em-330100", form),
    ("em-330100", find),
    ("em-330200", visit),
    ("prov-em", overview),
)


def run(base: str) -> list[str]:
    faults: list[str] = []
    for name, road in ROADS:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=fetched(), args=list(FLAGS))
            print(f"Chromium {browser.version}, {name}", flush=True)
            smoke = Smoke(browser.new_page(locale="en-US"), base)
            try:
                smoke.sign_in(name)
                road(smoke)
            except Error as error:
                smoke.faults.append(f"{smoke.page.url}: {str(error)[:300]}")
            faults += smoke.faults
            browser.close()
    return faults


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", default="")
    options = parser.parse_args()
    fetched()
    portal = None if options.base else Portal()
    try:
        faults = run(options.base or f"http://127.0.0.1:{portal.port if portal else 0}")
    finally:
        if portal:
            portal.end()
    print("\n".join(faults) or "No fault.")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
