"""The one box of the coach."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.writing import WrittenField
from exercises.forms import as_number, as_uuid


class AnswerForm(forms.Form):
    """`token` is the answer that this page writes, `based_on` the revision it began from, `covers` the shared texts it
    answers (the ids of the versions that the coach read). None of the three can stand between a coach and their text."""

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
    ) -> None:
        super().__init__(data, initial={"text": text}, label_suffix="")
        self.token, self.based_on, self.covers = token or uuid4(), based_on, set(covers)
        if data is not None:
            self.token = as_uuid(data.get("token")) or uuid4()
            self.based_on = as_number(data.get("based_on"))
            self.covers = {uuid for value in data.getlist("covers") if (uuid := as_uuid(value))}
