from django.urls import path

from crosschecks.views import experts, questions

app_name = "crosschecks"

urlpatterns = [
    path("activities/questions/", experts.ExpertQuestionsView.as_view(), name="expert-questions"),
    path("questions/", questions.QuestionListView.as_view(), name="question-list"),
    path("questions/new/<slug:code>/<int:pk>/", questions.QuestionNewView.as_view(), name="question-new"),
    path("questions/<int:pk>/", questions.QuestionDetailView.as_view(), name="question-detail"),
    path("questions/<int:pk>/files/", questions.QuestionFilesView.as_view(), name="question-files"),
    path("questions/<int:pk>/<slug:move>/", questions.QuestionMoveView.as_view(), name="question-move"),
]
