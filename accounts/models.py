"""People, the one practice, who cares for whom, and the record of who read what."""

from datetime import date, datetime, time
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.sealed import KeyKind, SealedText
from accounts.zones import validate_zone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, **fields: Any) -> "User":
        """A person who signs in by mailed code or passkey: no password is ever needed."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Clients are people without a role; one person may be both coach and office."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    subject = models.UUIDField(default=uuid4, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=5, choices=[("nl", "Nederlands"), ("en", "English")], default="nl")
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Amsterdam", validators=[validate_zone])
    is_coach = models.BooleanField(_("coach"), default=False)
    is_office = models.BooleanField(_("office"), default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_user_an_address")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_staff(self) -> bool:
        """Works for the practice: must use a second factor."""
        return self.is_coach or self.is_office or self.is_superuser

    def get_full_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def last_name(self) -> str:
        return self.name.partition(" ")[2]


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


class RelationQuerySet(models.QuerySet["Relation"]):
    def active(self, now: datetime) -> Self:
        return self.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=now), starts_at__lte=now)

    def of_member(self, member: User) -> Self:
        return self.filter(member=member)

    def of_client(self, client: User) -> Self:
        return self.filter(client=client)


class Relation(models.Model):
    """Who cares for whom, and since when: the only truth about it."""

    class Role(models.TextChoices):
        COACH = "coach", _("coach")
        COVER = "cover", _("stands in")

    client = models.ForeignKey(User, models.CASCADE, related_name="carers")
    member = models.ForeignKey(User, models.PROTECT, related_name="clients")
    role = models.CharField(max_length=5, choices=Role, default=Role.COACH)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "member", "role"], condition=models.Q(ends_at=None), name="one_relation_at_a_time"),
            models.CheckConstraint(condition=~models.Q(client=models.F("member")), name="nobody_cares_for_themselves"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AccessRecord(models.Model):
    """Who opened whose texts, when and why. Append-only by database triggers; holds ids, never a word or a title."""

    class Action(models.TextChoices):
        READ = "read", _("read")
        DENIED = "denied", _("denied")
        SHARE = "share", _("share")
        UNSHARE = "unshare", _("unshare")
        EXPORT = "export", _("export")
        VIEW_AS = "view as", _("looked as the client")
        KEY_DESTROYED = "key destroyed", _("key destroyed")

    actor = models.UUIDField(db_index=True)
    subject = models.UUIDField(db_index=True)
    action = models.CharField(max_length=20, choices=Action)
    purpose = models.CharField(max_length=40)
    rows = models.JSONField(default=list)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Situation(models.Model):
    """Whether somebody is in a relationship, as they say themselves: for their own eyes, so sealed under their own key."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.OneToOneField(User, models.CASCADE, related_name="situation")
    sealed = models.BinaryField(editable=False)

    def __str__(self) -> str:
        return str(self.uuid)

    def readable_by(self, actor: User, now: datetime) -> bool:
        return actor.pk == self.person_id

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText("accounts_situation.sealed", self.person.subject, self.uuid, KeyKind.OWN, self.sealed)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def of(self, user: User) -> Self:
        return self.filter(user=user)


class Consent(models.Model):
    """What somebody agreed to, to which version of its text, and when; and when they took it back. Never ticked for them."""

    user = models.ForeignKey(User, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20)
    text_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "purpose"], condition=models.Q(withdrawn_at=None), name="one_consent_a_purpose")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def waiting(self) -> Self:
        return self.filter(applied_at=None, stopped_at=None)

    def due(self, now: datetime) -> Self:
        return self.waiting().filter(takes_effect_at__lte=now)


class AddressChange(models.Model):
    """A new address that a person asked for: both addresses are told, either stops it, 72 hours later it holds."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="address_changes")
    new_email = models.EmailField()
    requested_at = models.DateTimeField()
    takes_effect_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(applied_at=None, stopped_at=None), name="one_address_change_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def of(self, member: User) -> Self:
        return self.filter(member=member)

    def ahead(self, day: date) -> Self:
        """Running on `day` or still to come, the first one first."""
        return self.filter(ends_on__gt=day).order_by("starts_on", "pk")

    def on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gt=day)

    def spans(self) -> list[tuple[date, date]]:
        """As `accounts.working_days` takes them."""
        return list(self.values_list("starts_on", "ends_on"))


class Absence(models.Model):
    """Days on which somebody who works here is away, half-open: `ends_on` is the first day back."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("holiday")
        ILL = "ill", _("ill")

    member = models.ForeignKey(User, models.CASCADE, related_name="absences")
    starts_on = models.DateField(_("first day away"))
    ends_on = models.DateField(_("first day back"))
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.HOLIDAY)
    made_at = models.DateTimeField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(starts_on__lt=models.F("ends_on")), name="an_absence_has_days"),
        ]
        indexes: ClassVar = [models.Index(fields=["member", "ends_on"], name="absences_of_a_member")]

    def __str__(self) -> str:
        return str(self.pk)


class OfficeDeed(models.Model):
    """What somebody of the office did that is about no enrolment. Append-only by database triggers; holds settings, roles and
    numbers, never a client's word."""

    kind = models.CharField(max_length=24)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    about = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.pk)
