"""M4A and MP4 with one track of sound (ISO 14496-12). What is not sound is blanked where it stands, so that nothing moves."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from accounts.sound.parts import Cleaned, NotThis

# What may stay, by what it stands in; everything else becomes `free`, and empty.
KEPT: Final[dict[bytes, set[bytes]]] = {
    b"": {b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"styp"},
    b"moov": {b"mvhd", b"trak", b"mvex"},
    b"trak": {b"tkhd", b"mdia", b"edts"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"smhd", b"nmhd", b"dinf", b"stbl"},
    b"stbl": {b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"sgpd", b"sbgp"},
    b"moof": {b"mfhd", b"traf"},
    b"traf": {b"tfhd", b"tfdt", b"trun", b"saiz", b"saio", b"sbgp", b"sgpd"},
    b"mvex": {b"mehd", b"trex"},
}
DATED: Final = {b"mvhd", b"tkhd", b"mdhd"}
MOST: Final = 20_000  # boxes


@dataclass(frozen=True, slots=True)
class Box:
    """`begins` and `ends` are of what is in it; `inside` is what it stands in."""

    name: bytes
    inside: bytes
    at: int
    begins: int
    ends: int


def clean(content: bytes) -> Cleaned:
    made = bytearray(content)
    boxes = list(walk(content, b"", 0, len(content)))
    for box in boxes:
        if box.name not in KEPT[box.inside]:
            made[box.at + 4 : box.at + 8] = b"free"
            made[box.begins : box.ends] = bytes(box.ends - box.begins)
        elif box.name in DATED:
            undate(made, box)
        elif box.name == b"hdlr":
            # Behind the type of a track stands its name in words, which may say who recorded it on what.
            made[box.begins + 24 : box.ends] = bytes(max(0, box.ends - box.begins - 24))
    sounds = [content[box.begins + 8 : box.begins + 12] for box in boxes if box.name == b"hdlr"]
    if sounds != [b"soun"] or not any(box.name == b"mdat" for box in boxes):
        raise NotThis("one track, of sound")
    end = max(box.ends for box in boxes if not box.inside)
    return Cleaned(bytes(made[:end]), seconds_of(content, boxes))


def walk(content: bytes, inside: bytes, at: int, end: int) -> Iterator[Box]:
    """Each box here, and those in the ones that we look into. One that is cut off ends the walk, but not at the top: sound that
    is cut off would play as noise. Raises NotThis."""
    count = 0
    while at + 8 <= end:
        length, name = struct.unpack_from(">I4s", content, at)
        begins = at + 8
        if length == 1:
            length, begins = struct.unpack_from(">Q", content, begins)[0], begins + 8
        elif length == 0:
            length = end - at
        count += 1
        if length < begins - at or at + length > end or count > MOST:
            raise NotThis("a box that does not fit")
        yield Box(name, inside, at, begins, at + length)
        if name in KEPT and name in KEPT[inside]:
            yield from walk(content, name, begins, at + length)
        at += length


def undate(made: bytearray, box: Box) -> None:
    """When it was made and changed: 32 bits each, in version 1 64."""
    wide = 16 if made[box.begins] == 1 else 8
    made[box.begins + 4 : box.begins + 4 + wide] = bytes(wide)


def seconds_of(content: bytes, boxes: list[Box]) -> float:
    """By the header of the film; of one in fragments, which has no length there, by its samples."""
    scale, length = clock(content, next((box for box in boxes if box.name == b"mvhd"), None))
    if length:
        return length / scale
    scale, _length = clock(content, next((box for box in boxes if box.name == b"mdhd"), None))
    usual = next((struct.unpack_from(">I", content, box.begins + 12)[0] for box in boxes if box.name == b"trex"), 0)
    total, each = 0, usual
    for box in boxes:
        if box.name == b"tfhd":
            each = usual_in(content, box, usual)
        elif box.name == b"trun":
            total += lasts(content, box, each)
    return total / scale


def clock(content: bytes, box: Box | None) -> tuple[int, int]:
    """Ticks a second, and ticks in all, of `mvhd` or `mdhd`."""
    if box is None:
        raise NotThis("no clock")
    scale, length = (
        struct.unpack_from(">IQ", content, box.begins + 20)
        if content[box.begins] == 1
        else struct.unpack_from(">II", content, box.begins + 12)
    )
    if not scale:
        raise NotThis("a clock that stands still")
    return scale, 0 if length in {0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF} else length


def usual_in(content: bytes, box: Box, usual: int) -> int:
    """What a sample of this fragment lasts, in ticks: `tfhd` may say so, behind what its flags announce."""
    flags = struct.unpack_from(">I", content, box.begins)[0]
    at = box.begins + 8 + 8 * bool(flags & 1) + 4 * bool(flags & 2)
    return int(struct.unpack_from(">I", content, at)[0]) if flags & 8 else usual


def lasts(content: bytes, box: Box, usual: int) -> int:
    """What the samples of one `trun` last together, in ticks."""
    flags, count = struct.unpack_from(">II", content, box.begins)
    if not flags & 0x100:
        return usual * int(count)
    wide = 4 * sum(bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    at = box.begins + 8 + 4 * bool(flags & 1) + 4 * bool(flags & 4)
    if at + wide * count > box.ends:
        raise NotThis("fewer samples than it says")
    return sum(struct.unpack_from(">I", content, at + wide * each)[0] for each in range(count))
