"""The register on its way out, as the person may see it."""

from enterprises.models import Enterprise
from enterprises.permissions import EnterprisePermission
from insurers.base.exporting import Export, name_county

EXPORT = Export(
    EnterprisePermission.ENTERPRISE_VIEW,
    lambda user: Enterprise.objects.visible_to(user).order_by("uscc"),
    {"county": "county_id"},
    title="高危行业领域生产经营单位台账",
    counted_in="户、人",
    sums=frozenset({"employees"}),
    finish=name_county,
)
