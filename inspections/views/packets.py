"""What phones send: packets of answers, one finding, one picture. Answers are JSON; a sentence says what is wrong."""

import json
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.languages import put
from core.plain import Answers, Plain
from core.views.writes import Attempt
from core.writing import Refused
from inspections.forms import ItemForm
from inspections.models import Item, Photo
from inspections.permissions import InspectionPermission
from inspections.services import Sent, photo_here, remove_photo, take_packet, take_photo
from inspections.views.base import ItemPage, OfInsurer, person

#: A packet holds the answers of one form or one finding.
MOST: Final = 200_000
BROKEN: Final = "数据包不完整，本次未保存。填写内容仍在本机，请刷新页面后重新保存"


def refusal(sentence: str, status: int = 409, **more: object) -> JsonResponse:
    return JsonResponse({"refused": f"{sentence.rstrip('。')}。", **more}, status=status)


class OfOnePerson(ItemPage):
    """What a page sends counts as its reader's alone: whoever has signed in on the phone since signs nothing of it.

    The page takes an answer that is no JSON for the end of its session and keeps what was typed.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        told = request.headers.get("X-Visit-Person")
        if told and told != str(request.user.pk):
            return HttpResponse("此页面由另一账号打开，内容仍在本机，请由原账号登录后发送", "text/plain", 409)
        return super().dispatch(request, *args, **kwargs)


class PacketView(OfOnePerson):
    """GET gives a fresh token and what has arrived; POST takes a packet, the same one again changes nothing."""

    permission = InspectionPermission.INSPECTION_WRITE
    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self.item(request, pk, write=True)
        return JsonResponse({"token": get_token(request), "version": item.version, "state": item.state})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self.item(request, pk, write=True)
        raw = read(request)
        client_id = key_in(raw.get("id")) if raw is not None else None
        if raw is None or client_id is None:
            return refusal(BROKEN, 400)
        finding = self.finding(request, item, raw)
        if finding is not None and not finding.is_valid():
            errors = {name: " ".join(map(str, found)) for name, found in finding.errors.items()}
            return refusal("这项问题还不能记录，请按提示补全", 422, errors=errors)
        form = self.answers(item, raw)
        if form is None:
            return refusal(BROKEN, 400)
        sent = Sent(
            client_id,
            raw,
            version=count_in(raw.get("version")),
            versions={str(name): count_in(seen) for name, seen in dict_in(raw.get("versions")).items()},
            values=form.values(),
            finding=finding.values() if finding is not None else None,
            errors={name: " ".join(map(str, found)) for name, found in form.errors.items()},
            told_at=str(raw.get("told_at") or ""),
        )
        try:
            return JsonResponse(take_packet(item=item, sent=sent, by=person(request), at=clock.now()))
        except Refused as refused:
            return refusal(str(refused))

    def answers(self, item: Item, raw: Answers) -> ItemForm | None:
        """The answers of the packet, each read by itself; None where it names one that the form has not."""
        given = dict_in(raw.get("answers"))
        form = self.form_of(item, as_posted(given), names=set(given))
        if set(given) - set(form.fields):
            return None
        form.is_valid()
        return form

    def finding(self, request: HttpRequest, item: Item, raw: Answers) -> Any:
        given = dict_in(raw.get("finding"))
        return self.finding_form(request, item, as_posted(given)) if given else None


class InsurerPacketView(OfInsurer, PacketView):  # type: ignore[misc]
    """The same of an insurer."""

    permission = InspectionPermission.INSPECTION_WRITE


class PhotoView(OfOnePerson):
    """POST one picture as `sent`, with its id, slot, section, caption and the phone's time; the answer is a receipt."""

    permission = InspectionPermission.INSPECTION_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self.item(request, pk, write=True)
        client_id, sent = key_in(request.POST.get("id")), request.FILES.get("sent")
        if client_id is None or sent is None:
            return refusal("没有收到照片，请重新拍照", 400)
        told = {
            name: request.POST.get(name, "").replace("\0", "") for name in ("slot", "section", "caption", "told_at")
        }
        try:
            photo = take_photo(
                item=item,
                client_id=client_id,
                stream=sent,
                name=sent.name or "photo.jpg",
                by=person(request),
                at=clock.now(),
                **told,
            )
        except Refused as refused:
            return refusal(str(refused))
        return JsonResponse(receipt_of(photo))


class PhotoRemovalView(OfOnePerson):
    """POST takes the photo whose id stands in `photo` off the form, and leads back to the pictures; a script gets JSON."""

    permission = InspectionPermission.INSPECTION_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item, client_id = self.item(request, pk, write=True), key_in(request.POST.get("photo"))
        if request.headers.get("Accept") == "application/json":
            return self.answered(request, item, client_id)
        with Attempt(request):
            self.remove(request, item, client_id)
        return redirect(f"{reverse(self.url_name.replace('-form', '-visit'), args=[pk])}?s=findings")

    def remove(self, request: HttpRequest, item: Item, client_id: UUID | None) -> None:
        photo = photo_here(item=item, client_id=client_id, by=person(request)) if client_id else None
        if photo is None:
            raise Refused("没有找到这张照片，请刷新页面后再移除")
        remove_photo(photo=photo, by=person(request), at=clock.now())

    def answered(self, request: HttpRequest, item: Item, client_id: UUID | None) -> JsonResponse:
        try:
            self.remove(request, item, client_id)
        except Refused as refused:
            return refusal(str(refused))
        return JsonResponse({"removed": str(client_id)})


class InsurerPhotoRemovalView(OfInsurer, PhotoRemovalView):  # type: ignore[misc]
    """The same of an insurer."""

    permission = InspectionPermission.INSPECTION_WRITE


class InsurerPhotoView(OfInsurer, PhotoView):  # type: ignore[misc]
    """The same of an insurer."""

    permission = InspectionPermission.INSPECTION_WRITE


def receipt_of(photo: Photo) -> dict[str, str]:
    """What has arrived: the digest of the bytes as sent, so that the phone can compare, and that of what is kept.

    A picture is written anew without its EXIF, so the evidence goes by the second.
    """
    digest, stored = photo.attachment.sent_sha256, photo.attachment.file.sha256
    short = put("{} {}，{} {}", digest[:4], digest[4:8], _("digest as stored"), stored[:12])
    return {"id": str(photo.client_id), "digest": digest, "short": short, "name": str(photo)}


def read(request: HttpRequest) -> Plain | None:
    """The JSON object of the body, None for anything else and for what no column of the database holds."""
    if request.content_type != "application/json" or len(request.body) > MOST:
        return None
    try:
        told = json.loads(request.body)
        text = json.dumps(told, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) and b"\\u0000" not in text else None


def dict_in(value: object) -> Plain:
    return value if isinstance(value, dict) else {}


def count_in(value: object) -> int:
    """A version as a page tells it; 0, which fits nothing, for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31 else 0


def key_in(value: object) -> UUID | None:
    """The key that the phone has made."""
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None


def as_posted(values: Answers) -> QueryDict:
    """Values of JSON as a form reads them."""
    posted = QueryDict(mutable=True)
    for name, value in values.items():
        posted.setlist(str(name), [str(one) for one in (value if isinstance(value, list) else [value])])
    return posted
