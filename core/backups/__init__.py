"""Backups that say what is in them: database and files, sealed, compared after they were restored (docs/backup.md)."""

from core.backups.making import make_backup
from core.backups.manifest import Damaged, Manifest
from core.backups.restoring import NotEmpty, restore_backup

__all__ = ["Damaged", "Manifest", "NotEmpty", "make_backup", "restore_backup"]
