"""The tables of the programme: what it contains, who follows it, and when each week opens."""

from programme.models.bookmark import Bookmark
from programme.models.content import Exercise, ExerciseVersion, Programme, Theme, Week, WeekExercise
from programme.models.enrolment import READ_AFTER, RUNNING, WRITTEN_AFTER, CareKind, Change, Cover, Enrolment, Pause, Status
from programme.models.feed import CalendarFeed
from programme.models.release import Block, Release, Sweep
from programme.models.sound import AudioClip, WeekMedia

__all__ = [
    "READ_AFTER",
    "RUNNING",
    "WRITTEN_AFTER",
    "AudioClip",
    "Block",
    "Bookmark",
    "CalendarFeed",
    "CareKind",
    "Change",
    "Cover",
    "Enrolment",
    "Exercise",
    "ExerciseVersion",
    "Pause",
    "Programme",
    "Release",
    "Status",
    "Sweep",
    "Theme",
    "Week",
    "WeekExercise",
    "WeekMedia",
]
