"""The small Markdown of the curriculum, to the HTML that the back office stores. Anything outside it is refused with its line."""

import html
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

Refuse = Callable[[int, str], Exception]

# Without plain http: a page of somebody's own troubles is nobody's on the way.
SCHEMES: Final = {"https", "mailto", "tel"}
BLOCKS: Final = {
    "paragraph_open": "<p>",
    "paragraph_close": "</p>",
    "heading_open": "<h3>",
    "heading_close": "</h3>",
    "bullet_list_open": "<ul>",
    "bullet_list_close": "</ul>",
    "ordered_list_open": "<ol>",
    "ordered_list_close": "</ol>",
    "list_item_open": "<li>",
    "list_item_close": "</li>",
}
INLINE: Final = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>", "link_close": "</a>", "softbreak": " "}
REASONS: Final = {
    "html_block": "HTML is not used here",
    "html_inline": "HTML is not used here",
    "image": "images are not used here",
    "table_open": "tables are not used here",
    "fence": "code is not used here",
    "code_block": "a line that begins with four spaces reads as code; take the spaces away",
    "code_inline": "backticks are not used here",
    "hardbreak": "a line break inside a paragraph is not used here; leave a line empty",
    "blockquote_open": "a quotation with > is not used here",
    "hr": "a line of dashes is not used here",
    "s_open": "struck-out text is not used here",
}


def reader() -> MarkdownIt:
    """All of Markdown is read, so that what is not allowed is seen and refused instead of standing in the text as it is."""
    made = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    made.validateLink = lambda url: True  # type: ignore[method-assign]  # a link that it drops would stand in the text
    return made


READER: Final = reader()


def to_html(text: str, first_line: int, refuse: Refuse) -> str:
    """The HTML of a text whose first line is `first_line` in its file. Raises what `refuse(line, reason)` makes."""
    context: dict[str, dict[str, dict[str, list[int]]]] = {}
    tokens = READER.parse(text, context)
    for reference in context.get("references", {}).values():
        raise refuse(first_line + reference["map"][0], "write a link as [words](https://…), in one place")
    return "".join(blocks(tokens, first_line, refuse))


def blocks(tokens: list[Token], first_line: int, refuse: Refuse) -> Iterator[str]:
    line, depth, paragraphs = first_line, 0, 0
    for token in tokens:
        line = first_line + token.map[0] if token.map else line
        if reason := wrong(token, depth):
            raise refuse(line, reason)
        depth += token.nesting if token.type.endswith("_list_open") or token.type.endswith("_list_close") else 0
        paragraphs = 0 if token.type == "list_item_open" else paragraphs + (token.type == "paragraph_open")
        if depth and token.type == "paragraph_open" and paragraphs > 1:
            raise refuse(line, "a point of a list is one paragraph")
        if token.type == "inline":
            yield from inline(token.children or [], line, refuse)
        elif not (depth and token.type.startswith("paragraph")):
            yield BLOCKS[token.type]


def wrong(token: Token, depth: int) -> str:
    """Why a block may not stand here; empty when it may."""
    if token.type != "inline" and token.type not in BLOCKS:
        return REASONS.get(token.type, f"this is not used here: {token.type.replace('_', ' ')}")
    if token.type == "heading_open" and (token.tag != "h3" or depth):
        return "inside a text only ### headings are used, outside lists"
    if token.type.endswith("_list_open") and depth:
        return "a list inside a list is not used here"
    if token.type == "ordered_list_open" and token.attrGet("start") not in {None, 1}:
        return "a numbered list begins with 1"
    return ""


def inline(tokens: list[Token], line: int, refuse: Refuse) -> Iterator[str]:
    for token in tokens:
        if token.type == "text":
            yield html.escape(token.content, quote=False)
        elif token.type == "link_open":
            yield link(token, line, refuse)
        elif token.type in INLINE:
            line += token.type == "softbreak"
            yield INLINE[token.type]
        else:
            raise refuse(line, REASONS.get(token.type, f"this is not used here: {token.type.replace('_', ' ')}"))


def link(token: Token, line: int, refuse: Refuse) -> str:
    address = str(token.attrGet("href") or "")
    if urlsplit(address).scheme not in SCHEMES:
        raise refuse(line, "a link goes to https:, mailto: or tel:")
    if token.attrGet("title"):
        raise refuse(line, "a link has no title in quotation marks")
    return f'<a href="{html.escape(address)}">'
