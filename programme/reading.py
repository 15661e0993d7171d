"""The pieces of a week, ready to be read: rendered once for each publication, the same for everybody."""

import re
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from programme.markup import shown
from programme.models import AudioClip, Week

A_DAY = 24 * 3600
SUBHEADING = re.compile(r"<h3>(.*?)</h3>", re.DOTALL)
SECONDS = re.compile(r"\((\d+) s\)")
# At the end of a door's name: it touches tension on purpose, so it is for who is not high now.
LIGHT = re.compile(r"\s*\((?:lichte spanning|light tension)\)\s*$")
A_STEP = re.compile(r"<li>(.*?)</li>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a practice, in so many seconds; 0 where it takes as long as it takes."""

    html: SafeString
    seconds: int


@dataclass(frozen=True, slots=True)
class Door:
    """One way to do a practice. `seconds` is the sum of what its steps say, 0 where they say nothing; `steps` are its
    points in order, `before` what stands above them. A `light` one touches light tension on purpose."""

    title: SafeString
    html: SafeString
    seconds: int
    before: SafeString
    steps: tuple[Step, ...]
    light: bool = False

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded to the nearest; 0 below two minutes, which are told in seconds."""
        return 0 if self.seconds < 120 else round(self.seconds / 60)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a week. `kind` is reading, practice or notice; `minutes` may be unknown; `audience` is everyone, couple or solo.

    `doors` are the versions of a practice that has more than one; `opening` is what stands before them. `breath` offers
    a circle that follows the reader's own breath; `clip` is its sound.
    """

    id: str
    kind: str
    title: str
    minutes: int | None
    core: bool
    audience: str
    html: SafeString
    opening: SafeString
    doors: tuple[Door, ...]
    breath: bool = False
    clip: AudioClip | None = None

    @property
    def asks_tension(self) -> bool:
        """Whether how high somebody is decides which of its doors are offered."""
        return any(door.light for door in self.doors)


def pieces(week: Week, audience: str = "") -> list[Piece]:
    """The pieces of a published week in their order; with an `audience` (couple or solo) those of the other left out.

    Kept by the moment of publication, so a page that fetched the week without its `body` costs no rendering at all.
    """
    found = heard(week, kept(week) if week.last_published_at else rendered(week))
    return [piece for piece in found if not audience or piece.audience in {"everyone", audience}]


def heard(week: Week, found: list[Piece]) -> list[Piece]:
    """With the sound as it is now, words included, and without what the published week does not play."""
    if not any(piece.clip for piece in found):
        return found
    playing = {link.clip_id: link.clip for link in week.media.with_clips()}
    return [replace(piece, clip=playing.get(piece.clip.pk)) if piece.clip else piece for piece in found]


def kept(week: Week) -> list[Piece]:
    # Each publication has a key of its own, so nothing ever has to be thrown out.
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
    html = shown(expand_db_html(value["text"].source))
    opening, doors = divided(html) if block.block_type == "practice" else (html, ())
    return Piece(
        id=str(block.id or ""),
        kind=block.block_type,
        title=value["title"] or "",
        minutes=value["minutes"],
        core=bool(value["core"]),
        audience=value["audience"] or "everyone",
        html=html,
        opening=opening,
        doors=doors,
        breath=bool(value.get("breath")),
        clip=value.get("clip"),
    )


def divided(html: SafeString) -> tuple[SafeString, tuple[Door, ...]]:
    """A practice as what is said before it and its versions, one a subheading; undivided with fewer than two."""
    opening, *rest = SUBHEADING.split(html)
    if len(rest) < 4:  # a title and a text, twice
        return html, ()
    return safe(opening), tuple(door(title, text) for title, text in zip(rest[::2], rest[1::2], strict=True))


def door(title: str, html: str) -> Door:
    steps = tuple(step(text) for text in A_STEP.findall(html))
    before = re.split(r"<[ou]l>", html, maxsplit=1)[0] if steps else html
    name, light = LIGHT.subn("", title)
    return Door(safe(name), safe(html), sum(each.seconds for each in steps), safe(before), steps, light=bool(light))


def step(html: str) -> Step:
    """A point without the seconds that stand at its end: those are told by the player."""
    told = SECONDS.search(html)
    return Step(safe(SECONDS.sub("", html).strip()), int(told[1]) if told else 0)


def safe(part: str) -> SafeString:
    return mark_safe(part)  # noqa: S308 - cut between two elements out of what `shown` made safe
