"""One client's week on one page: what was shared, what was answered before, and the answer in the making."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from exercises import figures, whole
from exercises.access import shared_logs
from exercises.figures import Figures
from exercises.models import Log, LogVersion, Review
from exercises.whole import Whole
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
class ClientWeek:
    """`earlier` are the answers of the whole programme that arrived, the newest first; `under_way` is finished and arrives later.

    `figures` says whether the client lets their figures be seen, `private` those of what they keep for themselves.
    """

    shared: list[Shared]
    earlier: list[Whole]
    under_way: Whole | None
    draft: Whole | None
    in_draft: frozenset[UUID]
    figures: bool
    private: list[Figures]

    @property
    def unanswered(self) -> list[Shared]:
        return [each for each in self.shared if not each.answered]

    @property
    def promised_at(self) -> datetime | None:
        """The first promise of what waits, in UTC."""
        return min((each.log.answer_by for each in self.unanswered if each.log.answer_by), default=None)

    @property
    def why(self) -> str:
        """Why that promise has a new day; empty when it has none."""
        first = min((each.log for each in self.unanswered if each.log.answer_by), key=lambda log: str(log.answer_by), default=None)
        return first.repromised_why if first else ""

    @property
    def answered_back(self) -> Whole | None:
        """The latest answer that arrived, when the client said something back to it."""
        return self.earlier[0] if self.earlier and self.earlier[0].back else None

    def suggested(self) -> set[UUID]:
        """The shared texts that an answer covers unless the coach chooses otherwise: those of the draft and what came
        after it; without a draft all that wait."""
        waiting = self.unanswered
        if self.draft and self.in_draft:
            since = self.draft.review.drafted_at
            waiting = [each for each in waiting if each.log.pk in self.in_draft or (each.log.visible_at or since) > since]
        return {each.version.pk for each in waiting}

    def replies(self) -> dict[UUID, str]:
        """What the draft says under single logs, by the shared text that the page shows."""
        return {each.version.pk: self.draft.reply_to(each.log.pk) for each in self.unanswered} if self.draft else {}


def gather(member: User, enrolment: Enrolment, week: Week, now: datetime) -> ClientWeek:
    """Open all texts of the page at once: one record of access a page, and one for figures. Raises vault.NotReadable."""
    logs = [log for log in shared_logs(member, enrolment, week, now) if log.shared_version]
    versions = [log.shared_version for log in logs if log.shared_version]
    reviews = list(Review.objects.of(enrolment).published().select_related("author", "week").order_by("-published_at"))
    # One at most: the database keeps a second draft of a week out.
    draft = Review.objects.of(enrolment).drafts().in_week(week).prefetch_related("logs").first()
    written = [*reviews, *([draft] if draft else [])]
    for review in written:
        review.enrolment = enrolment
    wholes, texts = whole.read(member, written, PURPOSE, now, beside=versions)
    may_see = figures.allowed(enrolment.client)
    shared = [
        Shared(log, version, opened(version.exercise_version.fields, text, figures=may_see), log.answered)  # type: ignore[attr-defined]
        for log, version, text in zip(logs, versions, texts, strict=True)
    ]
    published = wholes[: len(reviews)]
    return ClientWeek(
        shared=shared,
        earlier=[each for each in published if arrived(each, now)],
        under_way=next((each for each in published if not arrived(each, now) and each.review.week_id == week.pk), None),
        draft=wholes[-1] if draft else None,
        in_draft=frozenset(log.pk for log in draft.logs.all()) if draft else frozenset(),
        figures=may_see,
        private=figures.private(member, enrolment, week, now) if may_see else [],
    )


def arrived(answer: Whole, now: datetime) -> bool:
    return answer.review.published_at is not None and answer.review.published_at <= now
