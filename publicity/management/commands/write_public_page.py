"""`manage.py write_public_page`: write the public page anew from what stands released, after an upgrade or a restore."""

from django.core.management.base import BaseCommand

from publicity.pagefiles import public_root
from publicity.services import rewrite_page


class Command(BaseCommand):
    help = "Write the public page anew from the editions that stand released."

    def handle(self, *args: object, **options: object) -> None:
        editions = rewrite_page()
        self.stdout.write(f"{public_root()}: {editions} editions")
