"""No sign that somebody writes stops a document; what no face has is a square, and all the rest stays."""

import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper import faces
from paper.faces import shown
from paper.typeset import typeset

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TEMPLATE = """#let it = json(bytes(sys.inputs.it))
#set document(title: "x")
#set text(font: "Vollkorn", lang: "nl")
= x
#it.words
#text(font: "Source Sans 3")[#it.words]
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("faces") / "one.typ"
    made.write_text(TEMPLATE)
    return made


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("één œuvre – ‘ja’ € ½", "één œuvre – ‘ja’ € ½"),
        ("ik 👩‍👩‍👧 jij", "ik □ jij"),
        ("❤️ en 🙂 en 1️⃣", "❤ en □ en 1□"),
        ("日本 мир αβγ", "□ мир αβγ"),
        ("a\x01b\ufeffc\x7f", "abc"),
        ("regel\nregel\ttab", "regel\nregel\ttab"),
    ],
)
def test_what_no_face_has_is_one_square(text, kept) -> None:
    assert shown(text) == kept


def test_every_sign_that_counts_as_known_can_be_set(template) -> None:
    signs = [sign for sign in map(chr, range(0x10000)) if re.match(f"[{faces.KNOWN}]", sign) and unicodedata.category(sign)[0] != "C"]
    assert len(signs) > 3000
    made = faces.each({"words": "a" + " a".join(signs)}, str)
    assert typeset(template, made, made_at=AT)
    assert faces.each(made, shown) == made


@settings(max_examples=25, deadline=None)
@given(words=st.text(max_size=40))
def test_whatever_somebody_writes_a_document_comes_of_it(template, words) -> None:
    assert typeset(template, {"words": words}, made_at=AT).startswith(b"%PDF")
