"""The workbook of people: facts, staged columns and acceptance (contract 4, sheets/people.csv)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Max, Q
from typing_extensions import override

from accounts.choices import AccountDeed, PersonPost, PersonState
from accounts.models import Organisation, User
from accounts.permissions import AccountPermission
from accounts.roles import ADMINISTRATORS, role_for
from accounts.services.access import drop_sessions
from accounts.services.leaving import leave_office
from accounts.services.people import DISABLED_JOB, MOVED_JOB, described
from accounts.services.telling import tell
from accounts.sheets import PEOPLE, OrganisationFact, PeopleFacts
from core import jobs
from core.imports import staging
from core.imports.importer import Importer, Ledger, ReadingSession
from core.imports.models import Upload, UploadEffect
from core.workbooks import Row

#: A password that fits nothing, until the person sets one by a link (Django's mark of an unusable one).
UNUSABLE: Final = "'!' || md5(random()::text)"
PEOPLE_LEDGER: Final = Ledger(
    table="accounts_user",
    stage="accounts_user_stage",
    derived=("organisation_id", "role", "is_lead", "is_active", "display_name", "phone"),
    cells=("username",),
    identity=("username",),
    titles=(
        ("organisation_id", "organisation"),
        ("is_lead", "post"),
        ("is_active", "state"),
        ("display_name", "name"),
    ),
    followed=(("version", "l.version + 1"),),
    constants=(
        ("password", UNUSABLE),
        ("first_name", "''"),
        ("last_name", "''"),
        ("email", "''"),
        ("is_staff", "false"),
        ("is_superuser", "false"),
        ("date_joined", "now()"),
        ("large_type", "false"),
        ("must_change_password", "false"),
        ("session_epoch", "0"),
        ("version", "1"),
    ),
)


class PeopleSession(ReadingSession):
    """The organisations and the administrators, once for the upload."""

    ledger = PEOPLE_LEDGER

    def __init__(self, upload: Upload) -> None:
        self.organisations = {
            one.code: OrganisationFact(
                one.pk, one.name, str(role_for(one.kind, one.division_id)), one.closed_on is not None
            )
            for one in Organisation.objects.all()
        }
        names: dict[str, list[str]] = {}
        for code, fact in self.organisations.items():
            names.setdefault(fact.name, []).append(code)
        self.by_name = {name: codes[0] for name, codes in names.items() if len(codes) == 1}
        fixed = User.objects.filter(Q(role__in=ADMINISTRATORS) | Q(pk=upload.owner_id))
        self.fixed = frozenset(fixed.values_list("username", flat=True))
        self.own = upload.owner.username

    def facts(self, rows: Sequence[Row]) -> PeopleFacts:  # noqa: ARG002 - everything is read once
        return PeopleFacts(self.organisations, self.by_name, self.fixed, self.own)

    def derive(self, row: Row) -> dict[str, object]:
        organisation = self.organisations[row.values["organisation"]]
        return {
            "organisation_id": organisation.id,
            "role": organisation.role,
            "is_lead": row.values["post"] == PersonPost.LEAD,
            "is_active": row.values["state"] == PersonState.ACTIVE,
            "display_name": row.values["name"],
            "phone": row.values.get("phone") or "",
        }


class PeopleImporter(Importer):
    kind = PEOPLE.kind
    layout = PEOPLE
    ledger = PEOPLE_LEDGER
    permission = AccountPermission.USERS_UPLOAD

    def open(self, upload: Upload, today: date) -> ReadingSession:  # noqa: ARG002 - the form of every importer
        return PeopleSession(upload)

    def standing(self, upload: Upload) -> Any:
        people = User.objects.aggregate(count=Count("pk"), changed=Max("updated_at"))
        versions = User.objects.order_by("pk").values_list("pk", "version")
        organisations = Organisation.objects.order_by("pk").values_list("pk", "version", "closed_on")
        return people, hash(tuple(versions)), hash(tuple(organisations)), upload.owner_id

    @override
    def lock_key(self, upload: Upload) -> int:
        """One list of people for all, so that all acceptances queue."""
        return 0

    @override
    def conflicts(self, upload: Upload, run: str) -> int:
        """Staged rows that name an account that has become an administrator's since, or a closed organisation."""
        sql = (
            f"SELECT count(*) FROM {self.ledger.stage} s JOIN accounts_organisation o ON o.id = s.organisation_id "
            f"LEFT JOIN {self.ledger.table} l ON {staging.join_on(self.ledger)} "
            "WHERE s.run = %s AND (l.role = ANY(%s) OR l.id = %s OR o.closed_on IS NOT NULL)"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [run, sorted(ADMINISTRATORS), upload.owner_id])
            return int(cursor.fetchone()[0])

    @override
    def after_accept(self, upload: Upload, run: str, at: datetime) -> None:
        """Each account is told of, as by hand; whoever was moved or disabled has neither session nor job left."""
        effects = {
            one.ledger_id: one.before for one in UploadEffect.objects.filter(upload=upload, at=at).order_by("ledger_id")
        }
        for person in User.objects.filter(pk__in=effects).select_related("organisation").order_by("pk"):
            self._tell(person, effects[person.pk], upload, at)

    def _tell(self, person: User, before: Any, upload: Upload, at: datetime) -> None:
        deed = AccountDeed.CREATED if before is None else AccountDeed.CHANGED
        if before is not None:
            if before["organisation_id"] != person.organisation_id:
                deed = AccountDeed.MOVED
                leave_office(person=person, left=before["organisation_id"], by=upload.hand, at=at)
                jobs.stop_jobs(owner=person, message=MOVED_JOB)
            if before["is_active"] != person.is_active:
                deed = AccountDeed.ENABLED if person.is_active else AccountDeed.DISABLED
                drop_sessions(person)
                if not person.is_active:
                    jobs.stop_jobs(owner=person, message=DISABLED_JOB)
        tell(person, deed, f"人员名册（上传 {upload.pk}）：{described(person)}", by=upload.hand, at=at)

    def withdrawal_obstacle(self, upload: Upload) -> str:  # noqa: ARG002 - the form of every importer
        return "人员名册不能撤回：账号不删除，请在人员页逐个更正或停用。"

    def names_of(self, column: str, values: Collection[Any]) -> dict[Any, str]:
        if column == "organisation_id":
            return dict(Organisation.objects.filter(pk__in=values).values_list("pk", "code"))
        if column == "is_lead":
            return {True: PersonPost.LEAD.official, False: PersonPost.OPERATOR.official}
        if column == "is_active":
            return {True: PersonState.ACTIVE.official, False: PersonState.DISABLED.official}
        return {}
