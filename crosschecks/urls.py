from django.urls import path

from crosschecks import views

app_name = "crosschecks"

urlpatterns = [
    path("activities/questions/", views.ExpertQuestionsView.as_view(), name="expert-questions"),
]
