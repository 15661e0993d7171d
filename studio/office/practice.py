"""The settings of the practice, in groups, each with what it does. A value that cannot be right is refused in a sentence."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Practice
from accounts.models.practice import Weekday
from accounts.zones import zone_names
from billing import registers

Words = str | Promise
HELP_LINES: Final = 12
# Title, what it is about, fields. A field that nobody named stands in the last group: none is ever out of reach.
GROUPS: Final[list[tuple[Words, Words, tuple[str, ...]]]] = [
    (
        gettext_lazy("Name and address"),
        gettext_lazy("The name stands on every page. The name above mails is what people see in their mailbox, so it is neutral."),
        ("name", "mail_sender", "office_email", "phone", "street", "postcode", "city", "hours", "zone"),
    ),
    (
        gettext_lazy("How a programme begins and opens"),
        gettext_lazy("Holds for who is invited from now on. Who is on their way keeps their own days and hour."),
        ("start_weekday", "start_notice_days", "opening_hour", "terms_url"),
    ),
    (
        gettext_lazy("Answers"),
        gettext_lazy("What is promised to people. A promise that was made stays as it was made."),
        (
            "answer_weekday",
            "answer_hour",
            "cutoff_weekday",
            "cutoff_hour",
            "second_answer_weekday",
            "second_cutoff_weekday",
            "first_answer_working_days",
            "message_working_days",
            "letters_at",
        ),
    ),
    (
        gettext_lazy("Pauses that people make themselves"),
        gettext_lazy("Beyond this it goes in consultation; who works here can pause for longer."),
        ("pause_weeks_at_once", "pause_times", "pause_weeks_in_all"),
    ),
    (
        gettext_lazy("Evening and night"),
        gettext_lazy("In quiet hours no mail leaves. What is shared at night waits for the morning."),
        ("quiet_from", "quiet_until", "night_from", "night_until", "night_visible_at"),
    ),
    (
        gettext_lazy("Money and registers"),
        gettext_lazy("Stands on invoices. A number of a register is shown where it is filled in."),
        ("kvk_number", "vat_id", "iban", "bookkeeping_email", "invoices_elsewhere", "registrations"),
    ),
    (
        gettext_lazy("Help numbers"),
        gettext_lazy(
            "On the help card of every page, in this order. One line each: number | Dutch | English. A ! before the number is for acute "
            "danger."
        ),
        ("help_numbers",),
    ),
]


class Lines(forms.CharField):
    """A setting that is kept as data, written as lines."""

    widget = forms.Textarea(attrs={"rows": 6})


class RegistrationsField(Lines):
    """ "AGB: 12345678" a line, kept as names and numbers."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{name}: {number}" for name, number in value.items()) if isinstance(value, dict) else value

    def clean(self, value: Any) -> dict[str, str]:
        found = {}
        for line in filled(super().clean(value)):
            name, sign, number = line.partition(":")
            if not (sign and name.strip() and number.strip()):
                raise forms.ValidationError(_("Write each register as its name, a colon and the number: AGB: 12345678."))
            found[name.strip()[:60]] = number.strip()[:60]
        return found


class HelpNumbersField(Lines):
    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{'!' if one.get('acute') else ''}{one['number']} | {one['nl']} | {one['en']}" for one in value)

    def clean(self, value: Any) -> list[dict[str, str | bool]]:
        found = [help_line(line) for line in filled(super().clean(value))]
        if not found or len(found) > HELP_LINES:
            raise forms.ValidationError(_("Between one and %(most)s lines stand on the help card.") % {"most": HELP_LINES})
        if not any(one["acute"] for one in found):
            raise forms.ValidationError(_("At least one number is for acute danger: put a ! before it."))
        return found


def help_line(line: str) -> dict[str, str | bool]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3 or not parts[1] or not parts[2]:
        raise forms.ValidationError(_("Write each line as number | Dutch | English. The number may be empty."))
    number = parts[0].removeprefix("!").strip()
    if len(number) > 20 or any(len(part) > 200 for part in parts):
        raise forms.ValidationError(_("A number has at most 20 signs and a sentence at most 200."))
    return {"number": number, "nl": parts[1], "en": parts[2], "acute": parts[0].startswith("!")}


def filled(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def settings() -> list[str]:
    """The name of every setting."""
    return [each.name for each in Practice._meta.get_fields() if isinstance(each, models.Field) and each.editable and not each.primary_key]


# What the database would take and a practice cannot mean.
WITHIN: Final = {
    "start_notice_days": (0, 60),
    "first_answer_working_days": (1, 10),
    "message_working_days": (1, 10),
    "pause_weeks_at_once": (0, 26),
    "pause_times": (0, 12),
    "pause_weeks_in_all": (0, 52),
}


class PracticeForm(forms.ModelForm[Practice]):
    use_required_attribute = False

    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=list)
    registrations = RegistrationsField(
        label=gettext_lazy("Numbers of registers"), required=False, help_text=gettext_lazy("One a line, such as AGB: 12345678.")
    )
    help_numbers = HelpNumbersField(label=gettext_lazy("Help numbers"))

    class Meta:
        model = Practice
        fields = settings()
        widgets = {
            each.name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            for each in Practice._meta.fields
            if isinstance(each, models.TimeField)
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)  # noqa: S101 - declared above
        zone.choices = [(name, name.replace("_", " ")) for name in zone_names()]
        for name in ("second_answer_weekday", "second_cutoff_weekday"):
            second = self.fields[name]
            assert isinstance(second, forms.ChoiceField)  # noqa: S101 - a weekday is chosen
            second.choices = [("", _("no second day")), *Weekday.choices]
        for field in self.fields.values():
            field.label = str(field.label)[:1].upper() + str(field.label)[1:]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name, (least, most) in WITHIN.items():
            value = self.cleaned_data.get(name)
            if value is not None and not least <= value <= most:
                self.add_error(name, _("Choose a number from %(least)s to %(most)s.") % {"least": least, "most": most})
        self.refuse_what_does_not_fit()
        return self.cleaned_data

    def clean_kvk_number(self) -> str:
        return as_it_can_be(self.cleaned_data["kvk_number"], registers.is_kvk, _("A KvK number has eight figures."))

    def clean_vat_id(self) -> str:
        wrong = _("This VAT id cannot be right: a Dutch one is NL, nine figures, B and two figures.")
        return as_it_can_be(self.cleaned_data["vat_id"], registers.is_vat_id, wrong)

    def clean_iban(self) -> str:
        wrong = _("This IBAN cannot be right: its check figures do not fit. Look at it once more.")
        return as_it_can_be(self.cleaned_data["iban"], registers.is_iban, wrong)

    def refuse_what_does_not_fit(self) -> None:
        """Settings that hang together."""
        given = self.cleaned_data.get
        if (given("second_answer_weekday") is None) != (given("second_cutoff_weekday") is None):
            self.add_error("second_answer_weekday", _("A second answer day has both: the day, and until when things are shared for it."))
        if given("second_answer_weekday") is not None and given("second_answer_weekday") == given("answer_weekday"):
            self.add_error("second_answer_weekday", _("The second answer day is another day than the first."))
        if same_moment(self.cleaned_data, "answer", "cutoff"):
            self.add_error("cutoff_hour", _("Between sharing and answering is at least an hour."))
        if given("quiet_from") and given("quiet_from") == given("quiet_until"):
            self.add_error("quiet_until", _("The quiet hours end at another moment than they begin."))
        ends, visible = given("night_until"), given("night_visible_at")
        if ends and visible and visible < ends:
            self.add_error("night_visible_at", _("What was shared at night is visible when the night has ended, not before."))

    def groups(self) -> Iterator[tuple[Words, Words, list[forms.BoundField]]]:
        named = [name for _title, _about, names in GROUPS for name in names]
        for title, about, names in GROUPS:
            yield title, about, [self[name] for name in names if name in self.fields]
        rest = [self[name] for name in self.fields if name not in named]
        if rest:
            yield gettext_lazy("More"), "", rest


def as_it_can_be(text: str, fits: Callable[[str], bool], wrong: str) -> str:
    """Without spaces; empty may be. Raises ValidationError: money or an invoice would go astray."""
    bare = registers.bare(text)
    if bare and not fits(bare):
        raise forms.ValidationError(wrong)
    return bare


def same_moment(given: dict[str, Any], one: str, other: str) -> bool:
    moments = [(given.get(f"{side}_weekday"), given.get(f"{side}_hour")) for side in (one, other)]
    return None not in moments[0] and moments[0] == moments[1]


def differences(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What changed, as plain text, for the history."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: str(before.get(name)) for name in names}, {name: str(after[name]) for name in names}
