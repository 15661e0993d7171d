"""Recordings by their content: what plays is kept, what is not sound is left behind, and odd files are refused in a sentence."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.sound import CAP, BadSound, checked, ogg
from accounts.sound.check import cleaned_as
from tests.accounts.sounds import MARKER, a_wav, a_webm, all_kinds, an_m4a, an_mp3, an_ogg

KINDS = dict(all_kinds())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seconds", [1, 7, 180])
def test_each_kind_is_known_by_its_content_and_so_long(kind, seconds) -> None:
    sound = checked(KINDS[kind](seconds))
    assert (sound.kind, sound.seconds) == (kind, seconds)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_sound_is_left_behind_and_the_rest_is_whole(kind) -> None:
    marked = KINDS[kind](2, MARKER)
    assert MARKER in marked
    once = checked(marked)
    assert MARKER not in once.content
    assert b"DAGD" not in once.content, "nor when it was made"
    assert checked(once.content) == once, "cleaning twice is cleaning once"


@pytest.mark.parametrize("kind", KINDS)
def test_four_minutes_are_too_long(kind) -> None:
    with pytest.raises(BadSound, match="langer dan drie minuten"):
        checked(KINDS[kind](240))


def test_a_browsers_recording_gets_its_length_written_in_it() -> None:
    content = checked(a_webm(3)).content
    at = content.index(b"\x44\x89")
    [milliseconds] = struct.unpack(">d", content[at + 10 : at + 18])
    assert 2_980 < milliseconds < 3_100


def test_a_page_of_ogg_has_the_checksum_of_the_standard() -> None:
    content = checked(an_ogg(1)).content
    for page in ogg.pages_of(content):
        assert page.numbered(0)[:22].startswith(b"OggS")
    first = content[: 27 + 1 + 19]
    assert ogg.crc(first[:22] + bytes(4) + first[26:]) == struct.unpack_from("<I", first, 22)[0]


@pytest.mark.parametrize(
    "odd",
    {
        "nothing": b"",
        "one byte": b"x",
        "a page": b"<html><script>alert(1)</script></html>",
        "a drawing": b"<svg onload=alert(1)>",
        "a picture and script": b"GIF89a/*" + bytes(100) + b"*/=alert(1)",
        "a zip": b"PK\x03\x04" + bytes(1000),
        "an mp3 that is a tag": b"ID3\x04\x00\x00\x00\x00\x00\x05<html" + b"<script>" * 50,
        "a wav without samples": a_wav(0),
        "a wav without a header": b"RIFF\x00\x00\x00\x00WAVE",
        "a film in webm": a_webm(2, kind=1),
        "a film in mp4": an_m4a(2, handler=b"vide"),
        "an ogg cut in its head": an_ogg(1)[:20],
        "a webm cut in its head": a_webm(1)[:60],
        "an mp4 whose box is too long": struct.pack(">I4s", 8, b"ftyp") + struct.pack(">I4s", 2**31, b"moov"),
        "an mp4 whose box has no length": struct.pack(">I4s", 8, b"ftyp") + struct.pack(">I4s", 3, b"moov"),
        "a webm without end": b"\x1a\x45\xdf\xa3\xff\xff\xff\xff",
        "one byte over the cap": b"RIFF" + bytes(CAP - 3),
    }.items(),
    ids=lambda odd: odd[0],
)
def test_odd_files_are_refused_in_a_sentence(odd) -> None:
    with pytest.raises(BadSound) as refusal:
        checked(odd[1])
    assert str(refusal.value).endswith(".")


def test_a_header_that_claims_four_gigabytes_is_counted_not_believed() -> None:
    liar = bytearray(a_wav(2))
    at = liar.index(b"data")
    liar[at + 4 : at + 8] = b"\xff\xff\xff\xff"
    assert checked(bytes(liar)).seconds == 2
    assert len(checked(bytes(liar)).content) <= len(liar)


@pytest.mark.parametrize("kind", ["audio/webm", "audio/ogg", "audio/mpeg"])
def test_what_was_cut_off_plays_as_far_as_it_goes(kind) -> None:
    whole = KINDS[kind](10)
    assert 3 <= checked(whole[: len(whole) // 2]).seconds <= 7


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.data())
def test_whatever_is_broken_is_refused_or_kept_and_nothing_else_happens(kind, data) -> None:
    content = bytearray(KINDS[kind](1, MARKER))
    for _change in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, min(600, len(content) - 1)))] = data.draw(st.integers(0, 255))
    del content[data.draw(st.integers(len(content) // 4, len(content))) :]
    try:
        sound = checked(bytes(content))
    except BadSound:
        return
    assert 1 <= sound.seconds <= 180


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([b"\x1a\x45\xdf\xa3", b"OggS", b"\x00\x00\x00\x08ftyp", b"RIFF\x00\x00\x00\x00WAVE", b"ID3", b"\xff\xfb\x90\x00"]),
    st.binary(max_size=300),
)
def test_noise_behind_a_true_beginning_breaks_nothing(begins, noise) -> None:
    try:
        cleaned_as(begins + noise)
    except BadSound:
        return


def test_an_mp3_is_its_frames_alone() -> None:
    assert checked(an_mp3(2, MARKER)).content == an_mp3(2)
