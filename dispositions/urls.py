"""Addresses of dispositions."""

from django.urls import path

from dispositions.views import board, cases, lists, moves, papers

app_name = "dispositions"

urlpatterns = [
    path("dispositions/", lists.CaseListView.as_view(), name="case-list"),
    path("dispositions/elsewhere/", lists.ElsewhereView.as_view(), name="elsewhere-list"),
    path("dispositions/refusals/", lists.RefusalListView.as_view(), name="refusal-list"),
    path("dispositions/board/", board.BoardView.as_view(), name="board"),
    path("dispositions/new/", cases.OutsideView.as_view(), name="outside-open"),
    path("dispositions/open/<slug:fact>/", cases.OpenView.as_view(), name="case-open"),
    path("dispositions/<int:pk>/", cases.CaseDetailView.as_view(), name="case-detail"),
    path("dispositions/<int:pk>/take/<slug:kind>/", moves.TakeView.as_view(), name="case-take"),
    path("dispositions/<int:pk>/close/", moves.CaseMoveView.as_view(move="close"), name="case-close"),
    path("dispositions/<int:pk>/refer/", moves.CaseMoveView.as_view(move="refer"), name="case-refer"),
    path("dispositions/<int:pk>/receive/", moves.CaseMoveView.as_view(move="receive"), name="case-receive"),
    path("dispositions/<int:pk>/files/", cases.CaseFilesView.as_view(), name="case-files"),
    path("dispositions/steps/", lists.StepListView.as_view(), name="step-list"),
    path("dispositions/steps/<int:pk>/paper/", papers.PaperView.as_view(), name="step-paper"),
    path("dispositions/steps/<int:pk>/paper.docx", papers.PaperDocumentView.as_view(), name="step-document"),
    path("dispositions/steps/<int:pk>/minutes-paper/", papers.PaperView.as_view(is_minutes=True), name="step-minutes"),
    path(
        "dispositions/steps/<int:pk>/minutes-paper.docx",
        papers.PaperDocumentView.as_view(is_minutes=True),
        name="step-minutes-document",
    ),
    path("dispositions/steps/<int:pk>/files/", cases.StepFilesView.as_view(), name="step-files"),
    path("dispositions/steps/<int:pk>/answer/", moves.StepAnswerView.as_view(), name="step-answer"),
    path("dispositions/steps/<int:pk>/<slug:move>/", moves.StepMoveView.as_view(), name="step-move"),
]
