"""The files of the public page: written when an edition is released, read without database, session or cookie.

They follow from the editions in the database, which backups hold: `manage.py write_public_page` makes them again. A
reader finds either the old or the new file.
"""

import json
import shutil
import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string

from core.languages import official
from core.models import StoredFile
from publicity.content import Content, notice_papers, page_content

#: The pages, each with its template; the first is written last, when all that it links to stands.
TEMPLATES: Final = {
    "index.html": "publicity/public/index.html",
    "cases.html": "publicity/public/cases.html",
    "past.html": "publicity/public/past.html",
    "notice.html": "publicity/public/notice.html",
}
LARGE: Final = "large-"
DATA: Final = "data.json"


def public_root() -> Path:
    """Where the page lies."""
    return Path(settings.MEDIA_ROOT) / "public"


def pages_of(content: Content) -> dict[str, str]:
    """{file name: text} of all pages, in ordinary and in large type, and the data."""
    texts = {DATA: json.dumps(public_data(content), ensure_ascii=False, indent=1)}
    papers = notice_papers() if content["is_of_notice"] else []
    with official():
        for name, template in TEMPLATES.items():
            for is_large in (False, True):
                shown = {
                    "content": content,
                    "papers": papers,
                    "is_large": is_large,
                    "is_demo": not settings.IS_PRODUCTION,
                }
                texts[f"{LARGE if is_large else ''}{name}"] = render_to_string(template, shown)
    return texts


def public_data(content: Content) -> Content:
    """The page as data: what it shows, without the keys of the portal's own rows."""
    cases = [
        {
            **{key: value for key, value in case.items() if key not in {"id", "files"}},
            "files": [f"files/{file['name']}" for file in case["files"]],
        }
        for case in content["cases"]
    ]
    return {**content, "cases": cases}


@cache
def base_pages() -> dict[str, bytes]:
    """The page where none was written yet: notice and pairing, from the code alone."""
    return {name: text.encode() for name, text in pages_of(page_content([])).items()}


class Staged:
    """A page that was written beside the one that stands: `put_in_place` only renames, `drop` leaves no trace."""

    def __init__(self, content: Content) -> None:
        root = public_root()
        root.mkdir(parents=True, exist_ok=True)
        self.root, self.folder = root, Path(tempfile.mkdtemp(prefix=".new-", dir=root))
        with ExitStack() as undo:
            undo.callback(self.drop)
            self._write(content)
            undo.pop_all()

    def _write(self, content: Content) -> None:
        files = self.folder / "files"
        files.mkdir()
        for case in content["cases"]:
            for file in case["files"]:
                with StoredFile.objects.get(pk=file["stored"]).file.open("rb") as source:
                    (files / file["name"]).write_bytes(source.read())
        for name, text in pages_of(content).items():
            (self.folder / name).write_text(text, encoding="utf-8")

    def put_in_place(self) -> None:
        """Files first, then the pages, the first page last; media that nothing names any more go."""
        target = self.root / "files"
        target.mkdir(exist_ok=True)
        names = {path.name for path in (self.folder / "files").iterdir()}
        for name in names:
            (self.folder / "files" / name).replace(target / name)
        for path in sorted(self.folder.glob("*.*"), key=lambda path: path.name.endswith("index.html")):
            path.replace(self.root / path.name)
        for path in target.iterdir():
            if path.name not in names:
                path.unlink()
        self.drop()

    def drop(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
