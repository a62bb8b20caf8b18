"""Addresses of the campaign, and of what offices do together in it."""

from django.urls import path

from campaigns.views import campaigns, guidance, joint, library, setup, workplans

app_name = "campaigns"

urlpatterns = [
    path("campaign/", campaigns.CampaignView.as_view(), name="campaign-detail"),
    path("campaign/choose/", setup.ChooseView.as_view(), name="campaign-choose"),
    path("campaigns/", setup.SetupListView.as_view(), name="setup-list"),
    path("campaigns/new/", setup.SetupFormView.as_view(), name="setup-create"),
    path("campaigns/<int:pk>/", setup.SetupDetailView.as_view(), name="setup-detail"),
    path("campaigns/<int:pk>/edit/", setup.SetupFormView.as_view(), name="setup-edit"),
    path("campaigns/<int:pk>/propose/", setup.SetupMoveView.as_view(step="propose"), name="setup-propose"),
    path("campaigns/<int:pk>/approve/", setup.SetupMoveView.as_view(step="approve"), name="setup-approve"),
    path("campaigns/<int:pk>/return/", setup.SetupMoveView.as_view(step="return"), name="setup-return"),
    path("campaigns/<int:pk>/discard/", setup.SetupMoveView.as_view(step="discard"), name="setup-discard"),
    path("in-use/", setup.ListedView.as_view(), name="listed-list"),
    path("in-use/new/", setup.ListedAddView.as_view(), name="listed-create"),
    path("in-use/<int:pk>/", setup.ListedFormView.as_view(), name="listed-edit"),
    path("joint/", joint.MechanismListView.as_view(), name="mechanism-list"),
    path("joint/own/", joint.MechanismFormView.as_view(), name="mechanism-form"),
    path("joint/<int:pk>/", joint.MechanismDetailView.as_view(), name="mechanism-detail"),
    path("joint/<int:pk>/members/", joint.MemberAddView.as_view(), name="mechanism-member"),
    path("joint/<int:pk>/notes/", joint.NoteAddView.as_view(), name="mechanism-note"),
    path("joint/<int:pk>/meetings/new/", joint.MeetingCreateView.as_view(), name="mechanism-meeting"),
    path("joint/members/<int:pk>/end/", joint.MemberEndView.as_view(), name="member-end"),
    path("joint/meetings/<int:pk>/files/", joint.MeetingFilesView.as_view(), name="meeting-files"),
    path("joint/resolutions/<int:pk>/done/", joint.ResolutionFulfilView.as_view(), name="resolution-fulfil"),
    path("work-plans/", workplans.WorkPlanListView.as_view(), name="workplan-list"),
    path("work-plans/own/", workplans.WorkPlanFormView.as_view(), name="workplan-form"),
    path("work-plans/<int:pk>/", workplans.WorkPlanDetailView.as_view(), name="workplan-detail"),
    path("work-plans/<int:pk>/files/", workplans.WorkPlanFilesView.as_view(), name="workplan-files"),
    path("work-plans/<int:pk>/send/", workplans.WorkPlanSendView.as_view(), name="workplan-send"),
    path("work-plans/<int:pk>/register/", workplans.WorkPlanAnswerView.as_view(), name="workplan-register"),
    path("work-plans/<int:pk>/return/", workplans.WorkPlanAnswerView.as_view(accept=False), name="workplan-return"),
    path("guidance/", guidance.GuidanceListView.as_view(), name="guidance-list"),
    path("guidance/new/", guidance.GuidanceFormView.as_view(), name="guidance-create"),
    path("guidance/<int:pk>/", guidance.GuidanceDetailView.as_view(), name="guidance-detail"),
    path("guidance/<int:pk>/edit/", guidance.GuidanceFormView.as_view(), name="guidance-edit"),
    path("guidance/<int:pk>/files/", guidance.GuidanceFilesView.as_view(), name="guidance-files"),
    path("guidance/<int:pk>/issue/", guidance.GuidanceIssueView.as_view(), name="guidance-issue"),
    path("guidance/receipts/<int:pk>/confirm/", guidance.GuidanceReceiveView.as_view(), name="receipt-confirm"),
    path("library/", library.LibraryListView.as_view(), name="library-list"),
    path("library/new/", library.LibraryFormView.as_view(), name="library-create"),
    path("library/<int:pk>/", library.LibraryDetailView.as_view(), name="library-detail"),
    path("library/<int:pk>/edit/", library.LibraryFormView.as_view(), name="library-edit"),
    path("library/<int:pk>/files/", library.LibraryFilesView.as_view(), name="library-files"),
    path("contacts/", library.ContactListView.as_view(), name="contact-list"),
    path("contacts/new/", library.ContactWriteView.as_view(), name="contact-create"),
    path("contacts/<int:pk>/drop/", library.ContactDropView.as_view(), name="contact-drop"),
]
