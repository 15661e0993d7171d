"""One sound in the invented practice: a bowl that is struck once, worked out here, so that no recording of anybody is needed."""

import math
import struct
from typing import Final

from accounts.sound import whole
from accounts.sound.wav import chunk
from programme.models import AudioClip, Programme

RATE: Final = 11_025
SECONDS: Final = 12
# Of each tone in it: hertz, how loud, and after how many seconds about a third of it is left.
TONES: Final = ((220.0, 0.5, 4.0), (607.0, 0.25, 2.5), (1163.0, 0.1, 1.2))
PIECE: Final = "w01-oefening"
WORDS: Final = "Een klankschaal wordt één keer aangeslagen. De toon wordt langzaam zachter, tot er niets meer te horen is."


def lay(programme: Programme) -> None:
    """In the practice of the first week, where none stands yet. The programme outlives the demo, and so does this."""
    week = programme.weeks.get(number=1)
    if week.media.exists():
        return
    sound = whole(bowl())
    clip = AudioClip.objects.create(title="Klankschaal", kind=sound.kind, content=sound.content, seconds=sound.seconds, transcript=WORDS)
    body = [dict(block) for block in week.body.raw_data]
    for block in body:
        if block["id"] == PIECE:
            block["value"] = {**block["value"], "clip": clip.pk}
    week.body = body
    week.save_revision().publish()


def bowl() -> bytes:
    """A WAV of one channel, 16 bits a sample."""
    samples = [round(20_000 * height(number / RATE)) for number in range(SECONDS * RATE)]
    form = struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16)
    data = struct.pack(f"<{len(samples)}h", *samples)
    return chunk(b"RIFF", b"WAVE" + chunk(b"fmt ", form) + chunk(b"data", data))


def height(at: float) -> float:
    """How far the bowl stands out at this moment, between -1 and 1; struck softly, and still at the end."""
    ring = sum(loud * math.sin(math.tau * hertz * at) * math.exp(-at / left) for hertz, loud, left in TONES)
    return ring * min(1.0, at / 0.02) * min(1.0, (SECONDS - at) / 2)
