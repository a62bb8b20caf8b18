"""The register, its exemptions, and how entries move or merge."""

from enterprises.models.exemptions import Exemption
from enterprises.models.grants import EnterpriseGrant
from enterprises.models.initials import NameInitials, NewNames
from enterprises.models.moves import Merge, Transfer
from enterprises.models.outsourcing import Outsourcing
from enterprises.models.register import Enterprise, EnterpriseName

__all__ = [
    "Enterprise",
    "EnterpriseGrant",
    "EnterpriseName",
    "Exemption",
    "Merge",
    "NameInitials",
    "NewNames",
    "Outsourcing",
    "Transfer",
]
