"""The newest text of each of somebody's own logs, opened for themselves in batches: for searching, counting and taking along."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef, Subquery

from accounts import reading
from exercises.answers import Answers, decode
from exercises.models import Log, LogQuerySet, LogVersion
from programme.models import Enrolment, ExerciseVersion

# How many texts lie open at once.
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One log with its newest text. `answers` is None where the text cannot be opened."""

    log: Log
    version: LogVersion
    answers: Answers | None

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The questions as they were shown."""
        return list(self.version.exercise_version.fields)


def opened(enrolment: Enrolment, logs: LogQuerySet, now: datetime, most: int | None = None, which: str = "newest") -> Iterator[Entry]:
    """The own logs among `logs`, in their order, the first `most` of them: a log of anybody else is never opened. One
    query, and two for each batch of 500. `which` says which text: the `newest`, or the `shared_version`.

    `enrolment.client` is who reads; the enrolment comes from `programme.access.own_enrolment`.
    """
    newest = LogVersion.objects.filter(log=OuterRef("pk")).order_by("-number").values("uuid")
    mine = logs.of(enrolment).annotate(newest=Subquery(newest[:1]))
    # Ids alone: thousands of texts are not read to look at the first few.
    rows = [row for row in mine.values_list(which, flat=True)[:most] if row]
    shown: dict[int, ExerciseVersion] = {}
    for start in range(0, len(rows), BATCH):
        versions = found(enrolment, rows[start : start + BATCH], shown)
        texts = reading.read(enrolment.client, versions, "own log", now)
        for version, text in zip(versions, texts, strict=True):
            yield Entry(version.log, version, None if text is None else decode(text))


def found(enrolment: Enrolment, batch: Sequence[UUID], shown: dict[int, ExerciseVersion]) -> list[LogVersion]:
    """These texts in this order. Questions are read once for all that were asked alike: `shown` remembers them."""
    rows = LogVersion.objects.select_related("log__exercise", "log__week").defer(
        "log__exercise__fields", "log__exercise__intro", "log__week__body", "log__week__placed", "shared"
    )
    versions = rows.in_bulk(list(batch))
    wanting = {version.exercise_version_id for version in versions.values()} - set(shown)
    shown |= ExerciseVersion.objects.in_bulk(wanting) if wanting else {}
    for version in versions.values():
        version.log.enrolment = enrolment
        version.exercise_version = shown[version.exercise_version_id]
    return [versions[row] for row in batch if row in versions]
