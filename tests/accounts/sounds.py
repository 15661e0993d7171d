"""Recordings made by hand: small, whole, and of each kind; what stands in them besides sound is the marker of a test."""

import struct
from collections.abc import Iterable

from accounts.sound import ogg, wav, webm

MARKER = b"De reiger stond vannacht weer in de vijver"
RATE = 8_000


def a_wav(seconds: float = 1, extra: bytes = b"") -> bytes:
    """Samples of silence; `extra` in a chunk of words behind the header."""
    form = struct.pack("<HHIIHH", 1, 1, RATE, RATE, 1, 8)
    words = wav.chunk(b"LIST", extra) if extra else b""
    return wav.chunk(b"RIFF", b"WAVE" + wav.chunk(b"fmt ", form) + words + wav.chunk(b"data", bytes(int(seconds * RATE))))


def an_mp3(seconds: float = 1, extra: bytes = b"") -> bytes:
    """Frames of MPEG 1, layer III, 128 kbit/s, 44.1 kHz, between tags."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    size = len(extra).to_bytes(4, "big")
    tag = b"ID3\x04\x00\x00" + bytes([size[0], size[1], len(extra) >> 7, len(extra) & 0x7F]) + extra if extra else b""
    return tag + frame * round(seconds * 44_100 / 1152) + (b"TAG" + extra.ljust(125, b"\x00")[:125] if extra else b"")


def an_ogg(seconds: float = 1, extra: bytes = b"") -> bytes:
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 0, 48_000, 0, 0)
    comments = b"OpusTags" + struct.pack("<I", 3) + b"iets"[:3] + struct.pack("<I", bool(extra))
    comments += struct.pack("<I", len(extra)) + extra if extra else b""
    pages = [
        page(2, 0, head),
        page(0, 0, comments),
        *(page(0, 960 * number, bytes([255, 254]) * 20) for number in range(1, round(seconds * 50) + 1)),
    ]
    return b"".join(each.numbered(number) for number, each in enumerate(pages))


def page(flags: int, granule: int, body: bytes) -> ogg.Page:
    lacing = bytes([255] * (len(body) // 255) + [len(body) % 255])
    return ogg.Page(flags, granule, 7, lacing, body)


def a_webm(seconds: float = 1, extra: bytes = b"", kind: int = 2) -> bytes:
    """As a browser's recorder writes it: parts without length, no length of the whole; `extra` as a title and a tag."""
    unknown = b"\x01" + b"\xff" * 7
    private = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 48_000, 0, 0)
    audio = webm.element(0xE1, webm.element(0xB5, struct.pack(">f", 48_000)) + webm.element(0x9F, b"\x01"))
    parts = [(0xD7, b"\x01"), (0x73C5, b"\x05"), (0x83, bytes([kind])), (0x86, b"A_OPUS"), (0x63A2, private), (0x536E, extra or b"x")]
    track = webm.element(0xAE, b"".join(webm.element(name, value) for name, value in parts) + audio)
    info = webm.element(0x2AD7B1, b"\x0f\x42\x40") + webm.element(0x7BA9, extra or b"x")
    clusters = b"".join(cluster(begins, min(begins + 10_000, round(seconds * 1000))) for begins in range(0, round(seconds * 1000), 10_000))
    tags = webm.element(0x1254C367, extra or b"x")
    body = webm.element(0x1549A966, info) + webm.element(0x1654AE6B, track) + clusters + tags
    return webm.element(0x1A45DFA3, webm.header()) + (0x18538067).to_bytes(4, "big") + unknown + body


def cluster(begins: int, ends: int) -> bytes:
    """Packets of 20 milliseconds between these moments, in a part that does not say how long it is."""
    blocks = b"".join(webm.element(0xA3, b"\x81" + struct.pack(">h", at) + b"\x80\xfc\xff\xfe") for at in range(0, ends - begins, 20))
    return (0x1F43B675).to_bytes(4, "big") + b"\x01" + b"\xff" * 7 + webm.element(0xE7, webm.number(begins)) + blocks


def an_m4a(seconds: float = 1, extra: bytes = b"", handler: bytes = b"soun") -> bytes:
    clock = box(b"mvhd", bytes(4) + b"DAGDDAGD" + struct.pack(">II", 1000, round(seconds * 1000)) + bytes(80))
    media = box(b"mdhd", bytes(4) + b"DAGDDAGD" + struct.pack(">II", 1000, round(seconds * 1000)) + bytes(4))
    named = box(b"hdlr", bytes(8) + handler + bytes(12) + (extra or b"x"))
    track = box(b"trak", box(b"tkhd", bytes(84)) + box(b"mdia", media + named + box(b"minf", box(b"smhd", bytes(8)))))
    words = box(b"udta", box(b"meta", extra)) if extra else b""
    return (
        box(b"ftyp", b"M4A \x00\x00\x00\x00M4A ")
        + box(b"moov", clock + track + words)
        + box(b"mdat", bytes(200))
        + box(b"uuid", extra or b"x")
    )


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def all_kinds() -> Iterable[tuple[str, object]]:
    return [("audio/wav", a_wav), ("audio/mpeg", an_mp3), ("audio/ogg", an_ogg), ("audio/webm", a_webm), ("audio/mp4", an_m4a)]
