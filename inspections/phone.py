"""What the script of a visit is told: where to send, as whom, and the words it says."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.people import User
from inspections.models import Item

#: The draft is sent so many seconds after it was touched.
EVERY_SECONDS = 15


def store_of(by: User) -> str:
    """How the names of all begin that a device keeps for the person."""
    return f"visit:{by.pk}"


def data_of(item: Item, kind: str, by: User) -> dict[str, object]:
    """For `json_script`: `kind` is enterprise or insurer, `store` names what the device keeps for this person."""
    return {
        "store": f"{store_of(by)}:{kind}:{item.pk}",
        "person": str(by.pk),
        "version": item.version,
        "every": EVERY_SECONDS,
        "packets": reverse(f"inspections:{kind}-packet", args=[item.pk]),
        "removal": reverse(f"inspections:{kind}-photo-remove", args=[item.pk]),
        "photos": reverse(f"inspections:{kind}-photo", args=[item.pk]),
        "visit": reverse(f"inspections:{kind}-visit", args=[item.pk]),
        "check": reverse(f"inspections:{kind}-form", args=[item.pk]),
        "words": words(),
    }


def words() -> dict[str, str]:
    """The sentences of the script in the person's language; {n} and {m} are filled by it."""
    return {
        "offline": _("Offline: {n} items are kept on this device and are sent once there is a connection."),
        "signed_out": _("You are signed out: {n} items are kept on this device. Sign in again; then they are sent."),
        "offline_edit": _(
            "Offline: the change is not saved yet and is kept on this device. Save it again once online."
        ),
        "signed_out_edit": _("You are signed out: the change is kept on this device. Sign in again, then save it."),
        "edit_back": _("This change was typed on this device and is not saved yet. Please check and save it."),
        "held": _("{n} items are not sent yet. Please send them before submitting."),
        "saved": _("Draft saved at {n}"),
        "local": _("kept on this device"),
        "waiting": _("waiting for a connection"),
        "arrived": _("arrived"),
        "count": _("{n} of {m} photos here"),
        "digest": _("digest"),
        "mine": _("Keep mine"),
        "theirs": _("Take the other"),
        "stored": _("stored"),
        "yours": _("yours"),
        "done": _("done"),
        "begun": _("begun"),
        "answered": _("{n} questions, {m} answered"),
        "faulty": _("to be put right"),
        "not_taken": _("{n} answers are not stored, please put them right: {m}"),
        "not_kept": _("not taken"),
        "not_begun": _("not begun"),
        "remove": _("Leave it out"),
        "take_back": _("Remove"),
        "no_picture": _("This file is no picture that can be read. Please choose a photo (JPG or PNG)."),
        "no_room": _("This device has no room to keep it. Please send what waits, or free some room."),
        "digest_wrong": _("What arrived is not what was sent. It is sent once more."),
        "sign_name": _("Please write the name of who signed."),
        "sign_first": _("Please sign in the field first."),
    }
