from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "insurers.base"
    label = "base"
