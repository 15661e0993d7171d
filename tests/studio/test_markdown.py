"""The small Markdown becomes the HTML that the back office's own editor would store."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.markup import shown
from studio.broken import Broken
from studio.content import as_stored
from studio.markdown import to_html


def html(text: str) -> str:
    return to_html(text, 1, lambda line, reason: Broken("file", line, reason))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Een *schuin* en **vet** woord.", "<p>Een <i>schuin</i> en <b>vet</b> woord.</p>"),
        ("Een\nregel.", "<p>Een regel.</p>"),
        ("1. een\n2. twee\n", "<ol><li>een</li><li>twee</li></ol>"),
        ("- een\n\n- twee\n", "<ul><li>een</li><li>twee</li></ul>"),
        ("### Kop\nTekst & meer", "<h3>Kop</h3><p>Tekst &amp; meer</p>"),
        ("Bel [113](tel:113).", '<p>Bel <a href="tel:113">113</a>.</p>'),
        ("[a](https://a.nl/?x=1&y=2)", '<p><a href="https://a.nl/?x=1&amp;y=2">a</a></p>'),
        (r"Een \*sterretje\* &lt;", "<p>Een *sterretje* &lt;</p>"),
    ],
)
def test_markdown_becomes_html(text: str, expected: str) -> None:
    assert html(text) == expected
    assert as_stored(expected) == expected


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60)
marked = st.one_of(
    words, words.map("**{}**".format), words.map("- {}".format), words.map("### {}".format), words.map("[x](https://{})".format)
)


@given(st.lists(marked, max_size=6).map("\n\n".join))
def test_whatever_is_written_is_refused_or_harmless_and_stays_as_it_is_when_it_is_stored_again(text: str) -> None:
    try:
        made = html(text)
    except Broken:
        return
    stored = as_stored(made)
    assert as_stored(stored) == stored
    assert "<script" not in made.lower()
    assert shown(stored).replace(' rel="noopener noreferrer"', "").count("<") == stored.count("<")
