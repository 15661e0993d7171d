"""The little HTML that weeks and exercises are written in: what may be shown, what only the editor sees, and its fingerprint."""

import hashlib
import json
import re
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {"p", "h3", "b", "strong", "i", "em", "ul", "ol", "li", "a", "br"}
SCHEMES = {"https", "http", "mailto", "tel"}
EDITORS_KEY = re.compile(r' data-block-key="[^"]*"')


def shown(html: str) -> SafeString:
    """What may be shown of a text, whoever wrote it and whatever was done to it: everything else falls out here."""
    allowed = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener noreferrer")
    return mark_safe(allowed)  # noqa: S308 - nh3 has just let through the tags above and nothing else


def sha256_of(content: dict[str, Any]) -> str:
    """Of a text as plain data. Sorted, so that the same content has the same hash in whatever order it was put together."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def bare(html: str) -> str:
    """A text without the keys that the editor gives each paragraph: two texts that read the same are equal."""
    return EDITORS_KEY.sub("", html)
