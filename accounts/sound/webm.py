"""WebM with one track of Opus (RFC 8794 and 9559): taken apart, and written anew with its length in it.

A browser's recorder writes no length, so its own player could not say how long it takes.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from accounts.sound.parts import Cleaned, NotThis

EBML, SEGMENT, INFO, TRACKS, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
TRACK, TRACK_TYPE, CODEC, CODEC_PRIVATE, AUDIO, SCALE = 0xAE, 0x83, 0x86, 0x63A2, 0xE1, 0x2AD7B1
CLUSTER_TIME, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK = 0xE7, 0xA3, 0xA0, 0xA1
TOP: Final = {INFO, TRACKS, CLUSTER, 0x114D9B74, 0x1C53BB6B, 0x1254C367, 0x1941A469, 0x1043A770}
# Number, UID, type, codec, what the codec needs, delay and pre-roll: nothing with words in it.
OF_A_TRACK: Final = {0xD7, 0x73C5, TRACK_TYPE, CODEC, CODEC_PRIVATE, 0x56AA, 0x56BB}
OF_AUDIO: Final = {0xB5, 0x78B5, 0x9F, 0x6264}
SOUND: Final = 2
MILLISECOND: Final = 1_000_000
LONGEST_PACKET: Final = 0.06  # seconds; what the last packet lasts is written nowhere


@dataclass
class Recording:
    track: bytes = b""
    scale: int = MILLISECOND
    clusters: list[bytes] = field(default_factory=list)
    last: int = -1


def clean(content: bytes) -> Cleaned:
    recording = Recording()
    for name, begins, ends in elements(content, segment_of(content), len(content)):
        take(recording, name, content[begins:ends])
    if not recording.track or recording.last < 0:
        raise NotThis("no track of sound")
    seconds = recording.last * recording.scale / 1_000_000_000 + LONGEST_PACKET
    info = element(SCALE, number(recording.scale)) + element(0x4489, struct.pack(">d", seconds * 1_000_000_000 / recording.scale))
    info += element(0x4D80, b"portaal") + element(0x5741, b"portaal")
    body = element(INFO, info) + element(TRACKS, recording.track) + b"".join(recording.clusters)
    return Cleaned(element(EBML, header()) + element(SEGMENT, body), seconds)


def header() -> bytes:
    ones = (
        (0x4286, b"\x01"),
        (0x42F7, b"\x01"),
        (0x42F2, b"\x04"),
        (0x42F3, b"\x08"),
        (0x4282, b"webm"),
        (0x4287, b"\x04"),
        (0x4285, b"\x02"),
    )
    return b"".join(element(name, value) for name, value in ones)


def segment_of(content: bytes) -> int:
    """Where what is in the one segment begins."""
    _name, at, size = head(content, 0)
    if size is None:
        raise NotThis("no header")
    name, at, _size = head(content, at + size)
    if name != SEGMENT:
        raise NotThis("no segment")
    return at


def take(recording: Recording, name: int, content: bytes) -> None:
    if name == INFO:
        found = dict(children(content)).get(SCALE, b"")
        recording.scale = int.from_bytes(found[:4], "big") or MILLISECOND
    elif name == TRACKS:
        recording.track = track_in(content)
    elif name == CLUSTER:
        cluster(recording, content)


def track_in(content: bytes) -> bytes:
    tracks = [entry for name, entry in children(content) if name == TRACK]
    if len(tracks) != 1:
        raise NotThis("one track, of sound")
    [parts] = [dict(children(tracks[0]))]
    private = parts.get(CODEC_PRIVATE, b"")
    if (
        parts.get(TRACK_TYPE, b"") != bytes([SOUND])
        or parts.get(CODEC) != b"A_OPUS"
        or not private.startswith(b"OpusHead")
        or len(private) > 300
    ):
        raise NotThis("not Opus")
    audio = b"".join(element(name, value) for name, value in children(parts.get(AUDIO, b"")) if name in OF_AUDIO)
    kept = b"".join(element(name, value) for name, value in parts.items() if name in OF_A_TRACK)
    return element(TRACK, kept + element(AUDIO, audio))


def cluster(recording: Recording, content: bytes) -> None:
    """One stretch of sound: its moment, and its blocks without what may be added to them."""
    begins, blocks = 0, []
    for name, value in children(content):
        if name == CLUSTER_TIME:
            begins = int.from_bytes(value[:8], "big")
        elif name in {SIMPLE_BLOCK, BLOCK_GROUP}:
            block = value if name == SIMPLE_BLOCK else dict(children(value)).get(BLOCK, b"")
            # The number of the track, two bytes of time, flags: with no more than those there is no sound in it.
            if len(block) > 4:
                recording.last = max(recording.last, begins + struct.unpack_from(">h", block, 1)[0])
                blocks.append(element(SIMPLE_BLOCK, block))
    recording.clusters.append(element(CLUSTER, element(CLUSTER_TIME, number(begins)) + b"".join(blocks)))


def elements(content: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Name, beginning and end of each part at the top. One of unknown length ends where the next one at the top begins."""
    while at < end:
        name, begins, size = head(content, at)
        at = min(end, begins + size) if size is not None else end_of(content, begins, end)
        yield name, begins, at


def end_of(content: bytes, at: int, end: int) -> int:
    while at < end:
        name, begins, size = head(content, at)
        if name in TOP:
            return at
        if size is None:
            raise NotThis("a part without length in one without length")
        at = begins + size
    return end


def children(content: bytes) -> Iterator[tuple[int, bytes]]:
    """What a part consists of; one that is cut off is left out."""
    at = 0
    while at < len(content):
        name, begins, size = head(content, at)
        if size is None or begins + size > len(content):
            return
        yield name, content[begins : begins + size]
        at = begins + size


def head(content: bytes, at: int) -> tuple[int, int, int | None]:
    """The name of the part that stands here, where what is in it begins, and how long that is; None when nobody knows."""
    # The zeros before the first set bit say how many bytes a number takes (RFC 8794, section 4).
    wide = 9 - content[at].bit_length()
    name = int.from_bytes(content[at : at + wide], "big")
    at += wide
    wider = 9 - content[at].bit_length()
    if wide > 4 or wider > 8:
        raise NotThis("no length")
    size = int.from_bytes(content[at : at + wider], "big") & (1 << 7 * wider) - 1
    return name, at + wider, None if size == (1 << 7 * wider) - 1 else size


def element(name: int, content: bytes) -> bytes:
    label = name.to_bytes((name.bit_length() + 7) // 8, "big")
    # A length in its eight-byte form: as valid as the shortest, and it can be counted beforehand.
    return label + (1 << 56 | len(content)).to_bytes(8, "big") + content


def number(value: int) -> bytes:
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")
