"""`send_reminders`: the day's reminders by hand; `--dry-run` shows them and stores nothing."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from notifications.rules import MOST_MESSAGES
from notifications.services import store_messages


class Command(BaseCommand):
    help = "Gather what is due to one message a person and day; above the breaker's bound nothing is sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="show the messages, store nothing")
        parser.add_argument("--most", type=int, default=MOST_MESSAGES, help="the breaker's bound")

    def handle(self, *args: Any, **options: Any) -> None:
        run = store_messages(today=clock.today(), at=clock.now(), dry=options["dry_run"], most=options["most"])
        if run.tripped:
            sys.stderr.write(run.tripped + "\n")
            sys.exit(1)
        if options["dry_run"]:
            for message in run.messages:
                self.stdout.write(f"[{message.person_id}] {message.text}\n")
        self.stdout.write(f"{len(run.messages)} messages")
