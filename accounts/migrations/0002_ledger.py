"""What models cannot say: the stage of the workbook of people."""

from django.db import migrations

from accounts.importing import PEOPLE_LEDGER
from core.imports.ledger_sql import create_stage


class Migration(migrations.Migration):
    # The libraries' tables that hang on a person come before the portal's: each of their changes renders anew all models
    # that hang together, which is later nearly everything.
    dependencies = [
        ("accounts", "0001_initial"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
        ("guardian", "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]
    operations = [create_stage(PEOPLE_LEDGER)]
