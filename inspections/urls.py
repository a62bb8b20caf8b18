"""Addresses of cross-inspection."""

from django.urls import path

from inspections.views import base, ends, findings, items, tasks

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

#: From the findings to the end of a task.
urlpatterns += [
    path("inspections/findings/", findings.FindingListView.as_view(), name="finding-list"),
    path("inspections/findings/<int:pk>/", findings.FindingDetailView.as_view(), name="finding-detail"),
    path("inspections/findings/<int:pk>/files/", findings.FindingFilesView.as_view(), name="finding-files"),
    path("inspections/findings/<int:pk>/hazard/", findings.FindingHazardView.as_view(), name="finding-hazard"),
    path("inspections/findings/<int:pk>/object/", findings.FindingObjectView.as_view(), name="finding-object"),
    path("inspections/findings/<int:pk>/decide/", findings.FindingDecideView.as_view(), name="finding-decide"),
    path("inspections/findings/<int:pk>/answer/", findings.FindingAnswerView.as_view(), name="finding-answer"),
    path("inspections/findings/<int:pk>/settle/", findings.FindingSettleView.as_view(), name="finding-settle"),
    path("inspections/findings/<int:pk>/case/", findings.FindingCaseView.as_view(), name="finding-case"),
    path("inspections/<int:pk>/feedback/", ends.FeedbackView.as_view(), name="task-feedback"),
    path("inspections/<int:pk>/feedback/answer/", ends.FeedbackAnswerView.as_view(), name="task-answer"),
    path("inspections/<int:pk>/feedback/document/", ends.FeedbackDocumentView.as_view(), name="task-comments"),
    path("inspections/<int:pk>/route/", ends.RouteView.as_view(), name="task-route"),
    path("inspections/<int:pk>/track/", ends.TaskEndView.as_view(), name="task-track"),
    path("inspections/<int:pk>/complete/", ends.TaskEndView.as_view(step="complete"), name="task-complete"),
    path("inspections/handovers/<int:pk>/", ends.HandoverView.as_view(), name="handover-detail"),
    path("inspections/handovers/<int:pk>/receive/", ends.HandoverReceiveView.as_view(), name="handover-receive"),
    path("inspections/handovers/<int:pk>/document/", ends.HandoverDocumentView.as_view(), name="handover-document"),
]
