"""One recording, looked at: by its content, never by its name or by what the browser says of it."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from accounts.sound import mp3, mp4, ogg, wav, webm
from accounts.sound.parts import Cleaned, NotThis

CAP: Final = 8_000_000  # bytes
MOST_SECONDS: Final = 180
# A recorder that stops at three minutes hands over a little more.
GRACE: Final = 2


class BadSound(ValueError):
    """A recording that cannot be kept. Its message is a sentence for the person who made it."""


@dataclass(frozen=True, slots=True)
class Sound:
    """`kind` is the media type under which it is played; `seconds` a whole number, at least 1."""

    kind: str
    content: bytes
    seconds: int


def checked(content: bytes) -> Sound:
    """The sound in these bytes, clean of everything else. Raises BadSound."""
    if len(content) > CAP:
        raise BadSound(
            _("This recording is larger than 8 megabytes. Three minutes of speech fit in much less: record it here, or shorter.")
        )
    kind, cleaned = cleaned_as(content)
    if cleaned.seconds > MOST_SECONDS + GRACE:
        raise BadSound(_("This recording is longer than three minutes. What you say in three minutes is heard; the rest fits in the text."))
    return Sound(kind, cleaned.content, max(1, min(MOST_SECONDS, round(cleaned.seconds))))


def whole(content: bytes) -> Sound:
    """The sound in these bytes, however long, clean of everything else. Raises BadSound."""
    kind, cleaned = cleaned_as(content)
    return Sound(kind, cleaned.content, max(1, round(cleaned.seconds)))


def cleaned_as(content: bytes) -> tuple[str, Cleaned]:
    if not content:
        raise BadSound(_("There is no sound in this recording."))
    found = kind_of(content)
    if found is None:
        raise BadSound(_("This is no recording that can be played here. What works: webm, ogg, m4a, mp3 and wav."))
    kind, clean = found
    try:
        cleaned = clean(content)
    except (NotThis, struct.error, IndexError, OverflowError):
        raise BadSound(_("This recording cannot be read, or holds more than sound. Record it once more, or choose another file.")) from None
    if cleaned.seconds <= 0:
        raise BadSound(_("There is no sound in this recording."))
    return kind, cleaned


def kind_of(content: bytes) -> tuple[str, Callable[[bytes], Cleaned]] | None:
    """By the first bytes, as each format begins."""
    if content.startswith(b"\x1a\x45\xdf\xa3"):
        return "audio/webm", webm.clean
    if content.startswith(b"OggS"):
        return "audio/ogg", ogg.clean
    if content[4:8] == b"ftyp":
        return "audio/mp4", mp4.clean
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return "audio/wav", wav.clean
    if content.startswith(b"ID3") or mp3.frame_at(content, 0):
        return "audio/mpeg", mp3.clean
    return None
