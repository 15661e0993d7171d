"""What a person reads on a page: its text without the markup, in one line."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.test.utils import CaptureQueriesContext


def read(response) -> str:
    """The words inside <main>."""
    page = response.content.decode()
    inside = re.search(r"<main\b.*?</main>", page, re.DOTALL)
    return words(inside.group() if inside else page)


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def hidden(response, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no hidden field {name}"
    return html.unescape(found.group(1))


@contextmanager
def counted(limit: int) -> Iterator[None]:
    """Fails when the block asks both databases together more than `limit` questions."""
    with CaptureQueriesContext(connections["default"]) as texts, CaptureQueriesContext(connections["keyring"]) as keys:
        yield
    asked = [*texts.captured_queries, *keys.captured_queries]
    assert len(asked) <= limit, "\n".join(query["sql"][:200] for query in asked)
