"""The kinds of notices. Apps above register theirs in their `AppConfig.ready`; delivery looks them up here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise

if TYPE_CHECKING:
    from accounts.models import User
    from notices.models import Notice

    Wanted = Callable[["Notice"], bool]
    Details = Callable[["Notice"], dict[str, object]]
    Address = Callable[["Notice"], str]
    Attachments = Callable[["Notice"], list[tuple[str, bytes, str]]]


def always(notice: "Notice") -> bool:
    return True


def nothing(notice: "Notice") -> dict[str, object]:
    return {}


def no_files(notice: "Notice") -> list[tuple[str, bytes, str]]:
    return []


def their_own(notice: "Notice") -> str:
    return notice.recipient.email


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of notice is told.

    `wanted` is asked again at sending: False drops it. `details` gives the mail's template its facts (a number, a date,
    an address on this site; never a title or a word of anyone's). What was sealed reaches the template as `code`.
    `address` is where its mail goes, if not to the person's own address. `attachments` are files for the
    practice's own bookkeeping (name, bytes, media type), never for a client. `label` is the name of its switch; without one
    it cannot be muted. `urgent` mail ignores quiet hours; `capped` mail counts for, and obeys, one a day and two a week.
    `on_sunday` may go on a Sunday, as urgent mail may. `from_office` mail says so, and an answer to it reaches the office.
    `of_client` is for who cares for a client: its `about` begins with an enrolment's id, and it goes when that relation ends.
    `to_coach` mail goes to who cares for people, all other mail with a switch to clients.
    `goes_along` is what a client asked: it waits for an answer of whoever cares for them next.
    """

    name: str
    wanted: "Wanted" = field(default=always)
    details: "Details" = field(default=nothing)
    address: "Address" = field(default=their_own)
    attachments: "Attachments" = field(default=no_files)
    label: "str | Promise | None" = None
    urgent: bool = False
    capped: bool = True
    on_sunday: bool = False
    from_office: bool = False
    of_client: bool = False
    to_coach: bool = False
    goes_along: bool = False

    @property
    def template(self) -> str:
        return f"notices/{self.name}"


KINDS: Final[dict[str, Kind]] = {}


def register(kind: Kind) -> None:
    """Raises ValueError when the name is taken."""
    if KINDS.get(kind.name, kind) != kind:
        raise ValueError(f"the kind {kind.name} is registered twice")
    KINDS[kind.name] = kind


def capped() -> list[str]:
    """The names of the kinds that count for the cap."""
    return [kind.name for kind in KINDS.values() if kind.capped]


def urgent() -> list[str]:
    """The names of the kinds that go before all others, at any hour."""
    return [kind.name for kind in KINDS.values() if kind.urgent]


def switches(person: "User") -> list[Kind]:
    """The kinds that a person can switch off: of those only what this person may ever get."""
    return [kind for kind in KINDS.values() if kind.label and (person.is_coach if kind.to_coach else not person.is_staff)]
