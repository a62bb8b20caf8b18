"""Addresses of cross-inspection."""

from django.urls import path

from inspections.views import base, items, tasks

app_name = "inspections"

urlpatterns = [
    path("inspections/", tasks.BoardView.as_view(), name="board"),
    path("inspections/<int:pk>/", tasks.TaskView.as_view(), name="task-detail"),
    path("inspections/<int:pk>/start/", tasks.StartView.as_view(), name="task-start"),
    path("inspections/<int:pk>/pick/", tasks.PickView.as_view(), name="item-pick"),
    path("inspections/enterprises/<int:pk>/", items.EnterpriseItemView.as_view(), name="enterprise-form"),
    path(
        "inspections/enterprises/<int:pk>/findings/",
        items.EnterpriseFindingView.as_view(),
        name="enterprise-finding",
    ),
    path("inspections/enterprises/<int:pk>/reopen/", base.ItemActionView.as_view(), name="enterprise-reopen"),
    path(
        "inspections/enterprises/<int:pk>/remove/",
        base.ItemActionView.as_view(action="remove"),
        name="enterprise-remove",
    ),
    path("inspections/insurers/<int:pk>/", items.InsurerItemView.as_view(), name="insurer-form"),
    path("inspections/insurers/<int:pk>/findings/", items.InsurerFindingView.as_view(), name="insurer-finding"),
    path("inspections/insurers/<int:pk>/reopen/", base.InsurerActionView.as_view(), name="insurer-reopen"),
    path(
        "inspections/insurers/<int:pk>/remove/",
        base.InsurerActionView.as_view(action="remove"),
        name="insurer-remove",
    ),
]
