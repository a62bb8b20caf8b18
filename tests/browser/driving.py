"""Chromium over the pages without a server: what the browser asks for is answered by Django's test client.

So a browser test runs inside the test's transaction and sees the seeded world. Headers are passed on: the content
security policy is in force. Sessions live in the test client's cookies.

Playwright answers requests in contexts of its own, where Django would open a second connection and see nothing of the
test's transaction: requests are therefore answered in one worker thread that is handed the test's connection.

Tests wait with locators and `expect`. `wait_for_function` does not: it evaluates text inside the page, which the content
security policy forbids. `evaluate` goes through the debugger, and only reads what stands there at that moment.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from django.contrib.staticfiles import finders
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client
from playwright.sync_api import Browser, Page, Request, Route, expect, sync_playwright

ORIGIN = "http://localhost"
CHROMIUM = "/usr/bin/chromium"
AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
#: Milliseconds for which anything is waited: enough for a machine that is much slower and busy besides.
PATIENCE = 180_000
DESK, PHONE = (1366, 900), (390, 844)

#: What Chromium makes ready for a person with every window, most of it pages of its own in processes of their own (the
#: menus of the bar, the list under the address, the button that loads again, a renderer in reserve): no test sees any
#: of it, and it took more than half of the processor time of a page.
FOR_PEOPLE = (
    "PreloadTopChromeWebUI,PreloadTopChromeWebUILessNavigations,InitialWebUI,WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    "WebUIOmniboxFullPopup,WebUIReloadButton,WebUIToolbar,SpareRendererForSitePerProcess"
)
#: What Playwright itself switches off by the same word: Chromium listens to the last one alone.
BY_PLAYWRIGHT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch"
)
OFF = f"--disable-features={BY_PLAYWRIGHT},{FOR_PEOPLE}"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--in-process-gpu", "--disable-background-networking", OFF)

expect.set_options(timeout=PATIENCE)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's browser, without its talk to the outside."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        # Playwright keeps a loop in this thread; the ORM is called from it one call at a time, which is safe.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        yield browser
        browser.close()
        # Those of Playwright's context, where the next browser finds them: none may outlive the test's database.
        connections.close_all()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def page_for(browser: Browser, client: Client, size: tuple[int, int], *, script: bool = True) -> Iterator[Page]:
    """A window whose requests go to the client; `page.faults` collects what the console complains about."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, java_script_enabled=script)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.faults = faults  # type: ignore[attr-defined]
    connection = connections[DEFAULT_DB_ALIAS]
    connection.inc_thread_sharing()
    with ThreadPoolExecutor(1, initializer=lambda: connections.__setitem__(DEFAULT_DB_ALIAS, connection)) as worker:
        context.route("**/*", lambda route: answer(route, client, worker))
        yield page
        context.close()
    connection.dec_thread_sharing()


def answer(route: Route, client: Client, worker: ThreadPoolExecutor) -> None:
    """One request: a static file from its folder, all else from Django."""
    request = route.request
    address = urlsplit(request.url)
    if address.path.startswith("/static/"):
        found = finders.find(address.path.removeprefix("/static/"))
        suffix = Path(address.path).suffix
        if found is None:
            route.fulfill(status=404)
        else:
            route.fulfill(path=str(found), content_type=TYPES.get(suffix, "application/octet-stream"))
        return
    path = address.path + (f"?{address.query}" if address.query else "")
    response, body = worker.submit(ask, client, path, request).result()
    if response.status_code in {301, 302}:
        fulfil_redirect(route, response["Location"])
        return
    route.fulfill(status=response.status_code, headers=dict(response.headers), body=body)


def ask(client: Client, path: str, request: Request) -> tuple[Any, bytes]:
    """The answer, and its whole body: a page has it at hand, a photo is read from its file."""
    response: Any = send(client, path, request)
    return response, response.getvalue()


def send(client: Client, path: str, request: Request) -> Any:
    """A form as its fields; whatever else a script sends as the bytes that it is."""
    if request.method != "POST":
        return client.get(path, headers={"hx-request": "true"} if "hx-request" in request.headers else None)
    kind = request.headers.get("content-type", "")
    if kind.startswith(("application/json", "multipart/form-data")):
        return client.generic("POST", path, request.post_data_buffer or b"", content_type=kind)
    return client.post(path, dict(parse_qsl(request.post_data or "", keep_blank_values=True)))


def fulfil_redirect(route: Route, target: str) -> None:
    """A page that goes on by itself: an intercepted request cannot be answered with a redirect."""
    body = f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={target}">'
    route.fulfill(status=200, content_type="text/html", body=body)


#: Two frames: what a page does by itself in a window of another width is done.
DRAWN: Final = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def open_page(page: Page, path: str) -> None:
    page.goto(ORIGIN + path)


def violations(page: Page) -> list[str]:
    """What axe finds, each as rule and first place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def insist_sound(page: Page) -> None:
    """On a desk and on a phone axe finds nothing, and the page is no wider than the window.

    One page in both windows: what the style sheets decide by width is decided anew, and nothing is asked for twice.
    """
    for width, height in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(DRAWN)
        assert violations(page) == [], (page.url, width)
        assert overflow(page) <= 0, (page.url, width)
