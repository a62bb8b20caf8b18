"""`create_administrators --system NAME --security NAME --audit NAME`: the first three of a fresh installation."""

import sys
from argparse import ArgumentParser
from urllib.parse import urljoin

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils.translation import override

from accounts.roles import Role
from accounts.services.founding import found_administrators
from core import clock
from core.writing import Refused

OPTIONS = {"system": Role.ADM_SYS, "security": Role.ADM_SEC, "audit": Role.ADM_AUD}


class Command(BaseCommand):
    help = "Make the three administrators of a fresh installation; prints a one-time link for each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in OPTIONS:
            parser.add_argument(f"--{name}", required=True, metavar="NAME")
        parser.add_argument("--site", default="", help="address of the portal, https://host; default: the first host")

    def handle(self, *args: object, **options: str) -> None:
        site = options["site"] or site_address()
        try:
            with override(settings.LANGUAGE_CODE):
                names = {role: options[name] for name, role in OPTIONS.items()}
                tokens = found_administrators(names=names, at=clock.now())
        except Refused as refusal:
            self.stderr.write(refusal.sentence)
            sys.exit(2)
        for name, role in OPTIONS.items():
            link = urljoin(site, reverse("accounts:password-link", args=[tokens[role]]))
            self.stdout.write(f"{name} {options[name]} {link}")
        self.stderr.write(f"Each link sets a password once, within {settings.PASSWORD_LINK_HOURS} hours.")


def site_address() -> str:
    """The first origin or host that the settings name; this machine where they name none."""
    if settings.CSRF_TRUSTED_ORIGINS:
        return str(settings.CSRF_TRUSTED_ORIGINS[0])
    hosts = [host for host in settings.ALLOWED_HOSTS if "*" not in host]
    return f"https://{hosts[0]}" if hosts else "http://127.0.0.1:8000"
