"""Addresses of publicity and of the public page."""

from django.urls import path

from publicity.views import items, releases

app_name = "publicity"

urlpatterns = [
    path("public/", releases.PublicPageView.as_view(), name="public"),
    path("publicity/", items.ItemListView.as_view(), name="item-list"),
    path("publicity/new/", items.ItemFormView.as_view(), name="item-create"),
    path("publicity/<int:pk>/", items.ItemDetailView.as_view(), name="item-detail"),
    path("publicity/<int:pk>/edit/", items.ItemFormView.as_view(), name="item-edit"),
    path("publicity/<int:pk>/files/", items.ItemFilesView.as_view(), name="item-files"),
    path("publicity/<int:pk>/recommend/", items.ItemRecommendView.as_view(), name="item-recommend"),
    path("publicity/<int:pk>/adopt/", items.ItemAnswerView.as_view(), name="item-adopt"),
    path("publicity/<int:pk>/decline/", items.ItemAnswerView.as_view(adopt=False), name="item-decline"),
    path("publicity/releases/", releases.ReleaseListView.as_view(), name="release-list"),
    path("publicity/releases/new/", releases.ReleaseCreateView.as_view(), name="release-create"),
    path("publicity/releases/<int:pk>/", releases.ReleaseDetailView.as_view(), name="release-detail"),
    path(
        "publicity/releases/<int:pk>/release/", releases.ReleaseActView.as_view(act="release"), name="release-approve"
    ),
    path("publicity/releases/<int:pk>/refuse/", releases.ReleaseActView.as_view(act="refuse"), name="release-refuse"),
    path(
        "publicity/releases/<int:pk>/ask-withdrawal/",
        releases.ReleaseActView.as_view(act="ask-withdrawal"),
        name="release-ask-withdrawal",
    ),
    path(
        "publicity/releases/<int:pk>/withdraw/",
        releases.ReleaseActView.as_view(act="withdraw"),
        name="release-withdraw",
    ),
    path("publicity/releases/<int:pk>/keep/", releases.ReleaseActView.as_view(act="keep"), name="release-keep"),
]
