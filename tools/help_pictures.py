"""The pictures of the help: a page of each task in either language, made in the browser on demo data.

    make help-pictures

Small WebP files under static/help/<language>/, committed; `tests/workbench/test_help.py` asks for one of each task.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from browsing import PASSWORD
from own_portal import Portal
from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright

FOLDER: Final = ROOT / "static" / "help"
LANGUAGES: Final = ("zh-hans", "en")
SIZE: Final = (1200, 760)
#: Bytes of a picture at most; the quality is lowered until it fits.
MOST_BYTES: Final = 40_000
QUALITIES: Final = range(80, 9, -10)


class Shot(NamedTuple):
    """Whose page, where, and the beginning of the address of a row that is opened from there."""

    account: str
    path: str
    row: str = ""


SHOTS: Final = {
    "campaign": Shot("prov-em", "/campaigns/new/"),
    "upload": Shot("em-330100", "/uploads/new/enterprises/"),
    "gap": Shot("em-330100", "/gap/"),
    "service": Shot("ins-a-zj", "/activities/", "/activities/"),
    "hazard": Shot("ins-a-zj", "/hazards/", "/hazards/"),
    "expense": Shot("ins-a-zj", "/expenses/"),
    "order": Shot("ag-01", "/orders/", "/orders/"),
    "inspection": Shot("em-330100", "/inspections/"),
    "finding": Shot("em-330600", "/inspections/findings/"),
    "report": Shot("em-330100", "/reports/"),
    "plan": Shot("reg-zj", "/plans/", "/plans/"),
    "workbench": Shot("em-330100", "/?whole=1"),  # with everything counted
    "search": Shot("em-330100", "/search/?q=杭州"),
    "overview": Shot("prov-em", "/overview/"),
    "joint": Shot("em-330100", "/joint/", "/joint/"),
    "work-plan": Shot("em-330100", "/work-plans/"),
    "guidance": Shot("reg-zj", "/guidance/"),
    "publicity": Shot("em-330100", "/publicity/"),
    "public-page": Shot("prov-em", "/publicity/releases/new/"),
    "administrators": Shot("adm-security", "/roles/administrators/"),
    "audit": Shot("adm-audit", "/audit/"),
    "people": Shot("adm-system", "/users/"),
}


def main() -> int:
    portal = Portal()
    try:
        with sync_playwright() as player:
            browser = player.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
            )
            for account in sorted({shot.account for shot in SHOTS.values()}):
                with window(browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]})) as page:
                    photograph(page, f"http://127.0.0.1:{portal.port}", account)
            browser.close()
    finally:
        portal.end()
    return 0


@contextmanager
def window(context: BrowserContext) -> Iterator[Page]:
    yield context.new_page()
    context.close()


def photograph(page: Page, origin: str, account: str) -> None:
    """The pages of one person, in each language."""
    page.goto(f"{origin}/accounts/login/")
    page.fill("input[name=login]", account)
    page.fill("input[name=password]", PASSWORD)
    page.click("form:first-of-type button[type=submit]")
    page.wait_for_load_state("networkidle")
    for language in LANGUAGES:
        name = "__Host-language" if origin.startswith("https") else "django_language"
        page.context.add_cookies([{"name": name, "value": language, "url": origin}])
        for code, shot in SHOTS.items():
            if shot.account == account:
                answer = page.goto(f"{origin}{shot.path}", wait_until="networkidle")
                if answer is None or not answer.ok:
                    sys.exit(f"{account} {shot.path}: {answer and answer.status}")
                open_row(page, origin, shot.row)
                keep(page.screenshot(), FOLDER / language / f"{code}.webp")


def open_row(page: Page, origin: str, start: str) -> None:
    """The first row of the list whose address is the start and a number, where one is asked for."""
    if start:
        links = page.eval_on_selector_all("main tbody a[href]", "all => all.map(one => one.getAttribute('href'))")
        rows = [link for link in links if link.startswith(start) and link.removeprefix(start).strip("/").isdigit()]
        if rows:
            page.goto(f"{origin}{rows[0]}", wait_until="networkidle")


def keep(picture: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(BytesIO(picture)).convert("RGB")
    for quality in QUALITIES:
        image.save(path, "WEBP", quality=quality, method=6)
        if path.stat().st_size <= MOST_BYTES:
            print(f"{path.relative_to(ROOT)} {path.stat().st_size} bytes, quality {quality}", flush=True)
            return
    sys.exit(f"{path} is too large")


if __name__ == "__main__":
    raise SystemExit(main())
