"""Which organisation each finding goes to: the rule (`rules.authority_for`) held against the list of organisations."""

from collections.abc import Iterable

from accounts.models import Organisation
from accounts.scope import city_code_of
from core.writing import Refused
from inspections import rules
from inspections.models import Finding

RELATED = ("task", "enterprise_item__enterprise", "insurer_item__insurer", "agency")


def receivers_of(findings: Iterable[Finding]) -> list[tuple[Finding, Organisation]]:
    """Each finding with its authority, in one query of organisations. Raises Refused where a place has none."""
    rows = list(findings)
    wanted = {finding.pk: keys_of(finding) for finding in rows}
    divisions = {key.division for keys in wanted.values() for key in keys}
    found = Organisation.objects.working().filter(division_id__in=divisions).order_by("-code")
    known = {rules.Key(one.kind, one.division_id, one.sector): one for one in found}
    given = []
    for finding in rows:
        receiver = next((known[key] for key in wanted[finding.pk] if key in known), None)
        if receiver is None:
            raise Refused(
                f"问题 {finding.no} 在{finding.task.inspected}没有可接收的机关，请联系系统管理员补录机构后再移交"
            )
        given.append((finding, receiver))
    return given


def keys_of(finding: Finding) -> tuple[rules.Key, ...]:
    """The authorities that may take the finding, in their order."""
    item, city = finding.enterprise_item, finding.task.inspected_id
    county = sector = ""
    if item is not None:
        firm = item.enterprise
        sector = firm.main_sector or (firm.sectors[0] if len(firm.sectors) == 1 else "")
        # A firm that has moved to another city since is dealt with where it was inspected.
        county = firm.county_id if city_code_of(firm.county_id) == city else ""
    return rules.authority_for(subject=finding.subject, kind=finding.kind, sector=sector, county=county, city=city)
