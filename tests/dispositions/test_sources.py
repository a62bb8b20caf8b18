"""Facts of other rooms open cases, filled in; the end of a case settles its finding."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation
from core import clock
from core.contributions import openers
from core.models import AuditEvent
from core.writing import Refused
from coverage import gap
from coverage.services import clear_candidate
from crosschecks import services as asking
from crosschecks.catalogue import LABELS
from crosschecks.models import Inquiry
from dispositions import services
from dispositions.handling import handling_of
from dispositions.models import Case
from dispositions.openers.gap import key_of
from dispositions.openers.links import link_of
from dispositions.sources import Fact, fact_for, url_of_fact
from enterprises.models import Enterprise
from inspections.models import Finding, Handover, InspectedInsurer
from insurers.complaints import services as complaining
from rulebook.models import DatedRule
from rulebook.rules import Proposal
from rulebook.services import propose_rule
from tests import world
from tests.cast import Cast
from tests.dispositions.rows import TODAY, again, firm_case, fresh, insurer_case, person, take, unfounded
from tests.inspections.ends import again as found_again
from tests.inspections.ends import found, received, routed, settle
from tests.inspections.rows import add_enterprise, add_insurer, find, running_task
from tests.reports.figuring import figure


@pytest.fixture
def firm_finding(cast: Cast) -> Finding:
    """A finding on an enterprise in Shaoxing that its authority has signed for."""
    task = running_task()
    firm = world.enterprise(world.SHAOXING)
    item = add_enterprise(task=task, enterprise=firm, by=cast.hangzhou_officer, today=TODAY, at=clock.now())
    return handed_over(found(item, cast, kind="NO_PLAN"), cast)


@pytest.fixture
def insurer_finding(cast: Cast) -> Finding:
    """A finding on an insurer that the sub-office of Shaoxing has signed for."""
    task = running_task()
    world.policy(world.enterprise(world.SHAOXING))
    item = add_insurer(task=task, insurer=world.insurer(), by=cast.hangzhou_officer, at=clock.now())
    made = find(item, cast, subject="INSURER", kind="SERVICE_NOT_DONE")
    InspectedInsurer.objects.update(state="SUBMITTED", checked_on=TODAY)
    return handed_over(found_again(made), cast)


def handed_over(finding: Finding, cast: Cast) -> Finding:
    routed(finding.task, cast)
    letter = Handover.objects.select_related("receiver", "task").get(routings__finding=finding)
    by = person_of(letter)
    received(letter, by)
    return found_again(finding)


def person_of(letter: Handover) -> Any:
    """Somebody of the authority that the letter goes to."""
    return person(letter.receiver.code.lower())


def fact(finding: Finding, by: Any) -> Fact:
    made = fact_for(by, "FINDING", str(finding.pk), TODAY)
    assert made is not None
    return made


def opened(finding: Finding, by: Any) -> Case:
    about = fact(finding, by)
    return services.open_case(
        fact=about, title=about.title, facts=about.facts, basis=about.basis, by=by, today=TODAY, at=clock.now()
    )


def test_a_finding_opens_its_case_and_is_settled_by_its_end(cast: Cast, firm_finding: Finding) -> None:
    by = person_of(firm_finding.routing.handover)
    case = opened(firm_finding, by)
    assert case.source_name == firm_finding.no
    assert case.enterprise == firm_finding.enterprise_item.enterprise  # type: ignore[union-attr]
    assert found_again(firm_finding).routing.case_no == case.number
    with pytest.raises(Refused, match="请在该案件中办理"):
        settle(firm_finding, by)
    order = take(case, by, "ORDER", due_on=TODAY + timedelta(days=7))
    services.fulfil_step(step=order, done_on=TODAY, note="已补签", by=by, today=TODAY, at=clock.now())
    services.close_case(case=again(case), outcome="ORDER", note="已补签方案", by=by, today=TODAY, at=clock.now())
    settled = found_again(firm_finding)
    assert settled.state == "SETTLED"
    assert (settled.routing.disposition, settled.routing.doc_no) == ("ORDER", order.doc_no)
    assert url_of_fact("FINDING", str(firm_finding.pk)).endswith(f"/{firm_finding.pk}/")


def test_a_finding_is_ended_as_unfounded_by_two_people_in_its_case_alone(
    cast: Cast, firm_finding: Finding, as_user: Callable[[Any], Client]
) -> None:
    """By hand it is refused with the way that leads on, and an event; counted as disposed of once the second agreed."""
    by = person_of(firm_finding.routing.handover)
    client, address = as_user(by), f"/inspections/findings/{firm_finding.pk}/"
    page = client.get(address)
    [form] = [form for name, _title, form in page.context["steps"] if name == "settle"]
    assert "UNFOUNDED" not in dict(form.fields["disposition"].choices)
    assert "经查不属实等须由两人办理的，请先立案" in page.content.decode()
    sent = {"disposition": "UNFOUNDED", "doc_no": "核〔2023〕1号", "done_on": TODAY, "feedback": "不属实"}
    refused = client.post(f"{address}settle/", sent)
    assert (refused.status_code, found_again(firm_finding).state) == (409, "RECEIVED")
    assert "「经查不属实」须由两人办理" in refused.content.decode()
    assert AuditEvent.objects.filter(action="write.refused", actor=by.username).exists()

    case = opened(firm_finding, by)
    step = services.propose_unfounded(case=case, note="已投保", by=by, today=TODAY, at=clock.now())
    assert (found_again(firm_finding).state, figure("cross.disposed", cutoff=TODAY)) == ("RECEIVED", 0)
    services.decide_step(
        step=step, approve=True, note="", by=person(f"{by.username}-lead"), today=TODAY, at=clock.now()
    )
    ended = found_again(firm_finding)
    assert (ended.state, ended.routing.disposition, ended.routing.doc_no) == ("SETTLED", "UNFOUNDED", case.number)
    assert figure("cross.disposed", cutoff=TODAY) == figure("cross.received.disposed", "330600", TODAY) == 1


def test_a_regulator_knows_of_a_finding_on_an_enterprise_its_state_and_end_without_a_case(
    cast: Cast, firm_finding: Finding, as_user: Callable[[Any], Client]
) -> None:
    by, watcher = person_of(firm_finding.routing.handover), as_user(cast.zhejiang_regulator)
    [row] = watcher.get("/dispositions/elsewhere/").context["rows"]
    assert (row.number, row.authority, row.outcome) == (firm_finding.no, by.organisation.name, "")
    settle(firm_finding, by)
    page = watcher.get("/dispositions/elsewhere/")
    [row] = page.context["rows"]
    assert (row.outcome, row.closed_on) == (found_again(firm_finding).routing.get_disposition_display(), TODAY)
    assert firm_finding.fact not in page.content.decode()
    assert watcher.get(f"/inspections/findings/{firm_finding.pk}/").status_code == 404
    for other in (by, cast.ningbo_regulator):
        numbers = [one.number for one in as_user(other).get("/dispositions/elsewhere/").context["rows"]]
        assert firm_finding.no not in numbers, other


def test_a_finding_on_an_agency_opens_a_case_on_the_agency(cast: Cast) -> None:
    agency = Organisation.objects.agencies().order_by("pk")[0]
    task = running_task()
    world.policy(world.enterprise(world.SHAOXING))
    item = add_insurer(task=task, insurer=world.insurer(), by=cast.hangzhou_officer, at=clock.now())
    named = find(item, cast, subject="AGENCY", kind="FALSE_RECORD", agency=agency)
    InspectedInsurer.objects.update(state="SUBMITTED", checked_on=TODAY)
    made = handed_over(found_again(named), cast)
    by = person_of(made.routing.handover)
    case = opened(made, by)
    assert (case.subject, case.agency, case.enterprise, case.insurer) == ("AGENCY", agency, None, None)


def test_who_has_not_got_the_finding_opens_no_case(cast: Cast, firm_finding: Finding) -> None:
    about = fact(firm_finding, cast.hangzhou_officer)
    with pytest.raises(Refused, match="已移交其他机关"):
        services.open_case(fact=about, title="x", facts="y", by=cast.hangzhou_officer, today=TODAY, at=clock.now())
    assert fact_for(cast.quzhou_officer, "FINDING", str(firm_finding.pk), TODAY) is None


@pytest.mark.parametrize(("name", "finding"), [("reg-330600", "firm_finding"), ("em-330600", "insurer_finding")])
def test_the_other_side_knows_that_a_finding_of_its_place_is_dealt_with(
    name: str, finding: str, request: Any, as_user: Callable[[Any], Client]
) -> None:
    """And how it ended, with a case or without: a regulator of one on an enterprise, a bureau of one on an insurer."""
    theirs = request.getfixturevalue(finding)
    page = as_user(person(name)).get("/dispositions/elsewhere/")
    [row] = page.context["rows"]
    assert (row.number, row.authority) == (theirs.no, theirs.routing.handover.receiver.name)
    assert theirs.fact not in page.content.decode()


def told_elsewhere(client: Client) -> list[str]:
    """The numbers of what a person is told that others deal with."""
    return [row.number for row in client.get("/dispositions/elsewhere/").context["rows"]]


@pytest.mark.parametrize(
    ("finding", "told", "not_told"),
    [
        ("insurer_finding", ["em-330600", "prov-em"], ["em-330602", "em-330800", "reg-zj"]),
        ("firm_finding", ["reg-330600", "reg-zj"], ["reg-330300", "reg-nb", "prov-em", "em-330800"]),
    ],
)
def test_the_case_of_a_finding_is_told_to_the_other_side_of_its_place_alone(
    finding: str, told: list[str], not_told: list[str], request: Any, as_user: Callable[[Any], Client]
) -> None:
    """With its state and end, not its file; a finding on an insurer lies in its city, in none of the counties."""
    theirs = request.getfixturevalue(finding)
    case = opened(theirs, person_of(theirs.routing.handover))
    for name in told:
        page = as_user(person(name)).get("/dispositions/elsewhere/")
        [row] = page.context["rows"]
        assert (row.number, row.authority) == (case.number, case.authority.name)
        assert case.facts not in page.content.decode()
    for name in not_told:
        assert case.number not in told_elsewhere(as_user(person(name)))


def test_what_is_no_finding_is_told_to_the_province_alone(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    """Of insurers a letter and a promise in one of its counties; of enterprises a letter to the regulator neither."""
    regulator = person("reg-330300")
    plan = world.plan(world.policy(world.enterprise("330302")))
    about = fact_for(regulator, "PROMISE", str(plan.pk), TODAY)
    assert about is not None
    assert about.county == "330302"
    promised = services.open_case(fact=about, title="x", facts="y", by=regulator, today=TODAY, at=clock.now())
    letter = insurer_case(regulator, "330300")
    firm_case(cast.xihu_county)
    assert told_elsewhere(as_user(cast.provincial_officer)) == [letter.number, promised.number]
    for name in ("em-330300", "em-330302", "em-330381", "reg-zj"):
        assert told_elsewhere(as_user(person(name))) == []


def test_a_case_that_was_handed_up_settles_the_finding(cast: Cast, insurer_finding: Finding) -> None:
    by, above = person("reg-330600"), cast.zhejiang_regulator
    case = opened(insurer_finding, by)
    services.refer_case(case=again(case), reason="省级分公司签约", by=by, today=TODAY, at=clock.now())
    with pytest.raises(Refused, match="请先签收"):
        take(case, above, "NOTICE")
    services.receive_referral(case=again(case), by=above, at=clock.now())
    take(case, above, "NOTICE")
    services.close_case(case=again(case), outcome="NOTICE", note="已提示", by=above, today=TODAY, at=clock.now())
    assert found_again(insurer_finding).state == "SETTLED"
    assert found_again(insurer_finding).routing.taken_over_by == above.organisation
    link: Any = link_of(cast.shaoxing_officer, "FINDING", str(insurer_finding.pk), TODAY)["disposition"]
    assert (link["url"], link["authority"]) == ("", above.organisation.name)


def test_the_page_of_a_finding_leads_to_its_case_and_back(
    cast: Cast, firm_finding: Finding, as_user: Callable[[Any], Client]
) -> None:
    client = as_user(person_of(firm_finding.routing.handover))
    page = client.get(f"/inspections/findings/{firm_finding.pk}/")
    address = page.context["disposition"]["open_url"]
    form = client.get(address)
    assert form.status_code == 200
    sent = {name: form.context["form"].initial[name] for name in ("title", "facts", "basis")}
    made = client.post(address, sent)
    assert made.status_code == 302
    assert client.get(address).headers["Location"] == made.headers["Location"]
    case = client.get(made.headers["Location"])
    assert [url for _origin, url in case.context["origins"]] == [f"/inspections/findings/{firm_finding.pk}/"]
    page = client.get(f"/inspections/findings/{firm_finding.pk}/")
    assert page.context["disposition"]["url"] == made.headers["Location"]
    assert "settle" not in [name for name, _title, _form in page.context["steps"]]
    assert client.post(address, sent).status_code == 400
    assert as_user(cast.quzhou_officer).get(address).status_code == 404
    assert as_user(cast.insurer_a_clerk).get(address).status_code == 403


# --- the gap --------------------------------------------------------------------------------------------------


def candidate(firm: Enterprise, by: Any) -> Fact:
    made = fact_for(by, "GAP", key_of(firm.pk), TODAY)
    assert made is not None
    return made


def pursued(firm: Enterprise, by: Any) -> Case:
    about = candidate(firm, by)
    return services.open_case(
        fact=about, title=about.title, facts=about.facts, basis=about.basis, by=by, today=TODAY, at=clock.now()
    )


def test_a_candidate_of_the_gap_opens_one_case_at_a_time(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    firm, by = world.enterprise(), cast.hangzhou_officer
    client = as_user(by)
    address = client.get(f"/gap/{firm.pk}/").context["disposition"]["open_url"]
    form = client.get(address)
    assert "应保未保（未投保）" in form.content.decode()
    sent = {name: form.context["form"].initial[name] for name in ("title", "facts", "basis")}
    assert client.post(address, sent).status_code == 302
    case = Case.objects.get()
    assert (case.enterprise, case.source) == (firm, "GAP")
    page = client.get(f"/gap/{firm.pk}/")
    assert page.context["disposition"]["url"] == f"/dispositions/{case.pk}/"
    with pytest.raises(Refused, match="不得重复立案"):
        pursued(firm, cast.hangzhou_lead)
    # A regulator learns that the case is dealt with, not its file (domain.md 1.5).
    told: Any = as_user(cast.zhejiang_regulator).get(f"/gap/{firm.pk}/").context["disposition"]
    assert (told["url"], told["authority"]) == ("", by.organisation.name)


def test_warnings_and_the_insured_open_no_case(cast: Cast) -> None:
    firm = world.enterprise()
    world.policy(firm)
    assert fact_for(cast.hangzhou_officer, "GAP", key_of(firm.pk), TODAY) is None
    assert fact_for(cast.quzhou_officer, "GAP", key_of(world.enterprise().pk), TODAY) is None


def test_a_case_of_the_gap_ends_with_the_gap(cast: Cast) -> None:
    firm, by = world.enterprise(), cast.hangzhou_officer
    case = pursued(firm, by)
    order = take(case, by, "ORDER", due_on=TODAY + timedelta(days=7))
    done: dict[str, Any] = {"done_on": TODAY, "note": "已投保", "by": by, "today": TODAY, "at": clock.now()}
    with pytest.raises(Refused, match="仍为应保未保，改正尚未完成"):
        services.fulfil_step(step=fresh(order), **done)
    values: dict[str, Any] = {"outcome": "CORRECT", "note": "已投保", "by": by, "today": TODAY, "at": clock.now()}
    services.withdraw_step(step=fresh(order), note="文书有误", by=by, today=TODAY, at=clock.now())
    take(case, by, "CORRECT", doc_no="示例纠〔2023〕1号", issued_on=TODAY)
    with pytest.raises(Refused, match="仍为应保未保"):
        services.close_case(case=again(case), **values)
    assert again(case).state == "RUNNING"
    world.policy(firm)
    values["outcome"] = "ORDER"
    order = take(case, by, "ORDER", text="补充保单", due_on=TODAY + timedelta(days=7))
    services.fulfil_step(step=fresh(order), **done)
    assert services.close_case(case=again(case), **values).state == "CLOSED"


def test_a_gap_handed_to_another_authority_ends_the_case_and_stays_a_fact(cast: Cast) -> None:
    """The letter of transfer says whose it is now; whoever it is opens a case of the same gap."""
    firm, by = world.enterprise(), cast.hangzhou_officer
    case = pursued(firm, by)
    take(case, by, "TRANSFER", addressee="示例应急管理局")
    values: dict[str, Any] = {"outcome": "TRANSFER", "note": "已移送", "by": by, "today": TODAY, "at": clock.now()}
    assert services.close_case(case=again(case), **values).state == "CLOSED"
    assert not gap.is_cleared(firm, gap.frame_of(TODAY, TODAY, ("HAZCHEM",)))
    assert pursued(firm, by).source_key == f"{firm.pk}-2"


def test_a_gap_that_still_stands_is_pursued_anew_from_its_page(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    """A case that ended as unfounded clears the candidate and hinders none; the one before stays linked, and while one
    runs there is no second."""
    firm, by = world.enterprise(), cast.hangzhou_officer
    first, client = pursued(firm, by), as_user(by)
    assert "open_url" not in client.get(f"/gap/{firm.pk}/").context["disposition"]
    unfounded(first, by, cast.hangzhou_lead, "经核实已停产")
    assert gap.is_cleared(firm, gap.frame_of(TODAY, TODAY, ("HAZCHEM",)))
    page = client.get(f"/gap/{firm.pk}/")
    assert page.context["earlier"]["url"] == f"/dispositions/{first.pk}/"
    address = page.context["disposition"]["open_url"]
    assert f'href="{address}"' in page.content.decode()
    sent = client.get(address).context["form"].initial
    assert f"此前的案件 {first.number} 已于2023年11月23日以「经查不属实」办结。" in sent["facts"]
    assert client.post(address, {name: sent[name] for name in ("title", "facts", "basis")}).status_code == 302
    second = Case.objects.exclude(pk=first.pk).get()
    assert second.source_key == f"{firm.pk}-2"
    for other in (cast.hangzhou_lead, cast.xihu_county):
        with pytest.raises(Refused, match="不得重复立案"):
            pursued_again(firm, other, f"{firm.pk}-2")
        assert "open_url" not in as_user(other).get(f"/gap/{firm.pk}/").context["disposition"]
    page = client.get(f"/gap/{firm.pk}/")
    found = page.context["disposition"]["url"]
    assert (found, page.context["disposition"]["case"]) == (f"/dispositions/{second.pk}/", second)


def pursued_again(firm: Enterprise, by: Any, key: str) -> Case:
    """A case of a gap whose key somebody has."""
    about = fact_for(by, "GAP", key, TODAY)
    assert about is not None
    return services.open_case(fact=about, title="x", facts="y", by=by, today=TODAY, at=clock.now())


@pytest.mark.parametrize("ground", ["NO_DUTY", "OTHER"])
def test_a_candidate_that_somebody_cleared_opens_no_case_until_its_facts_change(cast: Cast, ground: str) -> None:
    firm, by = world.enterprise(), cast.hangzhou_officer
    frame = gap.frame_of(TODAY, TODAY, ("HAZCHEM",))
    clear_candidate(enterprise=firm, frame=frame, ground=ground, note="经核实", by=by, at=clock.now())
    assert fact_for(by, "GAP", key_of(firm.pk), TODAY) is None  # nothing has changed
    type(firm).objects.filter(pk=firm.pk).update(status="BUILDING")
    assert pursued(firm, by).source_key == f"{firm.pk}-1"


@pytest.fixture
def uninsured(cast: Cast) -> Finding:
    """A finding that an enterprise of Shaoxing is not insured, signed for by the emergency department."""
    task = running_task()
    firm = world.enterprise(world.SHAOXING)
    item = add_enterprise(task=task, enterprise=firm, by=cast.hangzhou_officer, today=TODAY, at=clock.now())
    return handed_over(found(item, cast, kind="NOT_INSURED"), cast)


def test_gap_and_finding_are_one_case_that_ends_for_both(
    cast: Cast, uninsured: Finding, as_user: Callable[[Any], Client]
) -> None:
    by, firm = person_of(uninsured.routing.handover), uninsured.enterprise_item.enterprise  # type: ignore[union-attr]
    client = as_user(by)
    case = pursued(firm, by)
    with pytest.raises(Refused, match=f"{case.number}.*并入该案件"):
        opened(uninsured, by)
    address = client.get(f"/inspections/findings/{uninsured.pk}/").context["disposition"]["open_url"]
    assert client.get(address).context["same"] == case
    assert client.post(address, {"join": "1"}).headers["Location"] == f"/dispositions/{case.pk}/"
    assert client.post(address, {"join": "1"}).status_code == 400  # once
    assert found_again(uninsured).routing.case_no == case.number
    page = client.get(f"/dispositions/{case.pk}/")
    assert [url for _one, url in page.context["origins"]] == [
        f"/gap/{firm.pk}/",
        f"/inspections/findings/{uninsured.pk}/",
    ]
    link = client.get(f"/inspections/findings/{uninsured.pk}/").context["disposition"]
    assert link["url"] == f"/dispositions/{case.pk}/"
    unfounded(case, by, person(f"{by.username}-lead"), "已停产")
    assert found_again(uninsured).state == "SETTLED"
    assert key_of(firm.pk) == f"{firm.pk}-2"
    assert Case.objects.count() == 1


def test_the_gap_joins_the_case_of_the_finding_and_another_authority_is_told_its_number(
    cast: Cast, uninsured: Finding
) -> None:
    by, firm = person_of(uninsured.routing.handover), uninsured.enterprise_item.enterprise  # type: ignore[union-attr]
    case = opened(uninsured, by)
    other = cast.shaoxing_officer if by.role == "COUNTY_EM" else person(f"em-{firm.county_id}")
    with pytest.raises(Refused, match=f"{by.organisation.name}.*{case.number}"):
        pursued(firm, other)
    with pytest.raises(Refused, match="不是同一企业"):
        services.join_case(
            case=again(case), fact=candidate(world.enterprise(world.SHAOXING), by), by=by, today=TODAY, at=clock.now()
        )
    joined = services.join_case(case=again(case), fact=candidate(firm, by), by=by, today=TODAY, at=clock.now())
    assert [one.source for one in joined.origins.all()] == ["FINDING", "GAP"]
    take(case, by, "CORRECT", doc_no="示例纠〔2023〕1号", issued_on=TODAY)
    with pytest.raises(Refused, match="仍为应保未保"):
        services.close_case(case=again(case), outcome="CORRECT", note="x", by=by, today=TODAY, at=clock.now())
    assert found_again(uninsured).state == "RECEIVED"


def test_a_finding_goes_to_the_case_of_the_authority_that_pursues_its_enterprise(
    cast: Cast, uninsured: Finding, as_user: Callable[[Any], Client]
) -> None:
    """No second case is opened, and the finding does not hang: it is handed to the open one and ends with it."""
    by, firm = person_of(uninsured.routing.handover), uninsured.enterprise_item.enterprise  # type: ignore[union-attr]
    city, client = cast.shaoxing_officer, as_user(by)
    assert by.organisation != city.organisation
    with pytest.raises(Refused, match="没有可以并案移送"):
        services.hand_to_case(fact=fact(uninsured, by), by=by, today=TODAY, at=clock.now())
    case = pursued(firm, city)
    with pytest.raises(Refused, match=f"{case.number}.*并案移送该机关"):
        opened(uninsured, by)
    address = client.get(f"/inspections/findings/{uninsured.pk}/").context["disposition"]["open_url"]
    assert client.get(address).context["other"] == case
    assert client.post(address, {"hand-in": "1"}).headers["Location"].endswith(f"/findings/{uninsured.pk}/")
    told = found_again(uninsured).routing
    assert (told.case_no, told.taken_over_by) == (case.number, city.organisation)
    assert [one.source for one in again(case).origins.all()] == ["GAP", "FINDING"]
    shown = client.get(f"/inspections/findings/{uninsured.pk}/").context["disposition"]
    assert (shown["case"], shown["url"]) == (case, "")  # the number, not the file
    with pytest.raises(Refused, match="只有该机关"):
        settle(uninsured, by)
    unfounded(case, city, person(f"{city.username}-lead"), "已停产")
    assert found_again(uninsured).state == "SETTLED"
    assert Case.objects.count() == 1


# --- insurers' ledgers -----------------------------------------------------------------------------------------


def test_a_promise_that_was_not_kept_opens_a_case_of_its_plan(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    plan = world.plan(world.policy(world.enterprise("330302")))
    regulator = person("reg-330300")
    page = as_user(regulator).get(f"/plans/{plan.pk}/")
    address = page.context["disposition"]["open_url"]
    form = as_user(regulator).get(address)
    assert "未兑现" in form.content.decode()
    assert as_user(cast.insurer_a_clerk).get(f"/plans/{plan.pk}/").context["disposition"] is None
    assert "属地监管机构立案" in as_user(cast.zhejiang_regulator).get(address).content.decode()
    assert as_user(cast.ningbo_regulator).get(address).status_code == 404


def test_each_fact_of_an_insurer_has_its_button_and_its_case(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    """A complaint, a record that was sent back, a late promise: opened on the fact's own page, linked both ways, once."""
    regulator, held = cast.zhejiang_regulator, world.policy(world.enterprise())
    client = as_user(regulator)
    about = complaining.Filing(held, TODAY - timedelta(days=5), "示例联系人", "未按约定培训")
    complaint = complaining.record_complaint(filing=about, by=cast.insurer_a_clerk, today=TODAY, at=clock.now())
    record, plan = world.activity(held, state="RETURNED"), world.plan(world.policy(world.enterprise()))
    for page in (f"/complaints/{complaint.pk}/", f"/activities/{record.pk}/", f"/plans/{plan.pk}/"):
        address = client.get(page).context["disposition"]["open_url"]
        form = client.get(address).context["form"]
        assert form.initial["title"], page
        assert form.initial["facts"], page
        sent = {name: form.initial[name] for name in ("title", "facts", "basis")}
        made = client.post(address, sent)
        assert made.status_code == 302, page
        assert [url for _one, url in client.get(made.headers["Location"]).context["origins"]] == [page]
        assert client.get(page).context["disposition"]["url"] == made.headers["Location"]
        assert client.post(address, sent).status_code in {400, 404}, page
    assert sorted(Case.objects.values_list("source", flat=True)) == ["COMPLAINT", "PROMISE", "RETURN"]


def test_a_fee_flag_opens_its_case_and_is_one_fact_with_its_question(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    held = world.policy(world.enterprise())
    world.expense(held, amount=Decimal("1500.01"))
    client = as_user(cast.zhejiang_regulator)
    flags = {one["case_url"]: one for one in client.get(f"/policies/{held.pk}/").context["dialogue"] if one["case_url"]}
    address = f"/dispositions/open/FEE-over_budget-{held.pk}/"
    assert address in flags
    [row] = client.get("/fees/policies/?flag=any").context["rows"]
    assert address in {way.url for way in row["ways"]}  # one click from the row
    form = client.get(address).context["form"]
    assert "超过预算" in form.initial["facts"]
    made = client.post(address, {"title": form.initial["title"], "facts": form.initial["facts"], "basis": ""})
    inquiry = Inquiry.objects.get()
    assert (inquiry.state, inquiry.code, inquiry.case_url) == ("FURTHER", "over_budget", made.headers["Location"])
    origins = client.get(made.headers["Location"]).context["origins"]
    assert [url for _one, url in origins] == [f"/questions/{inquiry.pk}/"]
    [row] = client.get("/fees/policies/?flag=any").context["rows"]
    assert Case.objects.get().number in {way.label for way in row["ways"]}
    page = client.get(f"/policies/{held.pk}/").context["dialogue"]
    assert [one["inquiry"] for one in page if one["inquiry"]] == [inquiry]
    assert client.get(address).headers["Location"] == made.headers["Location"]
    with pytest.raises(Refused, match="同一疑点只提问"):
        asking.ask_question(
            code="over_budget",
            subject=held,
            request="x",
            due_on=TODAY,
            by=cast.zhejiang_regulator,
            today=TODAY,
            at=clock.now(),
        )
    # A question that was asked is taken further on its own page alone; others have no such button.
    asking.ask_question(
        code="idle_spend",
        subject=held,
        request="x",
        due_on=TODAY,
        by=cast.zhejiang_regulator,
        today=TODAY,
        at=clock.now(),
    )
    assert client.get(f"/dispositions/open/FEE-idle_spend-{held.pk}/").status_code == 404
    assert as_user(cast.ningbo_regulator).get(address).status_code == 404
    theirs = as_user(cast.insurer_a_clerk)
    assert not [one for one in theirs.get(f"/policies/{held.pk}/").context["dialogue"] if one["case_url"]]
    # The insurer learns of the case by its first paper, and till then of no question that it was never asked.
    assert theirs.get(f"/questions/{inquiry.pk}/").status_code == 404
    assert [one.code for one in theirs.get("/questions/").context["rows"]] == ["idle_spend"]
    take(Case.objects.get(), cast.zhejiang_regulator, "NOTICE")
    page = theirs.get(f"/questions/{inquiry.pk}/")
    assert (page.context["inquiry"].decision, page.context["inquiry"].case_name) == ("", Case.objects.get().number)


def test_the_books_are_looked_at_again_beside_the_end_of_a_fee_case(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    held = world.policy(world.enterprise())
    world.expense(held, amount=Decimal("1500.01"))
    client, address = as_user(cast.zhejiang_regulator), f"/dispositions/open/FEE-over_budget-{held.pk}/"
    made = client.post(address, {"title": "x", "facts": "y", "basis": ""}).headers["Location"]

    def remark() -> str:
        (close,) = [one for one in client.get(made).context["actions"] if one.name == "close"]
        return str(close.remark)

    assert re.search(r"保单 .*列支 1,500.01 元超过预算.*疑点仍然存在", remark())
    type(held).objects.filter(pk=held.pk).update(premium_paid=held.premium_paid * 9, premium_due=held.premium_due * 9)
    assert f"保单 {held} 现已没有「{LABELS['over_budget']}」的疑点" in remark()


def test_the_page_of_an_enterprise_shows_its_cases(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    firm = world.enterprise()
    case = pursued(firm, cast.hangzhou_officer)
    assert as_user(cast.hangzhou_officer).get(f"/enterprises/{firm.pk}/").context["cases"].lines[0].key == case.pk
    assert as_user(cast.zhejiang_regulator).get(f"/enterprises/{firm.pk}/").context["cases"].lines == ()


# --- questions, rules and tables ------------------------------------------------------------------------------


@dataclass
class Asked:
    """A question as the room of cross-checks hands it in."""

    pk: int
    insurer: Organisation
    city_id: str = "330300"
    county_id: str = "330302"

    def __str__(self) -> str:
        return "PDAA-1：费用比例"

    @property
    def case_fact(self) -> tuple[str, str]:
        return "QUESTION", str(self.pk)


def test_a_question_that_is_taken_further_is_a_case(cast: Cast) -> None:
    opener = openers.opener_for("QUESTION")
    assert opener is not None
    by, asked = person("reg-330300"), Asked(7, world.insurer())
    case = opener.open(asked, TODAY, "费用比例高于上限", by, TODAY, clock.now())
    assert (case.source, case.source_key, case.insurer) == ("QUESTION", "7", asked.insurer)
    assert opener.address(case) == f"/dispositions/{case.pk}/"
    with pytest.raises(Refused, match="不得重复立案"):
        opener.open(asked, TODAY, "费用比例高于上限", by, TODAY, clock.now())
    with pytest.raises(Refused, match="金融监管机构"):
        opener.open(Asked(8, world.insurer()), TODAY, "x", cast.hangzhou_officer, TODAY, clock.now())


def test_the_regulator_keeps_the_ranges_of_the_insurance_law(cast: Cast) -> None:
    def propose(code: str, by: Any) -> DatedRule:
        proposal = Proposal(code, Decimal(60_000), TODAY, None, "示例文件", "第一条", "U")
        return propose_rule(proposal=proposal, by=by, at=clock.now())

    assert propose("conduct_fine_min", cast.zhejiang_regulator).state == "PROPOSED"
    with pytest.raises(Refused, match="浙江监管局"):
        propose("conduct_fine_min", cast.provincial_officer)
    with pytest.raises(Refused, match="省应急管理厅"):
        propose("fine_min", cast.zhejiang_regulator)


def test_tables_learn_what_was_done_by_a_day(cast: Cast) -> None:
    firm, by = world.enterprise(), cast.hangzhou_officer
    assert handling_of([firm.pk], TODAY) == {}
    case = pursued(firm, by)
    assert handling_of([firm.pk], TODAY)[firm.pk].state == "待办理"
    take(case, by, "ORDER", due_on=TODAY + timedelta(days=7))
    found = handling_of([firm.pk], TODAY)[firm.pk]
    assert (found.ordered_on, found.fined, found.state) == (TODAY, None, "办理中（责令限期改正）")
    assert handling_of([firm.pk], TODAY - timedelta(days=1)) == {}
