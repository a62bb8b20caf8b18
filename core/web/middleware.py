"""Request id, clean input, language by switch, and no caching of what belongs to somebody."""

import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from http import HTTPStatus
from importlib import import_module
from typing import Final

import structlog
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.utils import translation

from core import walls
from core.views import errors
from core.workbooks.texts import is_seen, shows_something, without_invisible

Handler = Callable[[HttpRequest], HttpResponse]

#: What PostgreSQL stores in no text, and UTF-8 has no bytes for.
UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
FORM_TYPES: Final = frozenset(("application/x-www-form-urlencoded", "multipart/form-data"))


class RequestIdMiddleware:
    """Give each request an id that stands in the log, in the audit and on error pages."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex[:12]
        request.request_id = request_id  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response["X-Request-Id"] = request_id
        return response


class LengthMiddleware:
    """Turn back what is longer than any form before a byte of it is read: the first look at a form stores its files.

    A stranger sends the few lines of the door; with more he is led there, as with any form that outlived its session.
    What comes in pieces without a length is read as empty.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        text = request.META.get("CONTENT_LENGTH") or "0"
        length = int(text) if text.isascii() and text.isdecimal() else 0
        if length > settings.REQUEST_MAX_BYTES:
            return errors.too_long(request)
        if length > settings.STRANGERS_MAX_BYTES and not is_known(request):
            return redirect_to_login(request.path_info)
        return self.get_response(request)


def is_known(request: HttpRequest) -> bool:
    """Whether the cookie is that of somebody's session; asked of long requests alone."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return key is not None and SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key)


class LanguageMiddleware:
    """Chinese unless the user chose English by the switch: the browser's own wish does not count."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wished = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = dict(settings.LANGUAGES)
        language = wished if wished in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SightMiddleware:
    """The database gives this request what its person may see (`core.walls`): who it is is asked once, at the door.

    A streamed answer is written after the request; it goes on with the same sight.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        sight = walls.sight_of(_awake(request.user)) if known else walls.NOTHING
        with walls.seeing(sight):
            response = self.get_response(request)
        if response.streaming and getattr(response, "file_to_stream", None) is None:
            response.streaming_content = _under(sight, response.streaming_content)  # type: ignore[attr-defined]
        return response


def _awake(user: object) -> object:
    """The person behind Django's lazy one, who is asked from the session by this."""
    getattr(user, "is_authenticated", False)
    return getattr(user, "_wrapped", user)


def _under(sight: walls.Sight, parts: Iterable[bytes]) -> Iterator[bytes]:
    rest = iter(parts)
    while True:
        with walls.seeing(sight):
            part = next(rest, None)
        if part is None:
            return
        yield part


class NoStoreMiddleware:
    """Pages and files of signed-in people must not stay in a shared browser's cache."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class OnlySentMiddleware:
    """Where an address that only takes forms is opened as a page, say so: browsers show an empty answer as a broken one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET" or response.content:
            return response
        page = errors.only_sent(request)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class CleanInputMiddleware:
    """Take out of fields, parameters and cookies what no database stores: NUL, and halves of a pair of surrogates.

    Names of fields are cleaned, too: a draft keeps them. An address that holds such a character names nothing. Of fields
    and parameters goes what nobody sees as well, as in the cells of a workbook: a demand of zero-width spaces is none,
    and a name with one is not the name of a second person.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if UNSTORABLE.search(request.path_info):
            raise Http404
        request.GET = cleaned(request.GET)  # type: ignore[assignment]  # the stubs know no other kind
        request.COOKIES = {UNSTORABLE.sub("", name): UNSTORABLE.sub("", text) for name, text in request.COOKIES.items()}
        if request.method == "POST" and request.content_type in FORM_TYPES:
            with suppress(UnreadablePostError):  # the sender is gone: the form finds nothing, and nobody waits
                request.POST = cleaned(request.POST)  # type: ignore[assignment]  # the stubs know no other kind
        return self.get_response(request)


def cleaned(sent: QueryDict) -> QueryDict:
    """What was sent, the very same where nothing has to be taken out of it."""
    if all(_plain(text) == text for name, texts in sent.lists() for text in (name, *texts)):
        return sent
    kept = QueryDict(mutable=True, encoding=sent.encoding)
    for name, texts in sent.lists():
        for text in texts:
            kept.appendlist(_plain(name), _plain(text))
    kept._mutable = False
    return kept


def _plain(text: str) -> str:
    kept = text if is_seen(text) else without_invisible(UNSTORABLE.sub("", text))
    return kept if kept.isspace() or shows_something(kept) else ""
