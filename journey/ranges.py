"""A recording or film in parts: a player on a phone asks for a range of bytes (RFC 9110, section 14) and wants 206."""

import re
from typing import Final

from django.http import HttpResponse

ONE_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def ranged(content: bytes, content_type: str, asked: str = "") -> HttpResponse:
    """`content`, or the part of it that the header `asked` names: whole (200), part (206) or no such part (416).

    A header that cannot be read, or asks for several ranges, is answered with the whole, as the standard allows.
    """
    found = ONE_RANGE.fullmatch(asked.strip())
    part = between(found[1], found[2], len(content)) if found and (found[1] or found[2]) else range(len(content))
    response = HttpResponse(content[part.start : part.stop], content_type=content_type)
    if len(part) < len(content):
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(content)}"
    if found and not part:
        response.status_code = 416
        response.headers["Content-Range"] = f"bytes */{len(content)}"
    response.headers["Accept-Ranges"] = "bytes"
    # What a person made is shown by the portal's own player only, and never run as a page.
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def between(first: str, last: str, length: int) -> range:
    """The bytes asked for; empty when there are none. Without `first` the last so many."""
    if not first:
        return range(max(0, length - int(last)), length)
    return range(int(first), min(int(last) + 1 if last else length, length))
