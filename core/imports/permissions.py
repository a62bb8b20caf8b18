"""The permission over uploads; `accounts/permissions.py` says which roles hold it."""

from core.permissions import Permission


class ImportPermission(Permission):
    UPLOAD_VIEW = "upload.view"
