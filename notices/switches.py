"""Which mails somebody wants: the switch of each kind, and the signed address that switches one off without signing in."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from accounts.models import User
from notices.kinds import KINDS
from notices.models import Muted, Notice

SIGNER = Signer(salt="notices.unsubscribe")


def mute(*, recipient: User, kind: str) -> None:
    """No more mail of this kind. Idempotent. Raises ValueError for a kind without a switch."""
    require_switch(kind)
    Muted.objects.bulk_create([Muted(recipient=recipient, kind=kind)], ignore_conflicts=True)


def unmute(*, recipient: User, kind: str) -> None:
    """Mail of this kind again. Idempotent. Raises ValueError for a kind without a switch."""
    require_switch(kind)
    Muted.objects.filter(recipient=recipient, kind=kind).delete()


def require_switch(kind: str) -> None:
    if kind not in KINDS or not KINDS[kind].label:
        raise ValueError(f"{kind} has no switch")


def is_muted(notice: Notice) -> bool:
    """Whether the kind has a switch and this person turned it off."""
    kind = KINDS.get(notice.kind)
    return bool(kind and kind.label) and Muted.objects.filter(recipient=notice.recipient_id, kind=notice.kind).exists()


def unsubscribe_url(notice: Notice) -> str:
    """The address in full. It says who and which kind, signed; it keeps working for as long as the site's key is the same."""
    token = SIGNER.sign_object([notice.recipient_id, notice.kind])
    return settings.SITE_URL + reverse("unsubscribe", args=[token])


def read_token(token: str) -> tuple[int, str] | None:
    """Whose and which kind's switch a token is for; None when we did not make it."""
    try:
        recipient, kind = SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return int(recipient), str(kind)
