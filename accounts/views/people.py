"""People, for the system administrator: the list, an account, and what may be done to it. No business data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.filters import UserFilter, idle_condition, locked_condition, waiting_condition
from accounts.forms.people import DeedForm, DisableForm, MoveForm, PersonChangeForm, PersonForm
from accounts.models import PeopleRequest, User
from accounts.permissions import AccountPermission
from accounts.roles import ADMINISTRATORS
from accounts.services import access, links, people
from accounts.views.looks import LOOKS, PEOPLE_COLUMNS
from core import clock
from core.gate import GatedView
from core.people import person_of
from core.plain import Answers
from core.rows import Row, Rows
from core.views.lists import LedgerPage
from core.views.writes import Attempt
from core.writing import Seen, version_in, version_of


class UserListView(LedgerPage):
    permission = AccountPermission.USERS_VIEW
    template_name = "accounts/user_list.html"
    filters = UserFilter
    looks = LOOKS
    list_columns = PEOPLE_COLUMNS

    def rows(self) -> QuerySet[User]:
        return User.objects.visible_to(self.request.user).select_related("organisation").order_by("username")

    def extra(self) -> dict[str, object]:
        counts = self.rows().aggregate(
            whole=Count("pk"),
            active=Count("pk", filter=Q(is_active=True)),
            locked=Count("pk", filter=locked_condition()),
            waiting=Count("pk", filter=waiting_condition()),
            idle=Count("pk", filter=idle_condition()),
        )
        disabled = counts["whole"] - counts["active"]
        asked = PeopleRequest.objects.visible_to(self.request.user).waiting().count()
        return {"counts": counts, "disabled": disabled, "asked": asked}

    def shown(self, rows: Rows) -> list[Row]:
        found: list[Row] = list(rows)
        locked = set(access.locks([one.username for one in found]).values_list("username", flat=True))
        for one in found:
            one.name_shown, one.is_locked = str(one), one.username in locked
        return found


def person_or_404(request: HttpRequest, pk: int) -> User:
    rows = User.objects.visible_to(request.user).select_related("organisation__parent", "organisation__division")
    return get_object_or_404(rows, pk=pk)


@dataclass(frozen=True, slots=True)
class Deed:
    """What may be done to an account: words, form, and the service behind it. `link` answers with the page of a link.

    `act(person, by, given, seen)` gets the version of the account that the page showed: of two administrators at the
    same account the second is told what the first did. What ends a danger or a nuisance does not ask for it.
    """

    label: str | Promise
    effect: str | Promise
    done: str | Promise
    form: type[forms.Form]
    act: Callable[[User, User, Answers, Seen], object]
    offered: Callable[[User, bool], bool]
    warm: bool = False

    @property
    def look(self) -> str:
        """How its button is drawn where it does not come first."""
        return "btn-warm" if self.warm else "btn-plain"


def _link(person: User, by: User, given: Answers, seen: Seen) -> str:
    return links.make_link(person=person, seen=seen, by=by, at=clock.now())


DEEDS: Final[Mapping[str, Deed]] = {
    "unlock": Deed(
        gettext_lazy("Unlock the account"),
        gettext_lazy("The account can sign in at once; the failures are forgotten, the password stays."),
        gettext_lazy("The account is unlocked."),
        DeedForm,
        lambda person, by, given, seen: access.unlock_person(person=person, by=by, at=clock.now()),
        lambda person, is_locked: is_locked,
    ),
    "link": Deed(
        gettext_lazy("Make a link for a new password"),
        gettext_lazy(
            "Shown once, valid once and for a limited time. The password in force ends at once, and all sessions."
        ),
        "",
        DeedForm,
        _link,
        lambda person, is_locked: True,
    ),
    "end-sessions": Deed(
        gettext_lazy("End the sessions"),
        gettext_lazy("Signs the person out everywhere; forms that were not sent stay as drafts."),
        gettext_lazy("All sessions have ended."),
        DeedForm,
        lambda person, by, given, seen: access.end_sessions(person=person, by=by, at=clock.now()),
        lambda person, is_locked: person.is_active,
    ),
    "move": Deed(
        gettext_lazy("Move to another organisation"),
        gettext_lazy(
            "The rows of the old organisation are out of sight at once, those of the new one in sight. Temporary sight "
            "ends, drafts and messages of the old one are thrown away. What the person has written keeps its name."
        ),
        gettext_lazy("The person is moved."),
        MoveForm,
        lambda person, by, given, seen: people.move_person(
            person=person, organisation=given["organisation"], post=given["post"], seen=seen, by=by, at=clock.now()
        ),
        lambda person, is_locked: person.role not in ADMINISTRATORS,
    ),
    "disable": Deed(
        gettext_lazy("Disable the account"),
        gettext_lazy("No sign-in; sessions end and running jobs stop. Account, rows and log stay; it can be undone."),
        gettext_lazy("The account is disabled."),
        DisableForm,
        lambda person, by, given, seen: people.disable_person(
            person=person, reason=given["reason"], seen=seen, by=by, at=clock.now()
        ),
        lambda person, is_locked: person.is_active,
        warm=True,
    ),
    "enable": Deed(
        gettext_lazy("Enable the account again"),
        gettext_lazy("The account can sign in again, with the password that it had."),
        gettext_lazy("The account is in use again."),
        DeedForm,
        lambda person, by, given, seen: people.enable_person(person=person, seen=seen, by=by, at=clock.now()),
        lambda person, is_locked: not person.is_active and person.role not in ADMINISTRATORS,
    ),
}


class PersonView(GatedView):
    """One account: where it stands, what may be done, what was done."""

    permission = AccountPermission.USERS_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person, by = person_or_404(request, pk), person_of(request)
        lock = access.locks([person.username]).first()
        deeds = [(name, deed) for name, deed in DEEDS.items() if deed.offered(person, lock is not None)]
        context = {
            "person": person,
            "lock": lock,
            "link": person.password_links.open_at(clock.now()).first(),
            "sessions": access.sessions_of(person),
            "is_self": person.pk == by.pk,
            "awaits_security": not person.is_active and person.role in ADMINISTRATORS,
            "deeds": [] if person.pk == by.pk or not by.may(AccountPermission.USERS_WRITE) else deeds,
            "events": person.account_events.all()[:20],
        }
        return render(request, "accounts/person_detail.html", context)


class FormPage(GatedView):
    """A page with one form; subclasses store what it holds."""

    permission = AccountPermission.USERS_WRITE
    heading: str | Promise = ""

    def page(self, request: HttpRequest, form: forms.Form, status: int = 200, **context: object) -> HttpResponse:
        shown = {"form": form, "heading": self.heading, **context}
        return render(request, "accounts/form.html", shown, status=status)


class PersonCreateView(FormPage):
    """A new account, with the link for its first password."""

    heading = gettext_lazy("New person")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, PersonForm(), back=reverse("accounts:user-list"))

    def post(self, request: HttpRequest) -> HttpResponse:
        form, by, back = PersonForm(request.POST), person_of(request), reverse("accounts:user-list")
        if not form.is_valid():
            return self.page(request, form, 400, back=back)
        with Attempt(request, form, refused_status=400) as attempt:
            access.insist_own_password(by=by, password=form.cleaned_data["own_password"], at=clock.now())
            person = people.create_person(entry=form.entry(), by=by, at=clock.now())
            token = links.make_link(person=person, seen=person.version, by=by, at=clock.now())
            return link_page(request, person, token)
        return self.page(request, form, attempt.status, back=back)


class PersonChangeView(FormPage):
    """Name, telephone and post."""

    heading = gettext_lazy("Change a person")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = person_or_404(request, pk)
        return self._page(request, person, PersonChangeForm(initial=PersonChangeForm.values_of(person)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person, form, by = person_or_404(request, pk), PersonChangeForm(request.POST), person_of(request)
        if not form.is_valid():
            return self._page(request, person, form, 400)
        given = dict(form.cleaned_data)
        with Attempt(request, form, refused_status=400) as attempt:
            access.insist_own_password(by=by, password=given.pop("own_password"), at=clock.now())
            people.change_person(person=person, **given, seen=version_in(request.POST), by=by, at=clock.now())
            messages.success(request, _("The account is changed."))
            return redirect("accounts:user-detail", pk=pk)
        return self._page(request, person, form, attempt.status)

    def _page(self, request: HttpRequest, person: User, form: forms.Form, status: int = 200) -> HttpResponse:
        back = reverse("accounts:user-detail", args=[person.pk])
        return self.page(request, form, status, back=back, person=person, seen=version_of(person))


class PersonDeedView(FormPage):
    """One step: what it does, the own password, and its effect."""

    def get(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        found = deed_or_404(deed)
        return self._page(request, person_or_404(request, pk), found, found.form())

    def post(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        found, person, by = deed_or_404(deed), person_or_404(request, pk), person_of(request)
        form = found.form(request.POST)
        if not form.is_valid():
            return self._page(request, person, found, form, 400)
        with Attempt(request, form, refused_status=400) as attempt:
            access.insist_own_password(by=by, password=form.cleaned_data["own_password"], at=clock.now())
            outcome = found.act(person, by, form.cleaned_data, version_in(request.POST))
            if isinstance(outcome, str):
                return link_page(request, person, outcome)
            messages.success(request, str(found.done))
            return redirect("accounts:user-detail", pk=pk)
        return self._page(request, person, found, form, attempt.status)

    def _page(
        self, request: HttpRequest, person: User, deed: Deed, form: forms.Form, status: int = 200
    ) -> HttpResponse:
        back = reverse("accounts:user-detail", args=[person.pk])
        context = {"heading": deed.label, "effect": deed.effect, "person": person, "back": back, "warm": deed.warm}
        return self.page(request, form, status, seen=version_of(person), **context)


def deed_or_404(name: str) -> Deed:
    if name not in DEEDS:
        raise Http404
    return DEEDS[name]


def link_page(request: HttpRequest, person: User, token: str) -> HttpResponse:
    """The link, shown this once."""
    address = request.build_absolute_uri(reverse("accounts:password-link", args=[token]))
    link = person.password_links.first()
    return render(request, "accounts/link_made.html", {"person": person, "address": address, "link": link})
