from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "insurers.complaints"
    label = "complaints"
