"""To whom findings go, over all cities, subjects and kinds: the rule by itself, and held against the organisations."""

from datetime import timedelta

import pytest

from accounts.choices import OrganisationKind as Kind
from accounts.models import Division, Organisation
from core import attachments, clock
from core.gate import NotAllowed
from core.writing import Refused
from inspections import services
from inspections.choices import FindingKind, FindingSubject
from inspections.models import Finding, GroupMember, InspectedEnterprise, InspectedInsurer, Task
from inspections.routing import receivers_of
from inspections.rules import Key, authority_for, kinds_of
from inspections.rules.routing import ON_INSURANCE
from tests import world
from tests.cast import Cast
from tests.inspections.conftest import Add
from tests.inspections.ends import (
    TODAY,
    again,
    answered,
    found,
    person,
    received,
    routed,
    settle,
    settlement,
    submitted,
    told,
)
from tests.inspections.rows import find

#: domain.md 1.2: the regulator of each city.
REGULATORS = {
    "330100": "REG-ZJ",
    "330200": "REG-NB",
    "330300": "REG-330300",
    "330400": "REG-330400",
    "330500": "REG-330500",
    "330600": "REG-330600",
    "330700": "REG-330700",
    "330800": "REG-330800",
    "330900": "REG-330900",
    "331000": "REG-331000",
    "331100": "REG-331100",
}
#: Sectors with an authority of their own in every city (organisations.csv).
OWN = ("CONSTR", "TRANSPORT", "FISHERY", "CIVEXP")
CITIES = tuple(REGULATORS)


def first_of(keys: tuple[Key, ...]) -> str:
    """The code of the first organisation that the keys name."""
    for key in keys:
        found = Organisation.objects.filter(kind=key.kind, division_id=key.division, sector=key.sector).first()
        if found is not None:
            return found.code
    return ""


@pytest.mark.parametrize("city", CITIES)
def test_findings_on_insurers_go_to_the_regulator_of_the_inspected_place(db: None, city: str) -> None:
    for kind in kinds_of(FindingSubject.INSURER):
        keys = authority_for(subject=FindingSubject.INSURER, kind=kind, sector="", county="", city=city)
        assert first_of(keys) == REGULATORS[city]


@pytest.mark.parametrize("city", CITIES)
def test_findings_on_agencies_go_to_the_emergency_bureau(db: None, city: str) -> None:
    for kind in kinds_of(FindingSubject.AGENCY):
        keys = authority_for(subject=FindingSubject.AGENCY, kind=kind, sector="CONSTR", county="", city=city)
        assert first_of(keys) == f"EM-{city}"


@pytest.mark.parametrize("city", CITIES)
def test_how_an_enterprise_is_insured_is_the_countys_emergency_bureaus(db: None, city: str) -> None:
    for county in Division.objects.counties().filter(parent__code=city).values_list("code", flat=True):
        for kind in ON_INSURANCE:
            keys = authority_for(subject="ENTERPRISE", kind=kind, sector="CONSTR", county=county, city=city)
            assert first_of(keys) == f"EM-{county}"
    keys = authority_for(subject="ENTERPRISE", kind=FindingKind.NOT_INSURED, sector="CONSTR", county="", city=city)
    assert first_of(keys) == f"EM-{city}"


@pytest.mark.parametrize("city", CITIES)
def test_other_findings_on_enterprises_go_to_the_sector_authority_where_there_is_one(db: None, city: str) -> None:
    county = f"{city[:4]}02" if city != "330200" else "330203"
    for kind in kinds_of(FindingSubject.ENTERPRISE) - ON_INSURANCE:
        for sector in OWN:
            keys = authority_for(subject="ENTERPRISE", kind=kind, sector=sector, county=county, city=city)
            assert first_of(keys) == f"SA-{city}-{sector}"
        for sector in ("HAZCHEM", "NCM", "OTHER", ""):
            keys = authority_for(subject="ENTERPRISE", kind=kind, sector=sector, county=county, city=city)
            assert first_of(keys) == f"EM-{county}"


def test_a_sector_authority_of_the_county_comes_before_the_citys(db: None) -> None:
    Organisation.objects.create(
        code="SA-330602-CONSTR",
        name="越城区住房和城乡建设局",
        kind=Kind.SECTOR_AUTHORITY,
        division_id="330602",
        sector="CONSTR",
    )
    keys = authority_for(subject="ENTERPRISE", kind="OTHER", sector="CONSTR", county="330602", city="330600")
    assert first_of(keys) == "SA-330602-CONSTR"


def test_nothing_goes_to_the_inspecting_citys_own(db: None) -> None:
    for task in Task.objects.all():
        for subject in FindingSubject:
            for kind in kinds_of(subject):
                keys = authority_for(subject=subject, kind=kind, sector="CONSTR", county="", city=task.inspected_id)
                assert {key.division for key in keys} <= {task.inspected_id, "330000"}
                assert task.inspecting_id not in {key.division for key in keys}


def test_the_letters_of_a_task(cast: Cast, add: Add, running: Task, insurer_item: InspectedInsurer) -> None:
    builder = add(world.enterprise(world.SHAOXING, sectors=["CONSTR"], main_sector="CONSTR"))
    find(builder, cast, kind="NOT_INSURED")
    find(builder, cast, kind="NO_PLAN")
    find(insurer_item, cast, subject="INSURER", kind="FALSE_EXPENSE")
    find(insurer_item, cast, subject="AGENCY", kind="FALSE_RECORD", agency=cast.agency.organisation)
    submitted(builder, cast)
    InspectedInsurer.objects.update(state="SUBMITTED", checked_on=TODAY)
    letters = routed(running, cast)
    given = {letter.receiver.code: [str(one) for one in letter.routings.all()] for letter in letters}
    assert given == {
        "EM-330602": ["JC-2023-01-01"],
        "SA-330600-CONSTR": ["JC-2023-01-02"],
        "REG-330600": ["JC-2023-01-03"],
        "EM-330600": ["JC-2023-01-04"],
    }
    assert len({letter.number for letter in letters}) == 4
    assert all("移交〔2023〕" in letter.number for letter in letters)
    running.refresh_from_db()
    assert (running.state, running.routed_on) == ("ROUTED", TODAY)
    assert set(Finding.objects.values_list("state", flat=True)) == {"ROUTED"}


def test_a_firm_that_has_moved_away_is_dealt_with_where_it_was_inspected(cast: Cast, item: InspectedEnterprise) -> None:
    finding = find(item, cast, kind="NOT_INSURED")
    type(item.enterprise).objects.filter(pk=item.enterprise_id).update(city_id="330800", county_id="330802")
    [(_finding, receiver)] = receivers_of(Finding.objects.filter(pk=finding.pk))
    assert receiver.code == "EM-330600"


def test_a_place_without_an_authority_is_named(cast: Cast, insurer_item: InspectedInsurer) -> None:
    finding = find(insurer_item, cast, subject="INSURER", kind="FALSE_EXPENSE")
    Organisation.objects.filter(code="REG-330600").update(closed_on=TODAY)
    with pytest.raises(Refused, match="没有可接收的机关"):
        receivers_of([finding])


def test_routing_waits_for_the_answer_or_the_end_of_the_time_for_objections(
    cast: Cast, item: InspectedEnterprise, running: Task
) -> None:
    found(item, cast)
    feedback = told(running, cast)
    last = feedback.objections_until
    with pytest.raises(Refused, match="异议期至"):
        services.route_findings(task=running, by=cast.hangzhou_lead, today=last, at=clock.now())
    after = last + timedelta(days=1)
    assert services.route_findings(task=running, by=cast.hangzhou_lead, today=after, at=clock.now())


def test_only_the_leader_of_the_inspecting_city_hands_over(
    cast: Cast, item: InspectedEnterprise, running: Task
) -> None:
    found(item, cast)
    answered(running, cast)
    GroupMember.objects.filter(user=cast.hangzhou_officer).update(is_leader=False)
    with pytest.raises(Refused, match="负责人"):
        services.route_findings(task=running, by=cast.hangzhou_officer, today=TODAY, at=clock.now())
    for who in (cast.shaoxing_officer, cast.quzhou_officer, cast.provincial_officer, cast.zhejiang_regulator):
        with pytest.raises(NotAllowed):
            services.route_findings(task=running, by=who, today=TODAY, at=clock.now())
    assert not Finding.objects.filter(state="ROUTED").exists()


def test_a_letter_is_signed_for_once_by_its_receiver(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    finding = found(item, cast, kind="NOT_INSURED")
    [letter] = routed(running, cast)
    county = person("em-330602")
    for who in (cast.shaoxing_officer, cast.hangzhou_officer, cast.xihu_county):
        with pytest.raises(NotAllowed):
            received(letter, who)
    assert received(letter, county).received_on == TODAY
    assert again(finding).state == "RECEIVED"
    running.refresh_from_db()
    assert running.state == "RECTIFY_TRACK"
    with pytest.raises(Refused, match="重复签收"):
        received(letter, county)


def test_the_photos_of_the_visit_go_with_the_finding(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    attachments.attach(item, "PHOTO", world.picture(), name="a.png", by=cast.hangzhou_officer, at=clock.now())
    finding = found(item, cast, kind="NO_PLAN")
    routed(running, cast)
    [evidence] = attachments.attachments_of(finding)
    assert (evidence.slot, attachments.subject_visible(evidence, person("em-330602"))) == ("evidence", finding)


def test_a_second_settlement_is_refused(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    finding = found(item, cast, kind="NO_PLAN")
    [letter] = routed(running, cast)
    county = person("em-330602")
    with pytest.raises(Refused, match="不能办理"):
        settle(finding, county)
    received(letter, county)
    settled = settle(finding, county)
    assert (settled.state, again(finding).routing.doc_no) == ("SETTLED", "越应急责改〔2023〕1号")
    with pytest.raises(Refused, match="不得重复处置"):
        settle(finding, county, doc_no="越应急责改〔2023〕2号")
    assert again(finding).routing.doc_no == "越应急责改〔2023〕1号"


def test_regulators_settle_findings_on_insurers_and_nobody_else(
    cast: Cast, running: Task, insurer_item: InspectedInsurer
) -> None:
    finding = find(insurer_item, cast, subject="INSURER", kind="FALSE_EXPENSE")
    InspectedInsurer.objects.update(state="SUBMITTED", checked_on=TODAY)
    [letter] = routed(running, cast)
    regulator = person("reg-330600")
    received(letter, regulator)
    for who in (cast.shaoxing_officer, cast.hangzhou_lead):
        with pytest.raises(Refused, match="只有该机关"):
            settle(finding, who, disposition="NOTICE", due_on=None)
    with pytest.raises(NotAllowed):
        settle(finding, cast.ningbo_regulator, disposition="NOTICE", due_on=None)
    with pytest.raises(Refused, match="不能以该方式处置"):
        settle(finding, regulator, disposition="SUSPEND")
    with pytest.raises(Refused, match="「监管谈话」须由两人办理.*先对该问题立案"):
        settle(finding, regulator, disposition="INTERVIEW", due_on=None)
    assert settle(finding, regulator, disposition="NOTICE", due_on=None).state == "SETTLED"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"doc_no": " "}, "文书号为空"),
        ({"feedback": ""}, "处置情况为空"),
        ({"done_on": TODAY + timedelta(days=1)}, "晚于今天"),
        ({"done_on": TODAY - timedelta(days=1)}, "早于移交日期"),
        ({"due_on": None}, "改正期限"),
        ({"due_on": TODAY - timedelta(days=1)}, "早于移交日期"),
        ({"amount": 60000}, "只有行政处罚"),
        ({"disposition": "INTERVIEW"}, "不能以该方式处置"),
        ({"disposition": "PENALTY", "amount": 60000}, "须有证据"),
        ({"disposition": "PENALTY", "amount": 60000}, "须由两人办理"),
        ({"disposition": "SUSPEND"}, "须由两人办理"),
        ({"disposition": "UNFOUNDED", "due_on": None}, "「经查不属实」须由两人办理"),
        ({"disposition": ""}, "不能以该方式处置"),
    ],
)
def test_a_wrong_settlement_is_refused_and_nothing_is_stored(
    cast: Cast, item: InspectedEnterprise, running: Task, changes: dict[str, object], sentence: str
) -> None:
    finding = found(item, cast, kind="NOT_INSURED")
    [letter] = routed(running, cast)
    county = person("em-330602")
    received(letter, county)
    with pytest.raises(Refused, match=sentence):
        settle(finding, county, **changes)
    assert (again(finding).state, again(finding).routing.disposition) == ("RECEIVED", "")


@pytest.mark.parametrize(
    ("amount", "overdue", "good"),
    [
        (49999, False, False),
        (50000, False, True),
        (100000, False, True),
        (100001, False, False),
        (99999, True, False),
        (100000, True, True),
        (200000, True, True),
        (200001, True, False),
    ],
)
def test_the_range_of_article_109(
    cast: Cast, item: InspectedEnterprise, running: Task, amount: int, overdue: bool, good: bool
) -> None:
    finding = found(item, cast, kind="NOT_INSURED")
    [letter] = routed(running, cast)
    county = person("em-330602")
    received(letter, county)
    services.link_case(finding=again(finding), number="CZ-1", by=county, at=clock.now())
    evidence = [(world.picture(), "decision.png")]
    given = {"disposition": "PENALTY", "amount": amount, "overdue": overdue, "due_on": TODAY - timedelta(days=1)}

    def penalise() -> Finding:
        return services.settle_finding(
            finding=again(finding),
            settlement=settlement(**given),
            files=evidence,
            case_no="CZ-1",
            by=county,
            today=TODAY,
            at=clock.now(),
        )

    if good:
        assert penalise().state == "SETTLED"
    else:
        with pytest.raises(Refused, match="第一百零九条"):
            penalise()
