"""The register on its way out, as the person may see it."""

from accounts.permissions import Permission
from enterprises.models import Enterprise
from insurers.base.exporting import Export, name_county

EXPORT = Export(
    Permission.ENTERPRISE_VIEW,
    lambda user: Enterprise.objects.visible_to(user).order_by("uscc"),
    {"county": "county_id"},
    name_county,
)
