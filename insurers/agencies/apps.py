from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "insurers.agencies"
    label = "agencies"
