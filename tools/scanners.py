"""sqlmap and wapiti against a portal of this run's own, on this machine alone: what they find.

.venv/bin/python tools/scanners.py [--seconds 900] [--only sqlmap,wapiti] [--level 3]

Both come from the package index into `var/scanners`, an environment of their own: they are no part of the portal.
sqlmap tries every parameter of the ledgers' lists as a signed-in bureau: at level 1 those alone that look suspicious, at
a higher one all of them by the faults that they provoke, with headers and cookies at the first list (to tell two pages
apart takes sqlmap seconds, since each has tokens of its own). wapiti walks the pages that are linked. `--seconds` bounds each. Exit 1 where one finds an
injection, or anything of medium weight or more, or could not be run: a scan that was not made is no pass.
"""

import argparse
import json
import re
import subprocess
import sys
import time
import venv
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from browsing import Browser
from own_portal import Portal

HOME = ROOT / "var" / "scanners"
PACKAGES = {"sqlmap": "sqlmap", "wapiti": "wapiti3"}
PERSON = "em-330100"
LISTS = ("/policies/", "/enterprises/", "/hazards/", "/activities/", "/expenses/", "/plans/", "/coverage/")
FIELD = re.compile(r'<(?:input|select)[^>]*\bname="([a-z_]+)"')
#: What sqlmap says of a parameter that it has done with.
TRIED = re.compile(r"parameter '[^']+' does not seem to be injectable|skipping \w* ?parameter")
#: Not parameters of a list: tokens and what other forms of the page send.
OTHERS = frozenset({"csrfmiddlewaretoken", "next", "language", "large_type"})
#: wapiti's weights: 1 low, 2 medium, 3 high, 4 critical.
MEDIUM = 2
MODULES = "http_headers,cookieflags,csp,sql,xss,crlf,redirect,file,exec,ssrf,xxe"
#: Of the time given, so much is for walking the pages; the rest is shared by the modules, which come one by one.
WALK = 0.4
#: Between two lines on how far it is.
TELL_SECONDS = 60


def program(name: str) -> Path | None:
    """The scanner in its own environment, installed where it is missing; None where that is not possible."""
    found = HOME / "bin" / name
    if not found.exists():
        venv.create(HOME, with_pip=True)
        words = [
            str(HOME / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            PACKAGES[name],
        ]
        subprocess.run(words, check=False)
    return found if found.exists() else None


def cookie_of(browser: Browser) -> str:
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def addresses(browser: Browser) -> list[str]:
    """Each list with every parameter of its forms."""
    found = []
    for path in LISTS:
        status, page = browser.ask("GET", path)
        if status != 200:
            continue
        names = sorted({*FIELD.findall(page), "page", "sort", "q"} - OTHERS)
        found.append(f"http://127.0.0.1:{browser.port}{path}?{urlencode(dict.fromkeys(names, '1'))}")
    return found


def parameters(address: str) -> str:
    """The names of an address's parameters, by commas."""
    return ",".join(name for name, _value in parse_qsl(urlsplit(address).query))


def sqlmap(tool: Path, browser: Browser, seconds: int, level: int) -> bool:
    """Whether no parameter of any list lets SQL in, all of them tried within the time."""
    lists, is_fine, began = addresses(browser), True, time.monotonic()
    for turn, address in enumerate(lists):
        share = (seconds - (time.monotonic() - began)) / (len(lists) - turn)
        words = [str(tool), "-u", address, "--cookie", cookie_of(browser), "--batch", "--level", str(level)]
        words += ["--dbms", "PostgreSQL", "--flush-session", "--drop-set-cookie", "--output-dir", str(HOME / "sqlmap")]
        words += ["--smart"] if level == 1 else ["--technique", "E"]
        words += ["-p", parameters(address)] if turn and level > 1 else []
        told, is_whole = answer_within(words, max(share, 1))
        bad = "injection point" in told or "is vulnerable" in told
        tried = len(TRIED.findall(told))
        is_whole = is_whole and tried > 0
        verdict = "INJECTION" if bad else "nothing found" if is_whole else "NOT TO THE END"
        print(f"sqlmap: {address.split('?')[0]}: {verdict}, {tried} parameters and headers", flush=True)
        is_fine = is_fine and is_whole and not bad
    return is_fine and bool(lists)


def answer_within(words: list[str], seconds: float) -> tuple[str, bool]:
    """What a program said, and whether it came to its end; now and then a line on how far it is."""
    began = time.monotonic()
    log = HOME / "sqlmap.log"
    with log.open("wb") as told, subprocess.Popen(words, stdout=told, stderr=subprocess.STDOUT) as running:
        while (left := seconds - (time.monotonic() - began)) > 0:
            with suppress(subprocess.TimeoutExpired):
                running.wait(min(left, TELL_SECONDS))
                return log.read_text(errors="replace"), True
            tried = len(TRIED.findall(log.read_text(errors="replace")))
            print(f"  {tried} tried after {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        running.kill()
    return log.read_text(errors="replace"), False


def wapiti(tool: Path, browser: Browser, seconds: int, _level: int) -> bool:
    """Whether nothing of medium weight or more was found."""
    root, report = f"http://127.0.0.1:{browser.port}/", HOME / "wapiti.json"
    report.unlink(missing_ok=True)
    words = [
        str(tool),
        "-u",
        root,
        "-H",
        f"Cookie: {cookie_of(browser)}",
        "-x",
        f"{root}accounts/logout/",
        "-m",
        MODULES,
    ]
    attack = seconds * (1 - WALK) / len(MODULES.split(","))
    words += ["--max-scan-time", f"{seconds * WALK:.0f}", "--max-attack-time", f"{attack:.0f}", "--scope", "folder"]
    words += ["--max-files-per-dir", "20", "--max-links-per-page", "40", "--scan-force", "polite", "--tasks", "4"]
    words += ["-f", "json", "-o", str(report), "--flush-session", "--no-bugreport"]
    log = HOME / "wapiti.log"
    with suppress(subprocess.TimeoutExpired), log.open("wb") as told_so_far:
        subprocess.run(words, stdout=told_so_far, stderr=subprocess.STDOUT, timeout=seconds * 2 + 120, check=False)
    if not report.exists():
        print(f"wapiti: no report: the scan was not made. {log.read_text(errors='replace')[-300:]}")
        return False
    told = json.loads(report.read_text(encoding="utf-8"))
    found = [(kind, one) for kind, several in told["vulnerabilities"].items() for one in several]
    for kind, one in found:
        print(f"wapiti: weight {one['level']}: {kind}: {one['method']} {one['path']}: {one['info']}")
    print(f"wapiti: {told['infos'].get('crawled_pages_nbr', '?')} pages, {len(found)} findings")
    return all(int(one["level"]) < MEDIUM for _kind, one in found)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=900)
    arguments.add_argument("--only", default=",".join(PACKAGES))
    arguments.add_argument("--level", type=int, default=1)
    given = arguments.parse_args()
    tools = {name: program(name) for name in given.only.split(",")}
    if missing := [name for name, tool in tools.items() if tool is None]:
        sys.exit(f"Not done, so no pass: {', '.join(missing)} could not be installed.")
    portal = Portal()
    try:
        browser = Browser(portal.port, PERSON).sign_in()
        deeds = {"sqlmap": sqlmap, "wapiti": wapiti}
        fine = [
            deeds[name](tool, browser, given.seconds, given.level) for name, tool in tools.items() if tool is not None
        ]
    finally:
        portal.end()
    sys.exit(0 if all(fine) else 1)


if __name__ == "__main__":
    main()
