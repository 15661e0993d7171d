"""What client and coach type here. `token` is the id of what the page makes: no field, and never in the way of a text."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.posted import as_uuid
from accounts.writing import WrittenField
from conversations.models import Note

DAY: dict[str, Any] = {"type": "date", "class": "input input--short", "aria-label": _("Day")}
TIME: dict[str, Any] = {"type": "time", "class": "input input--short", "aria-label": _("Time")}
# A first talk takes twenty minutes.
LENGTHS = [(minutes, _("%(n)s minutes") % {"n": minutes}) for minutes in (20, 30, 45, 60, 90)]


def token_of(data: Mapping[str, Any] | None) -> UUID:
    """The posted token, or a fresh one where there is none that can be read."""
    return as_uuid((data or {}).get("token")) or uuid4()


class TokenForm(forms.Form):
    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)
        self.token = token_of(data)


class MessageForm(TokenForm):
    text = WrittenField(label=_("Your message"), widget=forms.Textarea(attrs={"class": "textarea", "rows": 5}))


class NoteForm(TokenForm):
    kind = forms.ChoiceField(label=_("What is it for?"), choices=Note.Kind.choices, widget=forms.RadioSelect, initial=Note.Kind.AID)
    text = WrittenField(label=_("Note"), widget=forms.Textarea(attrs={"class": "textarea", "rows": 6}))


class AppointmentForm(TokenForm):
    """The moment is read in the zone of who plans; an hour that a clock change skips or doubles is refused in a sentence."""

    starts_at = forms.SplitDateTimeField(
        label=_("When"),
        widget=forms.SplitDateTimeWidget(
            date_attrs=DAY,
            time_attrs=TIME,
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        ),
        error_messages={
            "invalid_date": _("This is no day that can be planned. Write it as 2026-11-23."),
            "invalid_time": _("This is no time that can be planned. Write it as 14:30."),
            "required": _("Choose a day and a time."),
        },
    )
    minutes = forms.TypedChoiceField(label=_("How long"), choices=LENGTHS, coerce=int, initial=45)
    where = WrittenField(
        label=_("Where"),
        help_text=_("A link, a telephone number or an address. Your client sees it here, never in a mail."),
        widget=forms.TextInput(attrs={"class": "input"}),
    )
