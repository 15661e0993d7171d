"""MP3: frames of MPEG audio, layer III (ISO 11172-3 and 13818-3). Only whole frames are kept, so no tag survives."""

from dataclasses import dataclass
from typing import Final

from accounts.sound.parts import Cleaned, NotThis

# Kilobits a second by index, for MPEG 1 and for 2 and 2.5.
RATES_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
RATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
SAMPLES_A_SECOND: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
# What looks like one header stands in many a file; three frames in a row, each as long as its header says, do not.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Frame:
    length: int
    seconds: float


def clean(content: bytes) -> Cleaned:
    at, frames, seconds = after_tags(content), [], 0.0
    while at < len(content):
        frame = frame_at(content, at)
        if frame is None or at + frame.length > len(content):
            # Out of step: a frame begins with eight set bits, so look for the next of those.
            at = content.find(b"\xff", at + 1)
            if at < 0:
                break
            continue
        frames.append(content[at : at + frame.length])
        seconds += frame.seconds
        at += frame.length
    if len(frames) < FEWEST:
        raise NotThis("hardly a frame of sound")
    return Cleaned(b"".join(frames), seconds)


def after_tags(content: bytes) -> int:
    """Where the sound begins, behind any number of ID3v2 tags; their length has seven bits a byte."""
    at = 0
    while content[at : at + 3] == b"ID3" and at + 10 <= len(content):
        length = 0
        for byte in content[at + 6 : at + 10]:
            length = length << 7 | byte & 0x7F
        at += 10 + length
    return at


def frame_at(content: bytes, at: int) -> Frame | None:
    """The frame whose header stands here; None where none does."""
    head = content[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, rate, speed = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in {0, 15} or speed == 3:
        return None
    kilobits = (RATES_1 if version == 3 else RATES_2)[rate]
    samples, frequency = (1152 if version == 3 else 576), SAMPLES_A_SECOND[version][speed]
    length = samples // 8 * kilobits * 1000 // frequency + (head[2] >> 1 & 1)
    return Frame(length, samples / frequency)
