"""What the pages of a form show: its sections with their questions, the check before it is submitted, its pictures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.people import User
from enterprises.choices import Sector
from enterprises.models import Enterprise
from inspections import rules, states
from inspections.choices import PhotoSlot
from inspections.forms import EnterpriseForm, InsurerForm, ItemForm
from inspections.ledgers import Ledger
from inspections.models import FormReopening, InspectedEnterprise, InspectedInsurer, Item, Photo
from inspections.states import Gap
from inspections.words import label_of, words
from insurers.policies.models import Policy

SECTORS: Final = dict(Sector.choices)
#: Title of a section, and what follows it on a wide page.
TITLES: Final[dict[str, str | Promise]] = {
    "base": _("Basics"),
    "cover": _("How it is insured"),
    "service": _("How it is served"),
    "work": _("Dangerous work"),
    "hazards": _("Hazards"),
    "fees": _("Fees"),
    "files": _("Files"),
    "end": _("Close"),
    "findings": _("Findings and photos"),
    "check": _("Check and submit"),
}
#: The two last steps of a visit, which hold no answers.
FINDINGS, CHECK = "findings", "check"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the form on its page: what the ledgers say stands above it, its reason for 否 below."""

    field: forms.BoundField
    note: str = ""
    record: str = ""
    is_other: bool = False
    reason: forms.BoundField | None = None

    @property
    def is_choice(self) -> bool:
        return isinstance(self.field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)

    @property
    def options(self) -> int:
        return len(getattr(self.field.field, "choices", ()))

    @property
    def width(self) -> str:
        return "w4" if isinstance(self.field.field.widget, forms.Textarea) else "w2"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer on the check page: in words, what the ledgers say where it differs, what is wrong with it."""

    name: str
    label: str
    answer: str
    record: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section: how far it has come, and its answers."""

    key: str
    number: int
    title: str | Promise
    state: str
    names: tuple[str, ...]
    said: Sequence[Said] = ()
    left: int = 0
    #: Mandatory questions of the section, and how many of them are answered.
    whole: int = 0
    answered: int = 0


def parts(item: Item, gaps: Sequence[Gap], ledger: Ledger) -> list[Part]:
    """The sections of the form in order, with what was answered."""
    wrong = {gap.name: gap.sentence for gap in states.disagreements(item)}
    other = {one.name: words(item, one.name, one.ledger) for one in differences(item, ledger)}
    form_class = EnterpriseForm if isinstance(item, InspectedEnterprise) else InsurerForm
    found = []
    for number, (key, names) in enumerate(form_class.sections, 1):
        left = sum(gap.name in names for gap in gaps)
        said = [_said(item, name, other, wrong) for name in names if not is_silent(item, name)]
        must = [name for name in names if name in item.MANDATORY]
        given = sum(not states.items.is_empty(getattr(item, name)) for name in must)
        state = _state(item, names, left)
        found.append(Part(key, number, TITLES[key], state, names, said, left, len(must), given))
    return found


def is_silent(item: Item, name: str) -> bool:
    """A reason that nobody wrote says nothing."""
    return name.startswith("reason_") and not getattr(item, name)


def _said(item: Item, name: str, other: Mapping[str, str], wrong: Mapping[str, str]) -> Said:
    answer = words(item, name, getattr(item, name))
    return Said(name, label_of(item, name), answer, other.get(name, ""), wrong.get(name, ""))


def _state(item: Item, names: Sequence[str], left: int) -> str:
    """done, begun, none; `open` for a section that may stay empty. What is only filled in from ledgers is begun."""
    touched = any(name in item.answer_versions for name in names)
    if left == 0 and (touched or item.checked_on):
        return "done" if touched or any(name in item.MANDATORY for name in names) else "open"
    filled = any(getattr(item, name) not in (None, "", []) for name in names)
    return "begun" if touched or filled else "none"


def questions(form: ItemForm, part: Part, ledger: Ledger) -> list[list[Question]]:
    """The questions of a section in blocks: one with buttons alone, entries to be typed side by side."""
    other = {one.name for one in differences(form.instance, ledger)}
    reasons = {rules.reason_of(name) for name in rules.OF_SERVICE}
    blocks: list[list[Question]] = []
    for name in part.names:
        if name in reasons:
            continue
        reason = form[rules.reason_of(name)] if rules.reason_of(name) in reasons & set(form.fields) else None
        record = words(form.instance, name, ledger.values[name]) if name in ledger.values else ""
        asked = Question(form[name], ledger.notes.get(name, ""), record, name in other, reason)
        if blocks and not asked.is_choice and not blocks[-1][-1].is_choice:
            blocks[-1].append(asked)
        else:
            blocks.append([asked])
    return blocks


def differences(item: Item, ledger: Ledger) -> list[rules.Difference]:
    """Where what was seen is not what the ledgers say."""
    return rules.differences({name: getattr(item, name) for name in ledger.values}, ledger.values)


def prompts(item: Item, ledger: Ledger) -> list[tuple[str, str, str]]:
    """Label, seen, on record for every answer that is not what the ledgers say."""
    return [
        (label_of(item, name), words(item, name, mine), words(item, name, theirs))
        for name, mine, theirs in differences(item, ledger)
    ]


def beside(item: Item, ledger: Ledger, user: User) -> dict[str, object]:
    """The panel beside the form."""
    if isinstance(item, InspectedInsurer):
        return {"insurer": item.insurer, "drawn": files_of(item, user), **ledger.beside}
    sectors = [SECTORS.get(code, code) for code in item.enterprise.sectors]
    return {"enterprise": item.enterprise, "sectors": sectors, **ledger.beside}


def files_of(item: InspectedInsurer, user: User) -> list[tuple[str, int | None]]:
    """The policies whose files were drawn: number, and key for whom the policy opens; one query."""
    if not item.files_drawn:
        return []
    rows = Policy.objects.visible_to(user).filter(
        insurer=item.insurer_id, policy_no__in=item.files_drawn, enterprise__in=Enterprise.objects.visible_to(user)
    )
    keys = dict(rows.values_list("policy_no", "pk"))
    return [(number, keys.get(number)) for number in item.files_drawn]


def pictures(item: Item, user: User) -> dict[str, list[Photo]]:
    """Photos and signatures that have arrived: one query."""
    rows = Photo.objects.visible_to(user).filter(attachment__removed_at__isnull=True)
    of_form = (
        rows.filter(enterprise_item=item) if isinstance(item, InspectedEnterprise) else rows.filter(insurer_item=item)
    )
    found = list(of_form.select_related("attachment__file", "sent_by"))
    return {
        "photos": [one for one in found if one.slot == PhotoSlot.PHOTO],
        "signatures": [one for one in found if one.slot != PhotoSlot.PHOTO],
    }


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a form: when, by whom, and for what reason it was opened again."""

    words: str | Promise
    at: datetime
    by: User | None = None
    reason: str = ""


def reopenings_of(item: Item, user: User) -> list[FormReopening]:
    """When and why the form was opened again after it was submitted: one query."""
    rows = FormReopening.objects.visible_to(user).select_related("reopened_by__organisation")
    rows = rows.prefetch_related("reopened_by__postings")
    return list(
        rows.filter(enterprise_item=item) if isinstance(item, InspectedEnterprise) else rows.filter(insurer_item=item)
    )


def course(item: Item, user: User) -> list[Event]:
    """What happened to the form, in order: listed, submitted, opened again with its reason."""
    found = [Event(_("Put on the list"), item.added_at, item.added_by)]
    for one in reopenings_of(item, user):
        found.append(Event(_("Submitted"), one.submitted_at))
        found.append(Event(_("Opened again"), one.reopened_at, one.reopened_by, one.reason))
    if item.submitted_at is not None:
        found.append(Event(_("Submitted"), item.submitted_at))
    return found


@dataclass(frozen=True, slots=True)
class Measure:
    """A line of the check before submitting: what, how many of how many, in words."""

    title: str | Promise
    done: int
    whole: int | None
    words: str | Promise
    is_wrong: bool = False


def measures(item: Item, ledger: Ledger, shown: Mapping[str, list[Photo]]) -> Iterator[Measure]:
    """Mandatory answers, answers with their findings, differences, pictures."""
    whole, empty = len(item.MANDATORY), len(states.unanswered(item))
    all_given, missing = _("all answered"), _("not all answered")
    yield Measure(_("Mandatory questions"), max(0, whole - empty), whole, missing if empty else all_given, empty > 0)
    asked, open_ = len(rules.required_findings(vars(item))), len(states.disagreements(item))
    told = _("a finding or a reason is missing") if open_ else _("they agree")
    yield Measure(_("Answers and findings"), asked - open_, asked, told, open_ > 0)
    other = len(differences(item, ledger))
    yield Measure(_("Different from the ledgers"), other, None, _("the spot counts"))
    yield Measure(_("Photos"), len(shown["photos"]), None, _("arrived"))
    yield Measure(_("Signatures"), len(shown["signatures"]), None, _("optional, on glass or on paper"))
