"""Addresses without a domain word."""

from django.urls import path

from core.views import attachments, drafts, health, held, jobs, upload_result, upload_rows, uploads

app_name = "core"

urlpatterns = [
    path("healthz", health.HealthView.as_view(), name="healthz"),
    path("uploads/", uploads.UploadListView.as_view(), name="upload-list"),
    path("uploads/new/<slug:kind>/", uploads.UploadCreateView.as_view(), name="upload-create"),
    path("uploads/<int:pk>/", upload_result.UploadDetailView.as_view(), name="upload-detail"),
    path("uploads/<int:pk>/progress/", upload_result.UploadFragmentView.as_view(), name="upload-fragment"),
    path("uploads/<int:pk>/accept/", uploads.UploadDecisionView.as_view(), name="upload-accept"),
    path("uploads/<int:pk>/reject/", uploads.UploadDecisionView.as_view(accepts=False), name="upload-reject"),
    path("uploads/<int:pk>/withdraw/", uploads.UploadWithdrawView.as_view(), name="upload-withdraw"),
    path("uploads/<int:pk>/rows/<slug:part>/", upload_rows.UploadRowsView.as_view(), name="upload-rows"),
    path("uploads/<int:pk>/returned/", uploads.UploadFileView.as_view(which="returned"), name="upload-returned"),
    path("uploads/<int:pk>/file/", uploads.UploadFileView.as_view(), name="upload-file"),
    path("uploads/held/<slug:kind>/", held.HeldListView.as_view(), name="held-list"),
    path("uploads/held/<slug:kind>/<int:pk>/", held.HeldRowView.as_view(), name="held-row"),
    path("uploads/held/<slug:kind>/<int:pk>/discard/", held.HeldDiscardView.as_view(), name="held-discard"),
    path("templates/<slug:kind>/", uploads.TemplateDownloadView.as_view(), name="template-download"),
    path("attachments/<int:pk>/", attachments.AttachmentView.as_view(), name="attachment"),
    path("attachments/<int:pk>/preview/", attachments.AttachmentView.as_view(inline=True), name="attachment-preview"),
    path("drafts/<slug:key>/", drafts.DraftView.as_view(), name="draft"),
    path("drafts/<slug:key>/drop/", drafts.DraftDropView.as_view(), name="draft-drop"),
    path("jobs/<int:pk>/", jobs.JobDetailView.as_view(), name="job-detail"),
    path("jobs/<int:pk>/progress/", jobs.JobFragmentView.as_view(), name="job-fragment"),
    path("jobs/<int:pk>/file/", jobs.JobFileView.as_view(), name="job-file"),
    path("jobs/<int:pk>/cancel/", jobs.JobCancelView.as_view(), name="job-cancel"),
]
