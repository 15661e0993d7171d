"""One client's week on one page: what was shared, what was answered before, and the answer in the making."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from exercises import reading
from exercises.access import shared_logs
from exercises.models import Log, LogVersion, Review
from exercises.wording import Answered, opened
from programme.models import Enrolment, Week

PURPOSE = "answer"


@dataclass(frozen=True, slots=True)
class Shared:
    """One shared log with its questions and answers; None where the text cannot be opened."""

    log: Log
    version: LogVersion
    answers: list[Answered] | None
    answered: bool


@dataclass(frozen=True, slots=True)
class Answer:
    review: Review
    text: str | None


@dataclass(frozen=True, slots=True)
class ClientWeek:
    """`earlier` are the published answers of the whole programme, the newest first."""

    shared: list[Shared]
    earlier: list[Answer]
    draft: Answer | None
    in_draft: frozenset[UUID]

    @property
    def unanswered(self) -> list[Shared]:
        return [each for each in self.shared if not each.answered]

    @property
    def promised_at(self) -> datetime | None:
        """The first promise of what waits, in UTC."""
        return min((each.log.promised_at for each in self.unanswered if each.log.promised_at), default=None)

    def suggested(self) -> set[UUID]:
        """The shared texts that an answer covers unless the coach chooses otherwise: those of the draft and what came
        after it; without a draft all that wait."""
        waiting = self.unanswered
        if self.draft and self.in_draft:
            since = self.draft.review.drafted_at
            waiting = [each for each in waiting if each.log.pk in self.in_draft or (each.log.visible_at or since) > since]
        return {each.version.pk for each in waiting}


def gather(member: User, enrolment: Enrolment, week: Week, now: datetime) -> ClientWeek:
    """Open all texts of the page at once: one record of access a page. Raises vault.NotReadable."""
    logs = [log for log in shared_logs(member, enrolment, week, now) if log.shared_version]
    versions = [log.shared_version for log in logs if log.shared_version]
    reviews = list(Review.objects.of(enrolment).published().select_related("author", "week").order_by("-published_at"))
    draft = Review.objects.of(enrolment).drafts().in_week(week).prefetch_related("logs").first()
    written = [*reviews, *([draft] if draft else [])]
    for review in written:
        review.enrolment = enrolment
    texts = reading.read(member, [*versions, *written], PURPOSE, now)
    shared = [
        Shared(log, version, opened(version.exercise_version.fields, text), log.answered)  # type: ignore[attr-defined]
        for log, version, text in zip(logs, versions, texts, strict=False)
    ]
    answers = [Answer(review, text) for review, text in zip(written, texts[len(versions) :], strict=True)]
    return ClientWeek(
        shared=shared,
        earlier=answers[: len(reviews)],
        draft=answers[-1] if draft else None,
        in_draft=frozenset(log.pk for log in draft.logs.all()) if draft else frozenset(),
    )
