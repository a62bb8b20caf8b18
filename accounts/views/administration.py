"""What administrators read: roles and the audit. None of them sees business data."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.filters import AuditFilter
from accounts.permissions import AccountPermission
from accounts.roles import Role, grants
from core.gate import GatedView
from core.models import AuditEvent
from core.permissions import CorePermission
from core.views.lists import LedgerPage


class RoleMatrixView(GatedView):
    """Roles across, permissions down, readable without knowing the code."""

    permission = AccountPermission.ROLES_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = [
            {"label": grant.words, "permission": permission, "held": [role in grant.roles for role in Role]}
            for permission, grant in grants().items()
        ]
        return render(request, "accounts/role_matrix.html", {"roles": list(Role), "lines": lines})


class AuditListView(LedgerPage):
    permission = CorePermission.AUDIT_VIEW
    template_name = "accounts/audit_list.html"
    filters = AuditFilter

    def rows(self) -> QuerySet[AuditEvent]:
        return AuditEvent.objects.visible_to(self.request.user).order_by("-pk")

    def extra(self) -> dict[str, object]:
        return {}
