"""The one box of the coach, the small ones under single logs, and the form of a recording."""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.posted import as_number, as_uuid
from accounts.writing import BadText, WrittenField, tidy

REPLY: Final = "reply-"


class AnswerForm(forms.Form):
    """`token` is the answer that this page writes, `based_on` the revision it began from, `covers` the shared texts it
    answers and `replies` what is said under single ones (both by the ids of the versions that the coach read). None of
    these can stand between a coach and their text."""

    use_required_attribute = False

    text = WrittenField(label=_("Your answer"), widget=forms.Textarea(attrs={"class": "textarea", "rows": 14}))

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        text: str = "",
        token: UUID | None = None,
        based_on: int = 0,
        covers: Iterable[UUID] = (),
        replies: Mapping[UUID, str] | None = None,
    ) -> None:
        super().__init__(data, initial={"text": text}, label_suffix="")
        self.token, self.based_on, self.covers, self.replies = token or uuid4(), based_on, set(covers), dict(replies or {})
        if data is not None:
            self.token = as_uuid(data.get("token")) or uuid4()
            self.based_on = as_number(data.get("based_on"))
            self.replies = {uuid: data.get(name, "") for name in data if (uuid := reply_of(name))}
            # Whoever says something under a text answers it, ticked or not.
            answered = {uuid for uuid, text in self.replies.items() if text.strip()}
            self.covers = {uuid for value in data.getlist("covers") if (uuid := as_uuid(value))} | answered

    def clean(self) -> None:
        for text in self.replies.values():
            try:
                tidy(text)
            except BadText as refusal:
                self.add_error(None, str(refusal))


def reply_of(name: str) -> UUID | None:
    return as_uuid(name.removeprefix(REPLY)) if name.startswith(REPLY) else None


class VoiceForm(forms.Form):
    use_required_attribute = False

    recording = forms.FileField(
        label=_("A file with your recording"),
        help_text=_("webm, ogg, m4a, mp3 or wav, up to three minutes and 8 megabytes"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "audio/*,.m4a,.webm,.ogg,.mp3,.wav"}),
    )
    transcript = WrittenField(
        label=_("In words, if you like"),
        help_text=_("For whoever would rather read, or cannot hear it. Written by you: no machine listens along."),
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 6}),
    )


class AwayForm(forms.Form):
    starts_on = forms.DateField(
        label=_("First day away"), widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("First day back"), widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d")
    )

    use_required_attribute = False


class IllForm(forms.Form):
    """Ill from today, or from tomorrow, until the first day back."""

    since = forms.ChoiceField(
        label=_("From when"), choices=[("vandaag", _("today")), ("morgen", _("tomorrow"))], widget=forms.RadioSelect, required=False
    )
    back_on = forms.DateField(
        label=_("First day back"), widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d")
    )

    use_required_attribute = False
