"""What the office can do for one person, each as one small form. The same deeds serve several people at once (`together`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import address
from accounts.models import User
from accounts.refusal import Refused
from billing import stopping
from billing.models import Order, Withdrawal
from billing.payments import order_of
from programme import care, extension, handover, invitation
from programme import enrolment as whole
from programme.cover import set_cover
from programme.models import RUNNING, CareKind, Enrolment, Pause, Status
from programme.reasons import OfficeReason
from programme.release import note
from studio.office.forms import FURTHEST_DAYS, CoachField, DateInput, within_reach

Words = str | Promise
BEGINNING: Final = {Status.INVITED, Status.PENDING}


class DeedForm(forms.Form):
    """`enrolment` is whom it is about; None for several people at once."""

    use_required_attribute = False

    def __init__(self, *args: Any, enrolment: Enrolment | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enrolment, self.today = enrolment, today


class WithReason(DeedForm):
    reason = forms.ChoiceField(label=_("Why"), choices=OfficeReason)


class AddressForm(DeedForm):
    email = forms.EmailField(label=_("The right address"), max_length=address.LONGEST, widget=forms.EmailInput({"class": "input"}))


class CoachForm(WithReason):
    coach = CoachField(empty_label=None)
    field_order = ["coach", "reason"]


class CoverForm(DeedForm):
    through_week = forms.IntegerField(
        label=_("Arranged through week"), min_value=0, max_value=12, initial=12, help_text=_("12 is the whole programme; 0 takes it back.")
    )


class StartForm(WithReason):
    starts_on = forms.DateField(label=_("New first day"), widget=DateInput())
    field_order = ["starts_on", "reason"]

    def clean_starts_on(self) -> date:
        return within_reach(self.cleaned_data["starts_on"], self.today)


class PauseForm(DeedForm):
    """What somebody is ill with, or needs rest from, is not the office's: the reasons here are of the calendar."""

    starts_on = forms.DateField(label=_("First day of the pause"), widget=DateInput())
    ends_on = forms.DateField(label=_("First day back"), widget=DateInput())
    reason = forms.ChoiceField(
        label=_("Why"), choices=[(reason.value, reason.label) for reason in (Pause.Reason.HOLIDAY, Pause.Reason.TALKED, Pause.Reason.OTHER)]
    )

    def clean_starts_on(self) -> date:
        return within_reach(self.cleaned_data["starts_on"], self.today)

    def clean_ends_on(self) -> date:
        return within_reach(self.cleaned_data["ends_on"], self.today + timedelta(days=FURTHEST_DAYS))


class UntilForm(WithReason):
    until = forms.DateField(label=_("Open until"), widget=DateInput(), help_text=_("From this day on the programme may end by itself."))
    field_order = ["until", "reason"]


class EndForm(WithReason):
    """`shown` is the refund in cents that the page showed: for another one nothing ends."""

    shown = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CareForm(WithReason):
    care_kind = forms.ChoiceField(label=_("Care or coaching"), choices=CareKind)
    field_order = ["care_kind", "reason"]


def correct_address(*, enrolment: Enrolment, email: str, by: User, now: datetime) -> None:
    address.correct(user=enrolment.client, new_email=email, by=by, now=now)
    note(enrolment, "address corrected", by=by, now=now)
    invitation.mail_to_new_address(enrolment=enrolment, by=by, now=now)


def hand_over(*, enrolment: Enrolment, coach: User, reason: str, by: User, now: datetime) -> None:
    handover.hand_over(enrolment=enrolment, to=coach, reason=reason, by=by, now=now)


def cover(*, enrolment: Enrolment, through_week: int, by: User, now: datetime) -> None:
    """Somebody who said yes and waited for this begins at once."""
    set_cover(enrolment=enrolment, source="office", through_week=through_week, now=now, by=by)
    enrolment.refresh_from_db()
    if enrolment.status == Status.PENDING and enrolment.covered_through:
        whole.activate(enrolment=enrolment, by=by, now=now)


def change_kind(*, enrolment: Enrolment, care_kind: str, reason: str, by: User, now: datetime) -> None:
    """Not once it is ordered: what was agreed to, with its VAT, is for what it was."""
    if order_of(enrolment):
        raise Refused(_("This is ordered already, and stays as it was agreed."))
    care.change_care_kind(enrolment=enrolment, care_kind=care_kind, reason=reason, by=by, now=now)


def resume(*, enrolment: Enrolment, by: User, now: datetime) -> None:
    """The pause that is now, or else the next one."""
    pause = enrolment.pauses.filter(ends_on__gt=enrolment.local_day(now)).order_by("starts_on").first()
    if pause is None:
        raise Refused(_("There is no pause now or ahead."))
    whole.resume(enrolment=enrolment, pause=pause, by=by, now=now)


def move_start(*, enrolment: Enrolment, starts_on: date, reason: str, by: User, now: datetime) -> None:
    if enrolment.starts_on == starts_on:
        raise Refused(_("It begins on that day already."))
    whole.restart(enrolment=enrolment, starts_on=starts_on, reason=reason, by=by, now=now)


def end_programme(*, enrolment: Enrolment, shown: int | None, reason: str, by: User, now: datetime) -> None:
    stopping.end_by_office(enrolment=enrolment, shown=-1 if shown is None else shown, reason=reason, by=by, now=now)


@dataclass(frozen=True, slots=True)
class Ending:
    """What ending a programme means, as the office reads it before it does so."""

    order: Order | None
    ends: stopping.Terms


def ending(enrolment: Enrolment, now: datetime) -> Ending:
    order = order_of(enrolment)
    return Ending(order, stopping.terms(enrolment, order, now, Withdrawal.Kind.OFFICE))


@dataclass(frozen=True, slots=True)
class Deed:
    """`act` takes the enrolment, the form's fields, `by` and `now`; it raises Refused. `fits` says for which states it is offered,
    `means` what it does with money."""

    title: Words
    about: Words
    button: Words
    form: type[DeedForm]
    act: Callable[..., object]
    fits: Callable[[Enrolment], bool]
    careful: bool = False
    means: Callable[[Enrolment, datetime], Ending] | None = None


def in_state(*states: str) -> Callable[[Enrolment], bool]:
    return lambda enrolment: enrolment.status in states


def may_be_invited_again(enrolment: Enrolment) -> bool:
    never_in = enrolment.status == Status.ACTIVE and enrolment.client.last_login is None
    return enrolment.status == Status.INVITED or never_in


def never_logged_in(enrolment: Enrolment) -> bool:
    return enrolment.client.last_login is None and enrolment.client.is_active


DEEDS: Final[dict[str, Deed]] = {
    "opnieuw": Deed(
        _("Invite again"),
        _("The mail goes out once more, and an invitation holds for fourteen new days."),
        _("Send the mail again"),
        DeedForm,
        invitation.renew,
        may_be_invited_again,
    ),
    "adres": Deed(
        _("Correct the address"),
        _("Only while nobody has logged in with it. The mail that went to the wrong address goes to the right one at once."),
        _("Correct and send again"),
        AddressForm,
        correct_address,
        never_logged_in,
    ),
    "start": Deed(
        _("Move the first day"),
        _("Weeks that have not opened move along. What is open stays open."),
        _("Move the first day"),
        StartForm,
        move_start,
        in_state(*RUNNING),
    ),
    "pauze": Deed(
        _("Pause"),
        _("Weeks that have not opened move along. What is open stays open, and there are no reminders."),
        _("Pause"),
        PauseForm,
        whole.pause,
        in_state(Status.ACTIVE),
    ),
    "hervatten": Deed(
        _("End the pause"),
        _("Today becomes the first day back. A pause that is still ahead is taken away."),
        _("End the pause"),
        DeedForm,
        resume,
        lambda enrolment: enrolment.status == Status.ACTIVE and enrolment.pauses.exists(),
    ),
    "begeleider": Deed(
        _("Hand over to somebody else"),
        _("From this moment the new one reads what is shared and answers; the former sees nothing any more. A mail says so."),
        _("Hand over"),
        CoachForm,
        hand_over,
        in_state(*RUNNING, Status.COMPLETED),
        careful=True,
    ),
    "geregeld": Deed(
        _("Arrange the payment without an invoice"),
        _("For a scholarship, or for what is paid elsewhere. Who said yes and waited for this begins at once."),
        _("Arrange"),
        CoverForm,
        cover,
        in_state(*RUNNING),
    ),
    "verlengen": Deed(
        _("Give more time"),
        _("The programme stays open after its twelfth week. Who has completed it can go on until this day."),
        _("Give more time"),
        UntilForm,
        extension.extend,
        in_state(Status.ACTIVE, Status.COMPLETED),
    ),
    "soort": Deed(
        _("Care or coaching"),
        _("It can be changed until it is ordered, or somebody begins. They read it on their own page."),
        _("Change"),
        CareForm,
        change_kind,
        in_state(*BEGINNING),
    ),
    "stoppen": Deed(
        _("Stop the programme"),
        _("What has opened stays readable; weeks that have not opened are taken away. This cannot be undone."),
        _("Stop the programme"),
        EndForm,
        end_programme,
        in_state(*RUNNING),
        careful=True,
        means=ending,
    ),
}
# What also serves several people at once.
TOGETHER: Final = ("opnieuw", "pauze", "start")
