"""Addresses of uploads and of the rows that wait to be put right."""

from django.urls import path

from core.imports.views import held, results, rows, uploads

app_name = "imports"

urlpatterns = [
    path("uploads/", uploads.UploadListView.as_view(), name="upload-list"),
    path("uploads/new/<slug:kind>/", uploads.UploadCreateView.as_view(), name="upload-create"),
    path("uploads/<int:pk>/", results.UploadDetailView.as_view(), name="upload-detail"),
    path("uploads/<int:pk>/progress/", results.UploadFragmentView.as_view(), name="upload-fragment"),
    path("uploads/<int:pk>/accept/", uploads.UploadDecisionView.as_view(), name="upload-accept"),
    path("uploads/<int:pk>/reject/", uploads.UploadDecisionView.as_view(accepts=False), name="upload-reject"),
    path("uploads/<int:pk>/withdraw/", uploads.UploadWithdrawView.as_view(), name="upload-withdraw"),
    path("uploads/<int:pk>/sheets/", uploads.UploadSheetView.as_view(), name="upload-sheet"),
    path("uploads/<int:pk>/rows/<slug:part>/", rows.UploadRowsView.as_view(), name="upload-rows"),
    path("uploads/<int:pk>/returned/", uploads.UploadFileView.as_view(which="returned"), name="upload-returned"),
    path("uploads/<int:pk>/file/", uploads.UploadFileView.as_view(), name="upload-file"),
    path("uploads/held/<slug:kind>/", held.HeldListView.as_view(), name="held-list"),
    path("uploads/held/<slug:kind>/<int:pk>/", held.HeldRowView.as_view(), name="held-row"),
    path("uploads/held/<slug:kind>/<int:pk>/discard/", held.HeldDiscardView.as_view(), name="held-discard"),
    path("templates/<slug:kind>/", uploads.TemplateDownloadView.as_view(), name="template-download"),
]
