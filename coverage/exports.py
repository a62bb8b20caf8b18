"""The register and its ledger of outsourcing on their way out, as the person may see them."""

from enterprises.models import Enterprise, Outsourcing
from enterprises.permissions import EnterprisePermission
from insurers.base.exporting import Export, name_county

EXPORT = Export(
    EnterprisePermission.ENTERPRISE_VIEW,
    lambda user: Enterprise.objects.visible_to(user).order_by("uscc"),
    {"county": "county_id"},
    title="高危行业领域生产经营单位台账",
    counted_in="户、人",
    sums=frozenset({"employees"}),
    worded={"county": name_county},
)

OUTSOURCING_EXPORT = Export(
    EnterprisePermission.OUTSOURCING_VIEW,
    lambda user: Outsourcing.objects.visible_to(user).order_by("enterprise__uscc", "kind", "counterparty", "pk"),
    {"uscc": "enterprise__uscc", "enterprise_name": "enterprise__name"},
    title="外包外租等生产经营活动台账",
    counted_in="项",
)
