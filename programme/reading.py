"""The pieces of a week, ready to be read: rendered once for each publication, the same for everybody."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.utils.safestring import SafeString
from wagtail.rich_text import expand_db_html

from programme.markup import shown
from programme.models import Week

A_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a week. `kind` is reading, practice or notice; `minutes` may be unknown; `audience` is everyone, couple or solo."""

    id: str
    kind: str
    title: str
    minutes: int | None
    core: bool
    audience: str
    html: SafeString


def pieces(week: Week, audience: str = "") -> list[Piece]:
    """The pieces of a published week in their order; with an `audience` (couple or solo) those of the other left out.

    Kept by the moment of publication, so a page that fetched the week without its `body` costs no rendering at all.
    """
    found = kept(week) if week.last_published_at else rendered(week)
    return [piece for piece in found if not audience or piece.audience in {"everyone", audience}]


def kept(week: Week) -> list[Piece]:
    key = f"week:{week.pk}:{week.last_published_at:%Y%m%d%H%M%S%f}"
    found: list[Piece] | None = caches["rendered"].get(key)
    if found is None:
        found = rendered(week)
        caches["rendered"].set(key, found, A_DAY)
    return found


def rendered(week: Week) -> list[Piece]:
    """The pieces as the week stands in memory, from no cache: for previews."""
    return [piece(block) for block in week.body]


def piece(block: Any) -> Piece:
    value = block.value
    return Piece(
        id=str(block.id or ""),
        kind=block.block_type,
        title=value["title"] or "",
        minutes=value["minutes"],
        core=bool(value["core"]),
        audience=value["audience"] or "everyone",
        html=shown(expand_db_html(value["text"].source)),
    )
