"""The one practice and its settings."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.zones import validate_zone


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


# The order of the help card. A number may be empty: then the sentence alone helps.
HELP = [
    ("112", "Ben je nu niet veilig, of is iemand anders dat niet.", "You or someone else is in danger now.", True),
    (
        "113",
        "Gedachten aan zelfdoding. Bel, of chat op 113.nl. Dag en nacht, anoniem.",
        "Thoughts of suicide. Call, or chat at 113.nl. Day and night, anonymous.",
        False,
    ),
    (
        "0800-2000",
        "Veilig Thuis. Bij dwang, dreiging of geweld thuis, ook als je twijfelt.",
        "Veilig Thuis. Coercion, threats or violence at home, also when in doubt.",
        False,
    ),
    (
        "088 0767 000",
        "De Luisterlijn. Iemand om mee te praten, ook ’s nachts.",
        "De Luisterlijn. Somebody to talk to, also at night.",
        False,
    ),
    (
        "",
        "Je eigen huisarts, ’s avonds en in het weekend de huisartsenpost.",
        "Your own GP; in the evening and at weekends the out-of-hours GP.",
        False,
    ),
]


def help_numbers() -> list[dict[str, str | bool]]:
    """The practice's help numbers: `number`, what for in `nl` and `en`, and whether it is for `acute` danger."""
    return [{"number": number, "nl": nl, "en": en, "acute": acute} for number, nl, en, acute in HELP]


class Practice(models.Model):
    """The settings of the practice: one row. Hours are local to `zone`; weeks, days and counts are whole numbers."""

    name = models.CharField(_("name"), max_length=120, default="Praktijk")
    mail_sender = models.CharField(_("name above mails"), max_length=60, default="Je portaal")
    office_email = models.EmailField(_("address of the office"), blank=True)
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Amsterdam", validators=[validate_zone])
    hours = models.CharField(_("working hours, as clients read them"), max_length=200, blank=True)
    start_weekday = models.PositiveSmallIntegerField(_("programmes start on"), choices=Weekday, default=Weekday.MONDAY)
    start_notice_days = models.PositiveSmallIntegerField(_("days between enrolling and starting"), default=3)
    opening_hour = models.PositiveSmallIntegerField(_("weeks open at (hour)"), default=7, validators=[MaxValueValidator(23)])
    answer_weekday = models.PositiveSmallIntegerField(_("answer day"), choices=Weekday, default=Weekday.WEDNESDAY)
    answer_hour = models.PositiveSmallIntegerField(_("answers before (hour)"), default=18, validators=[MaxValueValidator(23)])
    cutoff_weekday = models.PositiveSmallIntegerField(_("for what was shared until"), choices=Weekday, default=Weekday.MONDAY)
    cutoff_hour = models.PositiveSmallIntegerField(_("until (hour)"), default=20, validators=[MaxValueValidator(23)])
    first_answer_working_days = models.PositiveSmallIntegerField(_("working days to the first answer"), default=2)
    pause_weeks_at_once = models.PositiveSmallIntegerField(_("weeks a client may pause at once"), default=3)
    pause_times = models.PositiveSmallIntegerField(_("times a client may pause"), default=2)
    pause_weeks_in_all = models.PositiveSmallIntegerField(_("weeks a client may pause in all"), default=4)
    quiet_from = models.TimeField(_("no mail from"), default=time(21, 0))
    quiet_until = models.TimeField(_("no mail until"), default=time(7, 30))
    night_from = models.TimeField(_("what is shared from here on waits for the morning"), default=time(21, 0))
    night_until = models.TimeField(_("the night ends"), default=time(7, 0))
    night_visible_at = models.TimeField(_("and is visible from"), default=time(9, 0))
    letters_at = models.TimeField(_("an answer written outside hours arrives at"), default=time(8, 30))
    second_answer_weekday = models.PositiveSmallIntegerField(_("a second answer day"), choices=Weekday, null=True, blank=True)
    second_cutoff_weekday = models.PositiveSmallIntegerField(
        _("for what was shared until (second day)"), choices=Weekday, null=True, blank=True
    )
    message_working_days = models.PositiveSmallIntegerField(_("working days to the answer to a message"), default=2)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    kvk_number = models.CharField(_("KvK number"), max_length=8, blank=True)
    vat_id = models.CharField(_("VAT id"), max_length=14, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    registrations = models.JSONField(_("numbers of registers, each with its name"), default=dict, blank=True)
    bookkeeping_email = models.EmailField(_("address for the bookkeeping"), blank=True)
    invoices_elsewhere = models.BooleanField(_("the practice makes its invoices itself"), default=False)
    terms_url = models.CharField(_("page with your terms"), max_length=300, blank=True, default="", validators=[URLValidator(["https"])])
    help_numbers = models.JSONField(_("help numbers"), default=help_numbers)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_practice")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Practice":
        """The practice, with its defaults where nobody saved it yet. Writes nothing."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def local_day(self, now: datetime) -> date:
        """The day it is on the practice's own clock."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def next_start(self, today: date, notice_days: int | None = None) -> date:
        """The first day of the week on which programmes start that leaves the practice's days of notice, or these."""
        earliest = today + timedelta(days=self.start_notice_days if notice_days is None else notice_days)
        return earliest + timedelta(days=(self.start_weekday - earliest.weekday()) % 7)
