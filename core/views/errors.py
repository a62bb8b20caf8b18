"""Error pages: one look, one wording each, with the request's number (ui.md 3)."""

import sys
from collections.abc import Iterable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from core import files, gate
from core.choices import ScanState


def _page(request: HttpRequest, status: int, title: str, text: str, remedy: str) -> HttpResponse:
    context = {"error_title": title, "error_text": text, "error_remedy": remedy}
    return render(request, "core/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - the form of Django's error views
    return _page(
        request, 400, _("Bad request"), _("The request could not be understood"), _("Please go back and try again.")
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A step that is another body's says whose; any other one is none of the role's. The record is named where it may."""
    row = gate.row_named(request) if request.user.is_authenticated else None
    text = getattr(exception, "sentence", "") or _("Your role may not do this")
    return _page(
        request,
        403,
        _("Not permitted"),
        text if row is None else _("%(record)s: %(sentence)s") % {"record": row, "sentence": text},
        _("If you need it, please ask the system administrator of your organisation."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - the form of Django's error views
    return _page(
        request,
        404,
        _("Not found"),
        _("There is no such page, or it is not yours to see"),
        _("Please check the address or open the list from the menu."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - the form of Django's error views
    return _page(
        request,
        403,
        _("The form has expired"),
        _("The form was open too long or in another window"),
        _("Please reload the page and send it again; nothing was stored."),
    )


def too_long(request: HttpRequest) -> HttpResponse:
    """More than the portal takes in one request."""
    return _page(
        request,
        413,
        _("Too long"),
        _("What was sent is longer than the portal takes at once; nothing was stored"),
        _("Please send fewer or smaller files at a time."),
    )


def withheld(request: HttpRequest, state: str) -> HttpResponse:
    """A file that the scanner has not let go."""
    if state == ScanState.INFECTED:
        text, remedy = _("A virus was found in this file"), _("Please ask whoever sent it for a clean one.")
    else:
        text, remedy = _("This file waits for the virus scan"), _("Please try again in a few minutes.")
    return _page(request, 409, _("File withheld"), text, remedy)


def only_sent(request: HttpRequest) -> HttpResponse:
    """An address that takes what a form sends, opened as a page: after signing in again, or with another language."""
    return _page(
        request,
        405,
        _("Not a page"),
        _("This address takes what a form sends; it has no page of its own"),
        _("If you had just sent a form, open its record from the menu and check whether it was stored."),
    )


def refused(request: HttpRequest, sentences: Iterable[str], status: int) -> HttpResponse:
    """A write that was refused, where the page has no form to say so at."""
    remedy = _("Nothing was stored. Please go back and check how it stands now.")
    return _page(request, status, _("Could not be done"), "".join(f"{one.rstrip('。')}。" for one in sentences), remedy)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without context processors: what failed may be among them. 507 where a disk is full."""
    page, is_full = loader.get_template("core/500.html"), files.is_full(sys.exc_info()[1])
    context = {"request_id": getattr(request, "request_id", ""), "full": files.FULL_SENTENCE if is_full else ""}
    return HttpResponse(page.render(context), status=HTTPStatus.INSUFFICIENT_STORAGE if is_full else 500)
