"""Addresses without a domain word."""

from django.urls import path

from core.views import attachments, drafts, health, jobs, picks, saved

app_name = "core"

urlpatterns = [
    path("healthz", health.HealthView.as_view(), name="healthz"),
    path("attachments/<int:pk>/", attachments.AttachmentView.as_view(), name="attachment"),
    path("attachments/<int:pk>/preview/", attachments.AttachmentView.as_view(inline=True), name="attachment-preview"),
    path("attachments/<int:pk>/remove/", attachments.AttachmentRemoveView.as_view(), name="attachment-remove"),
    path("drafts/<slug:key>/", drafts.DraftView.as_view(), name="draft"),
    path("drafts/<slug:key>/drop/", drafts.DraftDropView.as_view(), name="draft-drop"),
    path("lists/save/", saved.SaveView.as_view(), name="view-save"),
    path("lists/<int:pk>/drop/", saved.DropView.as_view(), name="view-drop"),
    path("pick/<slug:what>/", picks.PickView.as_view(), name="pick"),
    path("jobs/<int:pk>/", jobs.JobDetailView.as_view(), name="job-detail"),
    path("jobs/<int:pk>/progress/", jobs.JobFragmentView.as_view(), name="job-fragment"),
    path("jobs/<int:pk>/file/", jobs.JobFileView.as_view(), name="job-file"),
    path("jobs/<int:pk>/cancel/", jobs.JobCancelView.as_view(), name="job-cancel"),
]
