"""WAV: a header and samples (RIFF, as Microsoft describes it). Its lengths are counted, not believed."""

import struct
from collections.abc import Iterator

from accounts.sound.parts import Cleaned, NotThis

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE


def clean(content: bytes) -> Cleaned:
    # Of a chunk that stands in it twice the first one counts, as players have it.
    chunks = dict(reversed(list(chunks_of(content))))
    form, data = chunks.get(b"fmt ", b""), chunks.get(b"data", b"")
    if not 16 <= len(form) <= 40:
        raise NotThis("a wav begins with what its samples are")
    code, channels, _rate, each_second, each_sample, _bits = struct.unpack("<HHIIHH", form[:16])
    if code not in {PCM, FLOAT, EXTENSIBLE} or not 1 <= channels <= 2 or not each_second or not each_sample:
        raise NotThis("not samples of one or two channels")
    data = data[: len(data) - len(data) % each_sample]
    body = b"WAVE" + chunk(b"fmt ", form) + chunk(b"data", data)
    return Cleaned(chunk(b"RIFF", body), len(data) / each_second)


def chunks_of(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(content):
        name, length = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        yield name, content[at + 8 : at + 8 + length]
        # Each chunk is padded to an even length, which its own number does not tell.
        at += 8 + length + length % 2


def chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\x00" * (len(content) % 2)
