"""Addresses of cross-inspection."""

from django.urls import path

from inspections.views import base, draws, groups, items, tasks

app_name = "inspections"

urlpatterns = [
    path("inspections/", tasks.BoardView.as_view(), name="board"),
    path("inspections/<int:pk>/", tasks.TaskView.as_view(), name="task-detail"),
    path("inspections/<int:pk>/start/", tasks.StartView.as_view(), name="task-start"),
    path("inspections/<int:pk>/group/", groups.GroupView.as_view(), name="group-detail"),
    path("inspections/<int:pk>/group/enter/", groups.EnterView.as_view(), name="group-enter"),
    path("inspections/<int:pk>/group/invite/", groups.InviteView.as_view(), name="group-invite"),
    path("inspections/<int:pk>/group/form/", groups.FormView.as_view(), name="group-form"),
    path("inspections/members/<int:pk>/declare/", groups.DeclareView.as_view(), name="member-declare"),
    path("inspections/members/<int:pk>/leave/", groups.LeaveView.as_view(), name="member-leave"),
    path("inspections/<int:pk>/draw/", draws.DrawView.as_view(), name="draw-detail"),
    path("inspections/<int:pk>/draw/fix/", draws.FixView.as_view(), name="draw-fix"),
    path("inspections/<int:pk>/draw/seed/", draws.SeedView.as_view(), name="draw-seed"),
    path("inspections/<int:pk>/draw/add/", draws.AddView.as_view(), name="draw-add"),
    path("inspections/<int:pk>/draw/sign/", draws.SignView.as_view(), name="draw-sign"),
    path("inspections/<int:pk>/draw/record.json", draws.RecordView.as_view(), name="draw-record"),
    path("inspections/<int:pk>/draw/digests.txt", draws.DigestsView.as_view(), name="draw-digests"),
    path("inspections/<int:pk>/draw/record.docx", draws.DocumentView.as_view(), name="draw-document"),
    path("inspections/additions/<int:pk>/answer/", draws.AnswerView.as_view(), name="addition-answer"),
    path("inspections/draw-check/", draws.CheckView.as_view(), name="draw-check"),
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
