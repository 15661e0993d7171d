"""Documents as PDF, set with typst in the portal's two faces. Knows nobody: text comes in as data and leaves as bytes.

A template (`<name>.typ`, in a folder of the room that owns it) takes what it is given with
`#let it = json(bytes(sys.inputs.it))`: a person's words are data, never markup, and never touch a disk. Nothing is
fetched; of the files only the template's own folder is seen.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

from paper import faces

FONTS: Final = Path(__file__).parent / "fonts"


def typeset(template: Path, it: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The PDF (tagged, PDF/UA-1) of `template` with the facts `it`: texts, numbers, truths, lists and mappings of those.

    What no face can show stands in it as a square (`paper.faces`). The same facts and moment give the same bytes. Raises
    typst.TypstError where the template cannot be set.
    """
    try:
        return compiled(template, faces.each(it, faces.shown), made_at)
    # A mark on a sign of another face fails only when it is set; all else was sifted out before.
    except typst.TypstError:
        return compiled(template, faces.each(it, faces.surely_shown), made_at)


def compiled(template: Path, it: Any, made_at: datetime) -> bytes:
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=[FONTS],
        # Faces of the machine would give other bytes on another machine.
        ignore_system_fonts=True,
        sys_inputs={"it": json.dumps(it, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=int(made_at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made
