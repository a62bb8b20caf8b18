"""Walls 2 and 3: the gate in front of views and the guard at the head of services (architecture.md 4).

A permission is a string here (`core.permissions.Permission` is a StrEnum); the person answers `may(permission)`.
"""

from collections.abc import Callable
from typing import ClassVar, Final, Protocol, cast

from django.apps import apps
from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.http import parse_header_parameters
from django.views.generic import View

from core import audit, clock, walls
from core.languages import official
from core.people import Visitor, holds

#: Answers in place of a page that does not show why a write was refused.
Untold = Callable[[HttpResponseBase], HttpResponseBase]

#: The event of a write that was turned away, by the room's namespace of addresses.
_told: Final[dict[str, str]] = {}
#: What the pages of rows declare, by the names of their addresses, as far as they were asked.
_declared: Final[dict[str, str | None]] = {}
#: The event of a refused write of an app that has named none of its own.
REFUSED: Final = "write.refused"
#: The event of a file that somebody took along.
DOWNLOADED: Final = "file.downloaded"
#: Permissions to read end so.
READING: Final = ".view"


def tell_refusals(namespace: str, action: str) -> None:
    """Name the event of refused writes: of an app by its label, or of one model by its label in small letters.

    Under the name of a namespace of addresses the gate keeps it of each write that it turns away.
    """
    _told[namespace] = action


def refusal_action(name: str) -> str | None:
    """The event named for an app, a namespace or a model; None where none was."""
    return _told.get(name)


def refusal_actions() -> set[str]:
    """All events of refused writes."""
    return {REFUSED, *_told.values()}


class Scoped(Protocol):
    """Rows of a ledger, of which each person sees their own."""

    def visible_to(self, user: Visitor, /) -> QuerySet[Model]: ...


class Access:
    """Two declarations that are not permissions: for everybody, and for everybody signed in."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"


class NotAllowed(PermissionDenied):
    """The person may not do this; a page answers 403, a command `not-allowed` and exit 2."""


class OtherHands(NotAllowed):
    """The step is another body's, though the role may take such steps; `sentence` says whose it is."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class GatedView(AccessMixin, View):
    """A view that declares who may open it. A class without a declaration fails when it is imported.

    `permission`: a permission for every verb, or `Access.SIGNED_IN`, or `Access.PUBLIC`.

    A write that was refused leaves `untold` at the request, which answers in place of a page that does not show why
    (`core.views.writes`). A file that is taken along is an event, unless the view recorded one itself or hands out
    empty forms alone (`is_blank`).
    """

    permission: ClassVar[str]
    is_blank: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if not hasattr(cls, "permission"):
            raise ImproperlyConfigured(f"{cls.__module__}.{cls.__qualname__} declares no permission")

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if self.permission != Access.PUBLIC:
            if not request.user.is_authenticated:
                return self.handle_no_permission()
            if self.permission != Access.SIGNED_IN:
                self._require(request)
        with audit.listening() as heard:
            response = super().dispatch(request, *args, **kwargs)
        if not self.is_blank and not any(action.endswith(audit.LEAVING) for action in heard):
            tell_download(request, response)
        untold: Untold | None = getattr(request, "untold", None)
        return response if untold is None else untold(response)

    def _require(self, request: HttpRequest) -> None:
        """A write that is turned away here leaves the event of its room, as one that a service turns away does."""
        try:
            require(request.user, self.permission)
        except NotAllowed:
            action = _told.get(request.resolver_match.namespace) if request.resolver_match else None
            if action and request.method == "POST":
                with official():
                    row = row_named(request)
                    subject = request.path if row is None else f"{row}（{request.path}）"
                audit.record(action, by=request.user, at=clock.now(), subject=subject, reason="not-allowed")
            raise


def tell_download(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep who took which file along; nothing for an answer that a browser shows."""
    way, told = parse_header_parameters(response.headers.get("Content-Disposition", ""))
    if way != "attachment" or request.method == "HEAD" or not request.user.is_authenticated:
        return
    subject = f"{told.get('filename', '')}（{request.path}）"
    audit.record(DOWNLOADED, by=request.user, at=clock.now(), subject=subject)


def row_named(request: HttpRequest) -> Model | None:
    """The row that the address names, where the person may open the page of it; None for everybody else.

    By the names of addresses: `case-close` of the room `dispositions` is about a `Case`, whose page is `case-detail`.
    """
    match = request.resolver_match
    if match is None or not match.url_name or "pk" not in match.kwargs:
        return None
    kind, key = match.url_name.partition("-")[0], match.kwargs["pk"]
    try:
        model = apps.get_model(match.namespace, kind)
        declared = _declared_for(f"{match.namespace}:{kind}-detail", key)
    except (LookupError, NoReverseMatch):
        return None
    rows: Scoped = model._default_manager
    if not hasattr(rows, "visible_to") or not _lets_in(declared, request.user):
        return None
    return rows.visible_to(request.user).filter(pk=key).first()


def _declared_for(page: str, key: object) -> str | None:
    """What the page of a kind of row declares: looked up once, since it is the same for all its rows.

    To find the view behind an address takes longer than all else that a refusal asks of Python.
    """
    if page not in _declared:
        _declared[page] = _declared_at(reverse(page, kwargs={"pk": key}))
    return _declared[page]


def _declared_at(url: str) -> str | None:
    declared: str | None = getattr(getattr(resolve(url).func, "view_class", None), "permission", None)
    return declared


def _lets_in(declared: str | None, by: Visitor) -> bool:
    return declared in {Access.PUBLIC, Access.SIGNED_IN} or (declared is not None and holds(by, declared))


def may_open(by: Visitor, url: str) -> bool:
    """Whether the view behind an address of the portal lets the person in, as it declares; its row aside.

    Nobody where it is no view of the portal's own, as the switch of the language: that is no page.
    """
    return _lets_in(_declared_at(url), by)


def require(by: Visitor | None, permission: str, *, on: Model | None = None) -> None:
    """First line of each service: the person holds the permission, and may see the row it is about.

    Raises NotAllowed. `on` is a model instance whose default manager knows `visible_to`.
    """
    if by is None or not holds(by, permission):
        raise NotAllowed(f"{by} may not {permission}")
    if on is not None and not _is_theirs(by, permission, on):
        raise NotAllowed(f"{by} may not {permission} on {on}")


def _is_theirs(by: Visitor, permission: str, row: Model) -> bool:
    """Whether the row is in sight; for a write without what a grant shows, since that is for reading alone."""
    if permission.endswith(READING):
        return _scoped(row).visible_to(by).filter(pk=row.pk).exists()
    with walls.own_alone():
        return _scoped(row).visible_to(by).filter(pk=row.pk).exists()


def _scoped(row: Model) -> Scoped:
    """The ledger of a row that a service names; by the contract of `require` its manager knows `visible_to`."""
    return cast("Scoped", type(row)._default_manager)
