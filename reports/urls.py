"""Addresses of the reports."""

from django.urls import path

from reports.views import (
    annexes,
    centre,
    contributing,
    delivery,
    figures,
    receiving,
    rehearsal,
    rulebook,
    snapshots,
    writing,
)

app_name = "reports"

urlpatterns = [
    path("reports/", centre.CentreView.as_view(), name="centre"),
    path("reports/build/", centre.BuildView.as_view(), name="build"),
    path("reports/changes/", centre.ChangeListView.as_view(), name="change-list"),
    path("reports/combined/", snapshots.CombinedView.as_view(), name="combined-print"),
    path("reports/verify/", receiving.VerifyView.as_view(), name="verify"),
    path("reports/chase/", receiving.ChaseView.as_view(), name="chase-list"),
    path("reports/duties/<int:pk>/register/", receiving.RegisterView.as_view(), name="duty-register"),
    path("reports/duties/<int:pk>/rehearsal/", rehearsal.RehearsalView.as_view(), name="duty-rehearsal"),
    path("reports/duties/<int:pk>/ask/", contributing.AskView.as_view(), name="duty-ask"),
    path("reports/contributions/", contributing.ContributionListView.as_view(), name="contribution-list"),
    path("reports/contributions/<int:pk>/", contributing.ContributionView.as_view(), name="contribution-detail"),
    path("reports/contributions/<int:pk>/files/", contributing.FilesView.as_view(), name="contribution-files"),
    path("reports/contributions/<int:pk>/take/", contributing.TakeView.as_view(), name="contribution-take"),
    path("reports/contributions/<int:pk>/withdraw/", contributing.WithdrawView.as_view(), name="contribution-withdraw"),
    path("reports/submissions/<int:pk>/", delivery.SubmissionView.as_view(), name="submission-detail"),
    path("reports/submissions/<int:pk>/files/", delivery.SubmissionFilesView.as_view(), name="submission-files"),
    path("reports/submissions/<int:pk>/correct/", delivery.CorrectView.as_view(), name="submission-correct"),
    path("reports/submissions/<int:pk>/answer/", centre.AnswerView.as_view(), name="submission-answer"),
    path("reports/submissions/<int:pk>/text/", writing.TextView.as_view(), name="submission-text"),
    path("reports/submissions/<int:pk>/text/<str:key>/", writing.SectionView.as_view(), name="submission-section"),
    path("reports/submissions/<int:pk>/<str:move>/", delivery.MoveView.as_view(), name="submission-move"),
    path("reports/<int:pk>/", snapshots.SnapshotView.as_view(), name="snapshot-detail"),
    path("reports/<int:pk>/figures/<str:figure>/", snapshots.RowsView.as_view(), name="snapshot-rows"),
    path("reports/<int:pk>/changes/", snapshots.ChangesView.as_view(), name="snapshot-changes"),
    path("reports/<int:pk>/tables/", annexes.TablesView.as_view(), name="snapshot-tables"),
    path("reports/<int:pk>/tables/<int:number>/", annexes.TableView.as_view(), name="snapshot-table"),
    path("reports/<int:pk>/document/", snapshots.DocumentView.as_view(), name="snapshot-document"),
    path("reports/<int:pk>/archive/", snapshots.ArchiveView.as_view(), name="snapshot-archive"),
    path("reports/<int:pk>/files/<int:file>/", snapshots.DownloadView.as_view(), name="snapshot-download"),
    path("figures/", figures.DefinitionsView.as_view(), name="definitions"),
    path("rulebook/", rulebook.RulebookView.as_view(), name="rulebook"),
    path("figures/<str:figure>/rows/", figures.RowsView.as_view(), name="figure-rows"),
]
