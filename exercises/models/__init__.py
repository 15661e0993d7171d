"""What a client wrote and what the coach answered, sealed from the first row."""

from exercises.models.answered import AnswerBack, ReviewReply, Transcript, Voice
from exercises.models.given import Assignment, Practised
from exercises.models.letter import Letter
from exercises.models.log import DUE, Log, LogQuerySet, LogVersion, Why
from exercises.models.review import Review, ReviewQuerySet

__all__ = [
    "DUE",
    "AnswerBack",
    "Assignment",
    "Letter",
    "Log",
    "LogQuerySet",
    "LogVersion",
    "Practised",
    "Review",
    "ReviewQuerySet",
    "ReviewReply",
    "Transcript",
    "Voice",
    "Why",
]
