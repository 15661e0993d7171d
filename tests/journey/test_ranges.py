"""A recording in parts, as a player on a phone asks for it."""

import pytest

from journey.ranges import ranged

CONTENT = bytes(range(200))


@pytest.mark.parametrize(
    ("asked", "status", "got", "said"),
    [
        ("", 200, CONTENT, None),
        ("bytes=0-", 200, CONTENT, None),
        ("bytes=0-1", 206, CONTENT[:2], "bytes 0-1/200"),
        ("bytes=150-", 206, CONTENT[150:], "bytes 150-199/200"),
        ("bytes=150-9999", 206, CONTENT[150:], "bytes 150-199/200"),
        ("bytes=-20", 206, CONTENT[-20:], "bytes 180-199/200"),
        ("bytes=-9999", 200, CONTENT, None),
        ("bytes=200-", 416, b"", "bytes */200"),
        ("bytes=9-5", 416, b"", "bytes */200"),
        ("bytes=-0", 416, b"", "bytes */200"),
        ("bytes=-", 200, CONTENT, None),
        ("bytes=0-1,5-6", 200, CONTENT, None),
        ("bytes=" + "9" * 40 + "-", 200, CONTENT, None),
        ("woorden=0-1", 200, CONTENT, None),
    ],
)
def test_a_part_is_given_as_it_was_asked(asked: str, status: int, got: bytes, said: str | None) -> None:
    response = ranged(CONTENT, "audio/mp4", asked)

    assert (response.status_code, response.content, response.headers.get("Content-Range")) == (status, got, said)
    assert response.headers["Accept-Ranges"] == "bytes"


def test_a_recording_is_never_a_page() -> None:
    response = ranged(b"<script>", "audio/mp4")

    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
