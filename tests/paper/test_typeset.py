"""Setting a document: the words come through as they are, and nothing of them touches a disk."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from paper.typeset import typeset

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TEMPLATE = """#let it = json(bytes(sys.inputs.it))
#set document(title: "Document")
#set text(font: "Vollkorn", lang: "nl")
= #it.title
#text(font: "Source Sans 3")[#it.words]
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    made = tmp_path / "one.typ"
    made.write_text(TEMPLATE)
    return made


def words(pdf: bytes) -> str:
    return " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


@pytest.mark.parametrize("odd", ['#import "x"', "*niet vet* _schuin_ $x$ @naam <plek> \\ // --", "{{7*7}} <script>", "één œuvre – ‘ja’"])
def test_what_a_person_wrote_is_never_markup(template: Path, odd: str) -> None:
    assert " ".join(odd.split()) in words(typeset(template, {"title": "Kop", "words": odd}, made_at=AT))


def test_the_same_facts_give_the_same_bytes(template: Path) -> None:
    it = {"title": "Kop", "words": "woord"}
    assert typeset(template, it, made_at=AT) == typeset(template, it, made_at=AT)


def test_it_is_tagged_and_embeds_our_faces(template: Path) -> None:
    reader = PdfReader(BytesIO(typeset(template, {"title": "Kop", "words": "woord"}, made_at=AT)))

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    fonts = {str(font.get_object()["/BaseFont"]) for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert {name.partition("+")[2] for name in fonts} == {"Vollkorn-SemiBold", "SourceSans3-Regular"}
