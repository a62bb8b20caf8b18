"""Addresses of cross-inspection."""

from django.urls import path

from inspections.views import base, items, packets, records, tasks, visit

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
    path("inspections/enterprises/<int:pk>/visit/", visit.EnterpriseVisitView.as_view(), name="enterprise-visit"),
    path("inspections/enterprises/<int:pk>/packets/", packets.PacketView.as_view(), name="enterprise-packet"),
    path("inspections/enterprises/<int:pk>/photos/", packets.PhotoView.as_view(), name="enterprise-photo"),
    path("inspections/enterprises/<int:pk>/record/", records.RecordView.as_view(), name="enterprise-record"),
    path("inspections/enterprises/<int:pk>/record.docx", records.PaperView.as_view(), name="enterprise-paper"),
    path("inspections/enterprises/<int:pk>/reopen/", base.ItemActionView.as_view(), name="enterprise-reopen"),
    path(
        "inspections/enterprises/<int:pk>/remove/",
        base.ItemActionView.as_view(action="remove"),
        name="enterprise-remove",
    ),
    path("inspections/insurers/<int:pk>/", items.InsurerItemView.as_view(), name="insurer-form"),
    path("inspections/insurers/<int:pk>/findings/", items.InsurerFindingView.as_view(), name="insurer-finding"),
    path("inspections/insurers/<int:pk>/visit/", visit.InsurerVisitView.as_view(), name="insurer-visit"),
    path("inspections/insurers/<int:pk>/packets/", packets.InsurerPacketView.as_view(), name="insurer-packet"),
    path("inspections/insurers/<int:pk>/photos/", packets.InsurerPhotoView.as_view(), name="insurer-photo"),
    path("inspections/insurers/<int:pk>/record/", records.InsurerRecordView.as_view(), name="insurer-record"),
    path("inspections/insurers/<int:pk>/record.docx", records.InsurerPaperView.as_view(), name="insurer-paper"),
    path("inspections/insurers/<int:pk>/reopen/", base.InsurerActionView.as_view(), name="insurer-reopen"),
    path(
        "inspections/insurers/<int:pk>/remove/",
        base.InsurerActionView.as_view(action="remove"),
        name="insurer-remove",
    ),
]
