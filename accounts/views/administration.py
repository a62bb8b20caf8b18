"""What the three administrators read: people, roles, the audit. None of them sees business data."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.filters import UserFilter
from accounts.models import User
from accounts.permissions import AccountPermission
from accounts.roles import Role, grants
from core.gate import GatedView
from core.views.lists import LedgerPage


class UserListView(LedgerPage):
    permission = AccountPermission.USERS_VIEW
    template_name = "accounts/user_list.html"
    filters = UserFilter

    def rows(self) -> QuerySet[User]:
        return User.objects.visible_to(self.request.user).select_related("organisation").order_by("username")


class RoleMatrixView(GatedView):
    """Roles across, permissions down, readable without knowing the code."""

    permission = AccountPermission.ROLES_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = [
            {"label": grant.words, "permission": permission, "held": [role in grant.roles for role in Role]}
            for permission, grant in grants().items()
        ]
        return render(request, "accounts/role_matrix.html", {"roles": list(Role), "lines": lines})
