"""What administrators read: roles and the audit. None of them sees business data."""

from django.db.models import QuerySet

from accounts.filters import AuditFilter
from core.models import AuditEvent
from core.permissions import CorePermission
from core.views.lists import LedgerPage


class AuditListView(LedgerPage):
    permission = CorePermission.AUDIT_VIEW
    template_name = "accounts/audit_list.html"
    filters = AuditFilter

    def rows(self) -> QuerySet[AuditEvent]:
        return AuditEvent.objects.visible_to(self.request.user).order_by("-pk")

    def extra(self) -> dict[str, object]:
        return {}
