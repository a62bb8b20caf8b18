"""The register and its ledger of outsourcing on their way out, as the person may see them."""

from enterprises.models import Enterprise, Outsourcing
from enterprises.permissions import EnterprisePermission
from insurers.base.exporting import Export, name_county

EXPORT = Export(
    EnterprisePermission.ENTERPRISE_VIEW,
    lambda user: Enterprise.objects.visible_to(user).order_by("uscc"),
    {"county": "county_id"},
    name_county,
)

OUTSOURCING_EXPORT = Export(
    EnterprisePermission.OUTSOURCING_VIEW,
    lambda user: Outsourcing.objects.visible_to(user).order_by("enterprise__uscc", "kind", "counterparty", "pk"),
    {"uscc": "enterprise__uscc", "enterprise_name": "enterprise__name"},
)
