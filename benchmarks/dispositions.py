"""The pages of dispositions at the size of the province with 20,000 cases, beside the bare page."""

import statistics
from datetime import timedelta
from typing import Final

from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from benchmarks import lists
from core import clock
from dispositions.choices import CaseSource, CaseState, StepState
from dispositions.models import Case, Origin, Step
from enterprises.models import Enterprise
from inspections.choices import Disposition, FindingSubject

CASES: Final = 20_000
PROVINCE, HANGZHOU = "330000", "330100"
PEOPLE: Final = ("prov-em", "em-330100", "reg-zj", "reg-nb", "ins-a-zj")
PAGES: Final = (
    "/dispositions/",
    "/dispositions/?page=200",
    "/dispositions/?state=open",
    "/dispositions/?wait=OVERDUE",
    "/dispositions/?wait=SECOND",
    "/dispositions/?kind=PENALTY",
    "/dispositions/?age=91",
    "/dispositions/?source=GAP",
    "/dispositions/?q=2023-0007",
    "/dispositions/elsewhere/",
    "/dispositions/refusals/",
    "/dispositions/steps/",
    "/dispositions/steps/?deadline=KEPT",
    "/dispositions/steps/?deadline=MISSED",
    "/dispositions/steps/?kind=PENALTY",
    "/dispositions/board/",
)


def offices() -> list[tuple[Organisation, User]]:
    """City bureaus and regulators in turn, each with somebody who works there."""
    kinds = (
        OrganisationKind.CITY_EMERGENCY,
        OrganisationKind.PROVINCIAL_REGULATOR,
        OrganisationKind.REGULATOR_SUBOFFICE,
    )
    people = (
        User.objects.filter(organisation__kind__in=kinds, is_active=True).select_related("organisation").order_by("pk")
    )
    return list({one.organisation_id: (one.organisation, one) for one in people}.values())


def build_cases() -> None:
    """20,000 cases of all offices, on enterprises and on insurers, with one step each: some late, some ended."""
    bodies, at = offices(), clock.now()
    insurers = list(Organisation.objects.filter(kind=OrganisationKind.INSURER).order_by("pk"))
    firms: dict[str, list[Enterprise]] = {}
    for firm in Enterprise.objects.order_by("pk").only("name", "city", "county").iterator():
        firms.setdefault(firm.city_id, []).append(firm)
    made = []
    for n in range(CASES):
        office, by = bodies[n % len(bodies)]
        if office.kind == OrganisationKind.CITY_EMERGENCY:
            made.append(case_of(n, office, by, firms[office.division_id][n % len(firms[office.division_id])]))
        else:
            made.append(case_of(n, office, by, insurers[n % len(insurers)]))
    cases = Case.objects.bulk_create(made, batch_size=2000)
    Origin.objects.bulk_create(
        [
            Origin(
                case=one, source=one.source, key=one.source_key, name=one.source_name, added_by=one.handler, added_at=at
            )
            for one in cases
        ],
        batch_size=2000,
    )
    Step.objects.bulk_create([step_of(one, n) for n, one in enumerate(cases)], batch_size=2000)


def case_of(n: int, office: Organisation, by: User, about: Enterprise | Organisation) -> Case:
    """A case of the office on an enterprise or an insurer; every third has ended."""
    today, is_closed, firm = clock.today(), n % 3 == 0, about if isinstance(about, Enterprise) else None
    opened = today - timedelta(days=n % 150)
    return Case(
        number=f"CZ-{office.code}-2023-{n + 10_000:05d}",
        subject=FindingSubject.ENTERPRISE if firm else FindingSubject.INSURER,
        subject_name=about.name,
        enterprise=firm,
        insurer=None if isinstance(about, Enterprise) else about,
        city_id=firm.city_id if firm else office.division_id if office.division_id != PROVINCE else HANGZHOU,
        county_id=firm.county_id if firm else None,
        source=CaseSource.OUTSIDE if n % 2 else CaseSource.GAP,
        source_key=f"bench-{n}",
        source_name=f"示例来信{n}号",
        title="未按规定投保" if firm else "未按合同服务",
        facts="经核实，情况属实。",
        authority=office,
        handler=by,
        state=CaseState.CLOSED if is_closed else CaseState.RUNNING,
        opened_on=opened,
        opened_by=by,
        opened_at=clock.now(),
        sent_on=opened,
        outcome=Disposition.ORDER if is_closed else "",
        closed_on=today if is_closed else None,
    )


def step_of(case: Case, n: int) -> Step:
    """An order of the case: done where it ended, else issued, some of them late; every tenth waits for its second person."""
    today = clock.today()
    waits = n % 10 == 1
    state = StepState.DONE if case.state == CaseState.CLOSED else StepState.PROPOSED if waits else StepState.ISSUED
    issued = today - timedelta(days=20)
    return Step(
        case=case,
        seq=1,
        kind=Disposition.ORDER,
        state=state,
        authority_id=case.authority_id,
        text="请按要求办理",
        doc_no="" if state == StepState.PROPOSED else f"示例责改〔2023〕{n}号",
        issued_on=issued,
        due_on=issued + timedelta(days=10 + n % 30),
        done_on=issued + timedelta(days=9) if state == StepState.DONE else None,
        proposed_by_id=case.handler_id,
        proposed_at=case.opened_at,
    )


@override_settings(ALLOWED_HOSTS=["testserver"])
def measure() -> dict[str, float]:
    """The slowest and the median page by the bare page, and the most queries of a list and of the board."""
    build_cases()
    lists.analyse()
    ratios, queries, board = [], 0, 0
    for name in PEOPLE:
        client = lists.client_of(name)
        for url in PAGES:
            if client.get(url).status_code == 403:
                continue
            ratio = lists.times_bare(client, url, 7)
            with CaptureQueriesContext(connection) as task:
                lists.opened(client, url)
            ratios.append((ratio, f"{name} {url}"))
            if "board" in url:
                board = max(board, len(task.captured_queries))
            else:
                queries = max(queries, len(task.captured_queries))
    ratios.sort(reverse=True)
    for ratio, where in ratios[:10]:
        print(f"  {ratio:>6} times the bare page: {where}")
    return {
        "cases_slowest": ratios[0][0],
        "cases_median": statistics.median(ratio for ratio, _where in ratios),
        "cases_queries": queries,
        "cases_board_queries": board,
    }
