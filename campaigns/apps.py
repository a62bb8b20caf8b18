from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        from campaigns import tasks
        from campaigns.files import register_files
        from campaigns.services import library
        from core import jobs

        jobs.register(library.JOB_KIND, tasks.run_reading)
        register_files()
