"""Finding what is to be inspected before it may be seen.

The inspecting city has no sight of the inspected city's register, and must still name enterprises of it. So this
search leaves `visible_to` aside on purpose, and gives four fields and the key, nothing more: name, code, county,
sectors. It answers an exact credit code or the beginning of a name, at most twenty rows, only for the inspecting
city and only while its task is in progress. Adding a row is audited.
"""

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from accounts.models import Organisation
from core import walls
from enterprises.choices import Sector
from enterprises.models import Enterprise
from inspections.models import InspectedEnterprise, InspectedInsurer, Task
from insurers.policies.models import Policy

SHORTEST, MOST = 2, 20
SECTORS = dict(Sector.choices)


class Candidate(NamedTuple):
    """What the picker shows of an enterprise."""

    pk: int
    name: str
    code: str
    county: str
    sectors: str
    chosen: bool


def cleaned(text: str) -> str:
    """What is searched for; no text of the database holds the character that is taken out."""
    return text.replace("\x00", "").strip()


@walls.aside("the inspecting city chooses among the inspected city's enterprises")
def find_enterprises(task: Task, text: str) -> list[Candidate]:
    """Enterprises of the inspected city by exact code or name prefix of two characters or more."""
    wanted = cleaned(text)
    if len(wanted) < SHORTEST:
        return []
    chosen = InspectedEnterprise.objects.filter(task=task, enterprise=OuterRef("pk"))
    rows = (
        Enterprise.objects.standing()
        .filter(city__code=task.inspected_id)
        .filter(Q(uscc=wanted.upper()) | Q(name__startswith=wanted))
        .annotate(chosen=Exists(chosen))
        .order_by("name")
        .values_list("pk", "name", "uscc", "county__name", "sectors", "chosen")[:MOST]
    )
    return [
        Candidate(pk, name, code, county, "、".join(str(SECTORS.get(s, s)) for s in sectors), is_chosen)
        for pk, name, code, county, sectors, is_chosen in rows
    ]


@walls.aside("the inspecting city chooses among the inspected city's insurers")
def find_insurers(task: Task, text: str) -> list[Candidate]:
    """Insurers with a policy in the inspected city; with a text, all by exact code or name prefix of two characters."""
    wanted = cleaned(text)
    business = Policy.objects.filter(insurer=OuterRef("pk"), city__code=task.inspected_id)
    chosen = InspectedInsurer.objects.filter(task=task, insurer=OuterRef("pk"))
    rows = Organisation.objects.insurers().annotate(chosen=Exists(chosen))
    if not wanted:
        rows = rows.filter(Exists(business))
    elif len(wanted) < SHORTEST:
        return []
    else:
        rows = rows.filter(Q(code=wanted.upper()) | Q(name__startswith=wanted))
    found = rows.order_by("code").values_list("pk", "name", "code", "division__name", "chosen")[:MOST]
    return [Candidate(pk, name, code, place, "", is_chosen) for pk, name, code, place, is_chosen in found]


@walls.aside("the inspecting city chooses among the inspected city's enterprises")
def chosen_enterprise(task: Task, pk: int) -> Enterprise | None:
    """The enterprise behind a candidate, if it lies in the inspected city."""
    return Enterprise.objects.standing().filter(pk=pk, city__code=task.inspected_id).first()


def chosen_insurer(pk: int) -> Organisation | None:
    """The insurer behind a candidate."""
    return Organisation.objects.insurers().filter(pk=pk).first()
