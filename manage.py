#!/usr/bin/env python
"""The portal's commands; they start or join the embedded servers unless servers are named."""

import os
import sys

from safety_portal import bootstrap

WITHOUT_SERVERS = {"check", "collectstatic", "diffsettings", "help", "makemessages", "compilemessages", "version"}
AS_OWNER = {"migrate", "makemigrations", "flush", "sqlmigrate", "showmigrations", "test"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    wants_help = any(word in {"-h", "--help", "--version"} for word in sys.argv[1:])
    if command in AS_OWNER:
        bootstrap.use_owner()
    if command not in WITHOUT_SERVERS and not command.startswith("-") and not wants_help:
        bootstrap.start()
    from django.core.management import execute_from_command_line

    from core import walls
    from safety_portal import queue  # noqa: F401 - the bell of jobs created by commands

    if command in AS_OWNER:
        execute_from_command_line(sys.argv)
        return
    with walls.unattended():  # whom a command names with --as is asked by what it runs
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
