"""The public page on its way out: before sessions, without a cookie, without a question to the database."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from publicity.pagefiles import DATA, LARGE, base_pages, public_root

A = TypeVar("A", bound=HttpResponseBase)
PREFIX: Final = "/public/"
#: What follows the prefix, and the file behind it.
PAGES: Final = {
    "": "index.html",
    "cases/": "cases.html",
    "past/": "past.html",
    "notice/": "notice.html",
    DATA: DATA,
}
TAKES_GZIP: Final = re.compile(r"\bgzip\b")
MEDIA: Final = re.compile(r"files/([0-9a-f]{64}\.(?:jpg|png|mp4|webm))")
FIGURE: Final = re.compile(r"figures/([A-Za-z0-9_.-]{1,80})/")
TYPES: Final = {".html": "text/html; charset=utf-8", ".json": "application/json; charset=utf-8"}
MEDIA_TYPES: Final = {".jpg": "image/jpeg", ".png": "image/png", ".mp4": "video/mp4", ".webm": "video/webm"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was written last, plain and compressed, and what tells it from any other; `mark` of its file."""

    mark: tuple[int, int]
    plain: bytes
    packed: bytes
    etag: str

    @classmethod
    def of(cls, plain: bytes, mark: tuple[int, int] = (0, 0)) -> "Kept":
        """Compressed once: doing it for each reader takes five times as long as all the rest."""
        return cls(mark, plain, gzip.compress(plain, mtime=0), f'W/"{hashlib.sha256(plain).hexdigest()[:24]}"')


_kept: Final[dict[Path, Kept]] = {}


class PublicPageMiddleware:
    """Answers what lies under the public page; all else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(PREFIX) and request.method in {"GET", "HEAD"}:
            answer = answer_for(request, request.path_info.removeprefix(PREFIX))
            if answer is not None:
                return answer
        return self.get_response(request)


def answer_for(request: HttpRequest, rest: str) -> HttpResponseBase | None:
    """The answer to what follows the prefix; None where nothing lies there."""
    if rest in PAGES:
        name = PAGES[rest]
        return page(request, f"{LARGE}{name}" if "large" in request.GET and name != DATA else name)
    if (media := MEDIA.fullmatch(rest)) is not None:
        return file_of(media[1])
    asked = FIGURE.fullmatch(rest)
    return figure_of(asked[1]) if asked is not None else None


def page(request: HttpRequest, name: str) -> HttpResponseBase:
    """A page; who has it already is told that it is still the same, and asks each time."""
    kept = kept_of(name)
    packs = request.method == "GET" and TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")) is not None
    answer = sealed(HttpResponse(kept.packed if packs else kept.plain, content_type=TYPES[Path(name).suffix]))
    if packs:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["ETag"] = kept.etag
    answer.headers["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=kept.etag, response=answer) or answer


def kept_of(name: str) -> Kept:
    """A page as it was written last, remembered until it is written again; the bare one where none was written."""
    path = public_root() / name
    try:
        found = path.stat()
        mark, kept = (found.st_mtime_ns, found.st_size), _kept.get(path)
        if kept is None or kept.mark != mark:
            kept = _kept[path] = Kept.of(path.read_bytes(), mark)
    except FileNotFoundError:
        return bare(name)
    return kept


@cache
def bare(name: str) -> Kept:
    return Kept.of(base_pages()[name])


def file_of(name: str) -> HttpResponseBase | None:
    """A picture or video of a published case."""
    path = public_root() / "files" / name
    if not path.is_file():
        return None
    return sealed(FileResponse(path.open("rb"), content_type=MEDIA_TYPES[path.suffix]))


def figure_of(name: str) -> HttpResponse:
    """A released figure as data; one that was never released, or is released no more, is refused with a sentence."""
    data = json.loads(kept_of(DATA).plain)
    found = next((figure for figure in data["figures"] if figure["id"] == name), None)
    if found is None:
        told = {"error": f"指标「{name}」没有公布，不能查询；已公布的指标见 {PREFIX}"}
        return sealed(json_answer(told, 404))
    days = {"counted_on": data["counted_on"], "released_on": data["released_on"]}
    return sealed(json_answer({**found, **days}, 200))


def json_answer(data: Mapping[str, object], status: int) -> HttpResponse:
    return HttpResponse(json.dumps(data, ensure_ascii=False), status=status, content_type=TYPES[".json"])


def sealed(answer: A) -> A:
    """The headers that later middleware gives to other answers."""
    answer.headers["X-Frame-Options"] = "DENY"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Language"] = "zh-hans"
    return answer
