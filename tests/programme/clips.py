"""Sound in the weeks of a test."""

from accounts.sound import whole
from programme.models import AudioClip, Week
from tests.accounts.sounds import a_wav

WORDS = "Een klankschaal, en daarna stilte."


def clip(title: str = "Klankschaal", seconds: float = 2) -> AudioClip:
    sound = whole(a_wav(seconds))
    return AudioClip.objects.create(title=title, kind=sound.kind, content=sound.content, seconds=sound.seconds, transcript=WORDS)


def choose(week: Week, clip: AudioClip | None, piece: str = "") -> None:
    """Choose a sound for a piece, the first one where none is named, in a week that is being written."""
    body = [dict(block) for block in week.body.raw_data]
    for block in body:
        if block["id"] == (piece or body[0]["id"]):
            block["value"] = {**block["value"], "clip": clip and clip.pk}
    week.body = body


def in_week(week: Week, piece: str = "") -> AudioClip:
    """A sound in the week as it is published."""
    made = clip()
    choose(week, made, piece)
    week.save()
    week.place_sound()
    return made
