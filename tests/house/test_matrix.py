"""Role × address: what the portal answers to each role, for its own row and for a foreign one, compared as a whole.

The table stands in `tests/house/matrix/`, a file an app. To write it anew, and then to read the difference:

    MATRIX=write .venv/bin/python -m pytest tests/house/test_matrix.py -n0
"""

import os
from collections.abc import Iterable

import pytest

from accounts.roles import ADMINISTRATORS, Role
from tests.house import table
from tests.house.asking import Asker
from tests.house.walk import walk_of

#: What a page that is read writes all the same: when the person was here last, and the event of a refusal or of data
#: that left the portal; events lie by month.
BESIDES = {"django_session", "core_auditevent"}
WRITES = os.environ.get("MATRIX") == "write"


def each(roles: Iterable[Role]) -> pytest.MarkDecorator:
    """For each of the roles; the tests of a role share its walk, and hence a worker."""
    walks = [pytest.param(role, marks=pytest.mark.xdist_group(f"walk of {role}")) for role in roles]
    return pytest.mark.parametrize("asker", walks, indirect=True)


each_role = each(Role)


@each_role
def test_the_portal_answers_as_the_table_says(asker: Asker) -> None:
    answers = walk_of(asker).cells
    if WRITES:
        table.write_column(asker.role, answers)
    wanted = {label: row[asker.role] for label, row in table.read().items()}
    assert answers == wanted, differences(wanted, answers)


@each_role
def test_lists_and_refusals_name_no_foreign_firm(asker: Asker) -> None:
    """At every address without a row, and in every answer about a foreign row that is not a page of its own."""
    walk = walk_of(asker)
    assert walk.hidden or asker.role == Role.PROV_EM
    assert walk.leaks == []


@each_role
def test_menus_headings_labels_buttons_states_and_lists_are_english(asker: Asker) -> None:
    """With the English switch; names, documents and sentences of verdicts stay Chinese (ADR 24)."""
    found = walk_of(asker).chinese
    assert found == {}, "\n".join(f"{where}: {text}" for text, where in found.items())


@each_role
def test_a_refused_write_says_why(asker: Asker) -> None:
    """Whoever sends it, whether or not a page of theirs offers the form."""
    assert walk_of(asker).silent == []


@each_role
def test_every_answer_says_what_a_browser_may_do(asker: Asker) -> None:
    """The headers, as they are in production."""
    found = walk_of(asker).faults
    assert found == {}, "\n".join(f"{label} {fault}" for label, fault in found.items())


@each_role
def test_no_page_that_is_read_writes(asker: Asker) -> None:
    """Whoever follows a link changes nothing, functions and triggers of the database included (trust.md 4.2 row 22)."""
    found = {label: sorted(others) for label, tables in walk_of(asker).writes.items() if (others := tables - BESIDES)}
    assert found == {}


@each_role
def test_every_file_that_is_taken_along_is_an_event(asker: Asker) -> None:
    """Workbooks, documents, archives and files of rows; empty forms alone leave none."""
    assert walk_of(asker).taken == []


@each(sorted(ADMINISTRATORS))
def test_administrators_leave_no_trace_in_the_ledgers(asker: Asker) -> None:
    """They hold no permission there, whatever they post."""
    assert walk_of(asker).traces == []


def differences(wanted: dict[str, str], answers: dict[str, str]) -> str:
    """One line a cell that differs."""
    labels = sorted({*wanted, *answers})
    pairs = [(label, wanted.get(label, "no line"), answers.get(label, "no address")) for label in labels]
    return "\n".join(f"{label}: table {old}, portal {new}" for label, old, new in pairs if old != new)


#: What the address does not name is not there: an event without its number, a factor that the person has not got,
#: comments that were not given yet, a body to invite, a way to make a table, a fact 0, a measure that is an end,
#: minutes of no interview, a section of a text that is not the reader's to write, a to-do to hand on.
NAMING_NOTHING = {
    "dispositions:case-open FINDING-0 GET",
    "dispositions:case-open FINDING-0 POST",
    "dispositions:case-take UNFOUNDED GET",
    "dispositions:case-take UNFOUNDED POST",
    "dispositions:step-minutes GET",
    "dispositions:step-minutes-document GET",
    "door:event GET",
    "door:outside GET",
    "door:outside-back GET",
    "mfa_deactivate_totp GET",
    "mfa_deactivate_totp POST",
    "mfa_deactivate_totp PUT",
    "mfa_view_recovery_codes GET",
    "inspections:group-invite POST",
    "inspections:pairing-create POST",
    "inspections:task-answer POST",
    "inspections:task-comments GET",
    "reports:submission-section claims GET",
    "workbench:hand-on GET",
    "workbench:hand-on POST",
}


def test_no_owner_is_told_that_there_is_nothing() -> None:
    """Neither for an own row nor at an address without one."""
    told = [
        f"{label} {role}"
        for label, row in table.read().items()
        for role, cell in row.items()
        if cell.split("/")[0] == "404" and label not in NAMING_NOTHING
    ]
    assert told == []


def test_every_role_has_its_answer_in_every_line() -> None:
    assert {line.label for line in table.lines()} == set(table.read())
    assert all(set(row) == set(Role) and all(row.values()) for row in table.read().values())
