"""Ogg with Opus (RFC 3533 and 7845): the pages of the sound, behind a header of comments that we write ourselves."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from accounts.sound.parts import Cleaned, NotThis

HEAD: Final = 27
A_SECOND: Final = 48_000
FIRST: Final = 2
CONTINUED: Final = 1
SILENT = b"OpusTags" + struct.pack("<I", 7) + b"portaal" + struct.pack("<I", 0)


@dataclass(frozen=True, slots=True)
class Page:
    flags: int
    granule: int
    serial: int
    lacing: bytes
    body: bytes

    def numbered(self, number: int) -> bytes:
        head = struct.pack("<4sBBqIII", b"OggS", 0, self.flags, self.granule, self.serial, number, 0)
        whole = head + bytes([len(self.lacing)]) + self.lacing + self.body
        return whole[:22] + struct.pack("<I", crc(whole)) + whole[26:]


def clean(content: bytes) -> Cleaned:
    pages = list(pages_of(content))
    if len(pages) < 3 or not pages[0].flags & FIRST or not pages[0].body.startswith(b"OpusHead") or len(pages[0].body) > 300:
        raise NotThis("no Opus")
    if any(page.serial != pages[0].serial for page in pages) or not pages[1].body.startswith(b"OpusTags"):
        raise NotThis("more than one stream")
    sound = pages[1 + pages_of_comments(pages[1:]) :]
    skipped = struct.unpack_from("<H", pages[0].body, 10)[0]
    comments = Page(0, 0, pages[0].serial, bytes([len(SILENT)]), SILENT)
    kept = [pages[0], comments, *sound]
    end = max((page.granule for page in sound), default=0)
    return Cleaned(b"".join(page.numbered(number) for number, page in enumerate(kept)), (end - skipped) / A_SECOND)


def pages_of_comments(pages: list[Page]) -> int:
    """How many pages the comments take: the packet ends with a segment shorter than 255, and no sound shares its last page."""
    for number, page in enumerate(pages, start=1):
        if page.lacing and page.lacing[-1] < 255:
            if any(segment < 255 for segment in page.lacing[:-1]):
                raise NotThis("sound on the page of the comments")
            return number
    raise NotThis("comments without end")


def pages_of(content: bytes) -> Iterator[Page]:
    at = 0
    while content[at : at + 4] == b"OggS" and at + HEAD <= len(content):
        version, flags, granule, serial, _number, _crc, segments = struct.unpack_from("<BBqIIIB", content, at + 4)
        lacing = content[at + HEAD : at + HEAD + segments]
        begins = at + HEAD + segments
        at = begins + sum(lacing)
        if version or len(lacing) < segments or at > len(content):
            return  # cut off in the middle of a page: what came before it plays
        yield Page(flags, granule, serial, lacing, content[begins:at])


def table() -> tuple[int, ...]:
    rows = []
    for byte in range(256):
        value = byte << 24
        for _bit in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
        rows.append(value)
    return tuple(rows)


TABLE: Final = table()


def crc(page: bytes) -> int:
    """The checksum of a page, whose own field is nought while it is counted (RFC 3533, section 6)."""
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ TABLE[value >> 24 ^ byte]
    return value
