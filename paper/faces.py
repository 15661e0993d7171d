"""What the portal's two faces, and those that typst falls back on, can show. Pure.

A document for everybody (PDF/UA) may hold no sign that no face has, and setting it fails on the first one. People write hearts and
faces, and names in many scripts: what cannot be shown stands in the document as an empty square, and all the rest is kept.
"""

import re
from collections.abc import Callable
from typing import Any, Final

SQUARE: Final = "□"
# Tried sign by sign with the faces in this folder and typst 0.14; `tests/paper/test_faces.py` tries them again.
KNOWN: Final = (
    "\u00a0-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0484\u0487-\u04ff\u0510-\u0513\u051a-\u051d\u0591-\u05c7\u05d0-\u05ea"
    "\u05ef-\u05f4\u0606-\u060c\u0615\u061b-\u061c\u061f\u0621-\u063a\u0640-\u064a\u065a\u0660-\u066d\u0674\u0679-\u067b\u067e-\u0680"
    "\u0683-\u0684\u0686-\u0687\u0691\u0698\u06a4\u06a9\u06af\u06be\u06cc\u06f0-\u06f9\u0e3f\u1e00-\u1f15\u1f18-\u1f1d\u1f20-\u1f45"
    "\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b\u1f5d\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fc4\u1fc6-\u1fd3\u1fd6-\u1fdb\u1fdd-\u1fef"
    "\u1ff2-\u1ff4\u1ff6-\u1ffe\u2000-\u2040\u2042\u2044-\u2052\u2054-\u2064\u2066-\u2071\u2074-\u208e\u2090-\u209c\u20a0-\u20c0"
    "\u2100-\u211e\u2120\u2122\u2124\u2126-\u2151\u2153-\u2184\u2189\u2190-\u23ff\u2500-\u2606\u2609-\u262f\u2638-\u268b\u2690-\u269c"
    "\u26a0-\u26a7\u26aa-\u26af\u26b2\u2701-\u2704\u2706-\u2709\u270c-\u2714\u2717-\u2726\u272a-\u274b\u274d\u274f-\u2752\u2756"
    "\u2758-\u275e\u2761-\u277f\u2794\u2798-\u27af\u27b1-\u27bf\ufb00-\ufb06"
)
PLAIN: Final = "\t\n\r\x20-\x7e"
# What joins or colours signs is one with those around it: a family of four is one square.
UNKNOWN: Final = re.compile(f"(?:[^{PLAIN}{KNOWN}]|[\u200d\u20e3])+[\u200d\ufe0e\ufe0f\u20e3]*")
UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufe00-\ufe0f\ufeff\ufff9-\uffff]+")
# Where a mark stands on a sign of another face, even these fail: then only what our own faces have.
STRANGE: Final = re.compile(f"[^{PLAIN}\u00a0-\u017f\u2010-\u2026€{SQUARE}]+")


def shown(text: str) -> str:
    """The text with a square for what no face has, and without what has no shape."""
    # Nearly every text is plain: the two searches are for the others.
    return text if text.isascii() and text.isprintable() else UNKNOWN.sub(SQUARE, UNSEEN.sub("", text))


def surely_shown(text: str) -> str:
    """As `shown`, with a square for all that is not in our own two faces."""
    return STRANGE.sub(SQUARE, shown(text))


def each(facts: Any, change: Callable[[str], str]) -> Any:
    """The same facts with each text in them changed."""
    if isinstance(facts, str):
        return change(facts)
    if isinstance(facts, dict):
        return {name: each(value, change) for name, value in facts.items()}
    return [each(value, change) for value in facts] if isinstance(facts, (list, tuple)) else facts
