"""Every page that each of the thirteen roles reaches, in Chromium: what axe, a narrow window and the paper complain of.

.venv/bin/python tools/pages.py [--base http://127.0.0.1:8000] [--roles em-330100,ins-a-zj] [--english] [--most 200]
.venv/bin/python tools/pages.py --once [--base …] [--roles …]

Without --base the portal is one of the tool's own, with the data of the demonstration. Each kind of page (numbers in the
address folded) is opened once for each role: axe, and the width on a phone. The first time a kind is seen, in the one
window: the contrast of the dark theme and of the large type; the width at 1366, 683 (200 % zoom) and 390 pixels, in
large type, too; texts that overlap or stand one character a line on a phone, in large type and on A4; English words on
the Chinese page; what the console says. --english opens each kind once more, as the first role that reached it, in
English.

--once (make axe ONCE=1): over all roles each kind of page once (see page_kinds.py), in two browsers: axe whole in Chinese
light and dark and in large type at 390 pixels, and in English light; the width at 683 and 390 pixels, in large type,
too. Paper is left to the long walk. Each page looked at stands in the error output with its ways, so a walk that is
stopped tells how far it came.

Prints what is wrong; exit 1 where anything is.
"""

import argparse
import collections
import json
import multiprocessing
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from own_portal import Portal
from page_kinds import NO_PAGE, each_once, kind_of

PASSWORD: Final = "Demo-133-2023!"
CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
AXE: Final = (ROOT / "tests/vendor/axe.min.js").read_text(encoding="utf-8")
#: One account for each role.
ROLES: Final = (
    "prov-em",
    "em-330100",
    "em-330106",
    "reg-zj",
    "reg-nb",
    "reg-330300",
    "ins-a-zj",
    "ins-a-330300",
    "ag-01",
    "sa-330100-constr",
    "adm-system",
    "adm-security",
    "adm-audit",
)
#: What Playwright says of an address that is a file.
DOWNLOAD: Final = "Download is starting"
#: Pages that a browser of --once takes at a time.
AT_ONCE: Final = 30
#: Widths in pixels of A4 between its margins, as the print sheet sets them.
PORTRAIT, LANDSCAPE = 718, 1046
#: Words of the Latin alphabet that a Chinese page may hold: names of files, people's accounts, units, formats.
WORDS: Final = re.compile(r"(?<![\w.@/-])[A-Z]?[a-z]{3,}(?![\w.@/-])")
#: Names of programs and parts of addresses.
KNOWN: Final = frozenset({"Word", "Excel", "https", "http", "Ctrl", "Chrome", "Linux", "Windows"})

CROWDED: Final = """() => {
  const found = [], lines = [];
  const walker = document.createTreeWalker(document.querySelector('main') || document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, text = node.textContent.trim(), parent = node.parentElement;
    if (!text || !parent || parent.closest('script,style,svg,option,.sr-only,[hidden]')) continue;
    if (!parent.checkVisibility({checkOpacity: true, checkVisibilityCSS: true, contentVisibilityAuto: true})) continue;
    let isOut = false;
    for (let up = parent; up && !isOut; up = up.parentElement) {
      const style = getComputedStyle(up);
      isOut = ['fixed', 'sticky'].includes(style.position) || style.clip !== 'auto' || style.clipPath !== 'none';
    }
    if (isOut) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(r => r.width > 2 && r.height > 2);
    if (!rects.length) continue;
    if (rects.length >= 4 && text.length / rects.length < 2.2) found.push('squeezed: ' + text.slice(0, 24));
    const cut = parent.closest('.cut'), edge = cut ? cut.getBoundingClientRect().right : Infinity;
    rects.forEach(r => lines.push([{left: r.left, right: Math.min(r.right, edge), top: r.top, bottom: r.bottom}, text, parent]));
  }
  lines.sort((a, b) => a[0].top - b[0].top);
  for (let i = 0; i < lines.length; i++) for (let j = i + 1; j < lines.length && lines[j][0].top < lines[i][0].bottom - 4; j++) {
    const [a, x, p] = lines[i], [b, y, q] = lines[j];
    if (p === q) continue;
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 && Math.min(a.bottom, b.bottom) - b.top > 4)
      found.push('overlap: ' + x.slice(0, 16) + ' | ' + y.slice(0, 16));
  }
  return [...new Set(found)].slice(0, 3);
}"""
WIDER: Final = """() => {
  const page = document.documentElement, over = page.scrollWidth - page.clientWidth;
  if (over <= 0) return '';
  const worst = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > page.clientWidth + 1
    && !e.closest('.p-scroll'));
  return over + 'px ' + worst.slice(-1).map(e => e.outerHTML.slice(0, 110)).join();
}"""


def sign_in(browser: Browser, base: str, name: str) -> BrowserContext:
    context = browser.new_context(
        locale="en-US", bypass_csp=True, reduced_motion="reduce", viewport={"width": 1366, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    if "login" in page.url:
        sys.exit(f"{name} could not sign in.")
    return context


def run_axe(page: Page, rules: str = "") -> list[str]:
    only = f", runOnly: {{type: 'rule', values: ['{rules}']}}" if rules else ""
    found: list[dict[str, Any]] = page.evaluate(f"axe.run(document, {{resultTypes: ['violations']{only}}})")[
        "violations"
    ]
    return [f"{rule['id']} x{len(rule['nodes'])}: {rule['nodes'][0]['html'][:150]}" for rule in found]


def set_window(page: Page, width: int, *, large: bool = False) -> None:
    page.evaluate("large => document.documentElement.classList.toggle('large-type', large)", large)
    page.set_viewport_size({"width": width, "height": 900})


def looks(page: Page, *, whole: bool) -> Iterator[tuple[str, list[str]]]:
    """What is wrong with the open page, by the way of looking at it."""
    page.evaluate(AXE)
    yield "axe", run_axe(page)
    if not whole:
        set_window(page, 390)
        yield "wide 390", [text for text in [page.evaluate(WIDER)] if text]
        set_window(page, 1366)
        return
    page.evaluate("document.documentElement.setAttribute('data-bs-theme', 'dark')")
    yield "axe dark", run_axe(page, "color-contrast")
    page.evaluate("document.documentElement.removeAttribute('data-bs-theme')")
    set_window(page, 1366, large=True)
    yield "axe large", run_axe(page, "color-contrast")
    for width, large in ((1366, True), (683, True), (390, True), (390, False), (683, False)):
        set_window(page, width, large=large)
        yield f"wide {width}{' large' if large else ''}", [text for text in [page.evaluate(WIDER)] if text]
        if large or width == 390:
            yield f"crowded {width}{' large' if large else ''}", page.evaluate(CROWDED)
    set_window(page, 390)
    yield "axe 390", run_axe(page)
    page.emulate_media(media="print")
    is_ledger = page.evaluate("document.body.classList.contains('is-ledger')")
    set_window(page, LANDSCAPE if is_ledger else PORTRAIT)
    yield "paper wide", [text for text in [page.evaluate(WIDER)] if text]
    yield "paper crowded", page.evaluate(CROWDED)
    page.emulate_media(media="screen")
    set_window(page, 1366)


def looks_once(page: Page) -> Iterator[tuple[str, list[str]]]:
    """The ways of --once, of a page in Chinese."""
    page.evaluate(AXE)
    yield "axe", run_axe(page)
    page.evaluate("document.documentElement.setAttribute('data-bs-theme', 'dark')")
    yield "axe dark", run_axe(page)
    page.evaluate("document.documentElement.removeAttribute('data-bs-theme')")
    for width, large in ((683, False), (390, False), (390, True)):
        set_window(page, width, large=large)
        yield f"wide {width}{' large' if large else ''}", [text for text in [page.evaluate(WIDER)] if text]
    yield "crowded 390 large", page.evaluate(CROWDED)
    yield "axe 390 large", run_axe(page)
    set_window(page, 1366)


def looks_english(page: Page) -> Iterator[tuple[str, list[str]]]:
    """The ways of --once, of a page in English."""
    page.evaluate(AXE)
    yield "axe", run_axe(page)
    set_window(page, 390)
    yield "wide 390", [text for text in [page.evaluate(WIDER)] if text]
    set_window(page, 1366)


def look_at(base: str, places: list[tuple[str, str]]) -> tuple[int, int]:
    """Look at pages in a browser of this process; how many were seen, and how many faults."""
    seen = faults = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for role in dict.fromkeys(role for role, _address in places):
            for language, looking in (("", looks_once), (" en", looks_english)):
                context = sign_in(browser, base, role)
                if language:
                    context.add_cookies([{"name": "django_language", "value": "en", "url": base}])
                page = context.new_page()
                for address in (address for who, address in places if who == role):
                    found = []
                    try:
                        answer = page.goto(address, wait_until="load", timeout=60_000)
                        status = answer.status if answer else 0
                        if status >= 400:
                            found = [("status", [str(status)])]
                        else:
                            found = list(looking(page))
                            seen += 1
                    except Error as error:
                        if DOWNLOAD in str(error):
                            continue
                        found = [("trouble", [str(error)[:150]])]
                    for way, texts in found:
                        faults += len(texts)
                        for text in texts:
                            print(f"{role}{language} {address.removeprefix(base)} [{way}] {text}", flush=True)
                    ways = sorted(way for way, _texts in found if way.startswith("axe"))
                    print(
                        f"{role}{language} {address.removeprefix(base)}: {', '.join(ways)}", file=sys.stderr, flush=True
                    )
                context.close()
            print(f"-- {role}: {seen} pages seen, {faults} faults", flush=True)
        browser.close()
    return seen, faults


def walk_once(base: str, options: argparse.Namespace) -> None:
    """Each kind once over all roles, by two browsers; ends the tool with 1 where anything is wrong."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        looks = []
        for places in each_once(base, options.roles.split(","), options.most):
            parts = [places[at : at + AT_ONCE] for at in range(0, len(places), AT_ONCE)]
            looks += [pool.apply_async(look_at, (base, part)) for part in parts]
        counts = [look.get() for look in looks]
    faults = sum(count for _seen, count in counts)
    print(f"{sum(seen for seen, _count in counts)} pages in one language or the other, {faults} faults")
    sys.exit(1 if faults else 0)


class Walk:
    """The pages of one role; `faults`: (role, address, way of looking, what)."""

    def __init__(self, context: BrowserContext, base: str, role: str, most: int, known: set[str]) -> None:
        self.context, self.base, self.role, self.most, self.known = context, base, role, most, known
        self.faults: list[tuple[str, str, str, str]] = []
        self.kinds: dict[str, str] = {}

    def _note(self, address: str, way: str, found: list[str]) -> None:
        for text in found:
            self.faults.append((self.role, address, way, text))
            print(f"{self.role} {urlsplit(address).path} [{way}] {text}", flush=True)

    def look(self, page: Page, address: str, *, chinese: bool = True) -> list[str]:
        """Look at one page; the addresses that it links to."""
        said: list[str] = []
        page.once("pageerror", lambda error: said.append(str(error)[:150]))
        try:
            answer = page.goto(address, wait_until="load", timeout=60_000)
        except Error as error:
            if DOWNLOAD not in str(error):
                self._note(address, "status", [str(error)[:150]])
            return []
        if answer is None or answer.status >= 400:
            self._note(address, "status", [str(answer.status if answer else 0)])
            return []
        links: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        if chinese and "/help/glossary/" not in address:  # which gives each word in both languages
            words = sorted(set(WORDS.findall(page.inner_text("body"))) - KNOWN)
            self._note(address, "words", [", ".join(words[:12])] if words else [])
        if page.locator("h1").count() != 1:
            self._note(address, "h1", [str(page.locator("h1").count())])
        whole = kind_of(address) not in self.known
        self.known.add(kind_of(address))
        for way, found in looks(page, whole=whole):
            self._note(address, way, found)
        self._note(address, "script", said)
        return links

    def run(self) -> None:
        page = self.context.new_page()
        queue = collections.deque([f"{self.base}/"])
        self.kinds["/"] = queue[0]
        done = 0
        while queue and done < self.most:
            address = queue.popleft()
            done += 1
            for link in self.look(page, address):
                target = urljoin(address, link).split("#")[0]
                is_ours = target.startswith(self.base + "/") and not NO_PAGE.search(target)
                if is_ours and kind_of(target) not in self.kinds:
                    self.kinds[kind_of(target)] = target
                    queue.append(target)
        page.close()


def in_english(browser: Browser, base: str, seen: dict[str, tuple[str, str]]) -> Iterator[Walk]:
    """Each kind once more, in English, as the role that reached it first."""
    by_role: dict[str, list[str]] = {}
    known: set[str] = set()
    for role, address in seen.values():
        by_role.setdefault(role, []).append(address)
    for role, addresses in by_role.items():
        context = sign_in(browser, base, role)
        context.add_cookies([{"name": "django_language", "value": "en", "url": base}])
        walk = Walk(context, base, f"{role} en", len(addresses), known)
        page = context.new_page()
        for address in addresses:
            walk.look(page, address, chinese=False)
            walk.kinds[kind_of(address)] = address
        context.close()
        yield walk


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", default="")
    parser.add_argument("--roles", default=",".join(ROLES))
    parser.add_argument("--most", type=int, default=300)
    parser.add_argument("--english", action="store_true")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--out", default="")
    options = parser.parse_args()
    portal = None if options.base else Portal()
    try:
        walk = walk_once if options.once else walk_all
        walk(options.base or f"http://127.0.0.1:{portal.port if portal else 0}", options)
    finally:
        if portal:
            portal.end()


def walk_all(base: str, options: argparse.Namespace) -> None:
    """All roles, then the kinds in English; ends the tool with 1 where anything is wrong."""
    walks: list[Walk] = []
    seen: dict[str, tuple[str, str]] = {}
    known: set[str] = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for role in options.roles.split(","):
            context = sign_in(browser, base, role)
            walk = Walk(context, base, role, options.most, known)
            walk.run()
            context.close()
            walks.append(walk)
            for kind, address in walk.kinds.items():
                seen.setdefault(kind, (role, address))
            report(walk)
            if options.out:
                Path(options.out).write_text(json.dumps([one.faults for one in walks], ensure_ascii=False, indent=1))
        if options.english:
            for walk in in_english(browser, base, seen):
                walks.append(walk)
                report(walk)
                if options.out:
                    Path(options.out).write_text(
                        json.dumps([one.faults for one in walks], ensure_ascii=False, indent=1)
                    )
        browser.close()
    faults = sum(len(walk.faults) for walk in walks)
    print(f"{sum(len(walk.kinds) for walk in walks)} pages, {len(seen)} kinds, {faults} faults")
    sys.exit(1 if faults else 0)


def report(walk: Walk) -> None:
    print(f"-- {walk.role}: {len(walk.kinds)} pages, {len(walk.faults)} faults", flush=True)


if __name__ == "__main__":
    main()
