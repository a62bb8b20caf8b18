"""What a plan must hold to, with what the ledgers know of its policy and of the agencies."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from accounts.models import Organisation
from campaigns.choices import ListedKind
from campaigns.rules import Usage
from campaigns.services import usage_of
from insurers.agencies.services import last_days
from insurers.base.facts import AgencyFact
from insurers.plans.rules import (
    Finding,
    PolicyTerms,
    Values,
    agency_finding,
    head_findings,
    item_findings,
    shortage,
    shortage_finding,
    usage_findings,
)
from insurers.plans.sheets import PLANS
from insurers.policies.models import Policy
from insurers.policies.rules import fee_budget


def terms_of(policy: Policy) -> PolicyTerms:
    """What a plan must know of its policy."""
    enterprise, budget = policy.enterprise, fee_budget(policy.premium_paid, policy.fee_rate)
    return PolicyTerms(
        policy.policy_no, policy.start_on, policy.end_on, budget, enterprise.key_enterprise, enterprise.sectors
    )


def sentence(finding: Finding) -> str:
    """A finding with its subject."""
    return f"“{PLANS.column(finding.key).title}”{finding.tail}"


def complaints(
    head: Values, items: Sequence[Values], terms: PolicyTerms, template: Mapping[str, int] | None = None
) -> Iterator[tuple[str, str]]:
    """All that is wrong with what was written: a key of the head, or "n.key" of item n (from 0), and the sentence.

    `template` is how often each service is held by the template for the unit, as `template_times` has it.
    """
    for finding in head_findings(head, terms):
        yield finding.key, sentence(finding)
    short = shortage(items, template or {})
    if (found := shortage_finding(head.get("fewer_reason"), short)) is not None:
        yield found.key, f"“少于模板服务次数的理由”{found.tail}"
    agencies = agency_facts() if any(item["agency"] for item in items) else {}
    for number, item in enumerate(items):
        findings = list(item_findings(item, head.get("start_on"), head.get("end_on")))
        if item["agency"]:
            fact = agencies[item["agency"].pk]
            name, start = item["agency"].name, head.get("start_on")
            findings += filter(None, [agency_finding(name, item["months"], start, fact.valid_from, fact.valid_to)])
        for finding in findings:
            yield f"{number}.{finding.key}", f"第 {number + 1} 项：{sentence(finding)}"


def usages_on(today: date) -> dict[str, Usage]:
    """Which codes of the columns of a plan are in use when (two queries)."""
    return {"topics": usage_of(ListedKind.TOPIC, today), "standards": usage_of(ListedKind.STANDARD, today)}


def usage_complaints(
    head: Values, items: Sequence[Values], kept: Mapping[str, Collection[str]], today: date
) -> Iterator[tuple[str, str]]:
    """Codes out of use on the day that the plan begins, as `complaints` has its places; `kept` the plan has already."""
    usages = usages_on(today)
    for finding in usage_findings({"standards": head["standards"]}, head["start_on"], usages, kept):
        yield finding.key, sentence(finding)
    for number, item in enumerate(items):
        for finding in usage_findings({"topics": item["topics"]}, head["start_on"], usages, kept):
            yield f"{number}.{finding.key}", f"第 {number + 1} 项：{sentence(finding)}"


def agency_facts() -> dict[int, AgencyFact]:
    """The agencies of the register by id, with the days that their qualifications cover."""
    ends = last_days()
    return {agency.pk: AgencyFact(agency.pk, None, ends.get(agency.pk)) for agency in Organisation.objects.agencies()}
