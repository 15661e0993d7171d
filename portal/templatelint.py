"""What a template may not hold: text passed on unescaped, and anything that the content policy would refuse to run."""

import re
from collections.abc import Iterator
from pathlib import Path

RULES = {
    "passes text on unescaped": re.compile(r"\|\s*(safe|safeseq)\b|\{%\s*autoescape\s+off"),
    "has a style written in it": re.compile(r"<style\b|<[a-z][^<>]*?\sstyle\s*=", re.IGNORECASE),
    "has a script written in it": re.compile(r"<script\b(?![^>]*\bsrc=)|javascript:", re.IGNORECASE),
    "has an event handler written in it": re.compile(r"<[a-z][^<>]*?\son[a-z]+\s*=", re.IGNORECASE),
    "has an htmx expression written in it": re.compile(
        r"\bhx-(on|vals|headers)[:-]?[a-z-]*\s*=\s*[\"'](js:|javascript:)|\bhx-on", re.IGNORECASE
    ),
    "loads from another site": re.compile(r"<(script|link|img|iframe)\b[^>]*\b(src|href)\s*=\s*[\"'](https?:)?//", re.IGNORECASE),
}
# A mail has no policy and no style sheet: only what it passes on unescaped is looked at.
IN_A_MAIL = {"passes text on unescaped", "has a script written in it"}
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}", re.DOTALL)


def templates(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".txt"})


def faults(name: str, source: str) -> Iterator[str]:
    """Sentences "<name>:<line> <fault>" for one template."""
    # Blanked and not cut out, so that the lines that are named stay the lines of the file.
    text = COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), source)
    for fault, pattern in RULES.items():
        if is_mail(name) and fault not in IN_A_MAIL:
            continue
        if name.endswith(".txt") and fault == "passes text on unescaped":
            continue
        for found in pattern.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, found.start()) + 1} {fault}: {found.group().strip()[:60]}"


def is_mail(name: str) -> bool:
    return name.endswith(".txt") or "mail" in Path(name).parts or "/mail" in name
