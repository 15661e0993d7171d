"""Sound for the weeks: brought in by who writes them, looked at by its content, and heard before anybody else hears it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.forms import WagtailAdminModelForm

from accounts.models import User
from accounts.sound import BadSound, whole
from journey.ranges import ranged
from programme.models import AudioClip
from programme.models.sound import MOST_BYTES, MOST_SECONDS


class AudioClipForm(WagtailAdminModelForm):  # type: ignore[misc]
    """A sound is brought in once; its title and its words can be mended later."""

    sound = forms.FileField(
        label=gettext_lazy("Sound file"),
        help_text=gettext_lazy(
            "m4a, mp3, ogg, webm or wav, at most 25 megabytes and half an hour. Its name and what else it carries is left out."
        ),
        widget=forms.FileInput(attrs={"accept": "audio/*"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("sound", None)

    def clean_sound(self) -> Any:
        file = self.cleaned_data["sound"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 25 megabytes. As m4a or mp3 half an hour fits in it."))
        try:
            sound = whole(file.read())
        except BadSound as bad:
            raise forms.ValidationError(str(bad)) from None
        if sound.seconds > MOST_SECONDS:
            raise forms.ValidationError(_("This is longer than half an hour. Divide it over more pieces."))
        # What was taken apart and put together again is kept, never the file itself: an m4a can carry a name and a place.
        self.instance.kind, self.instance.content, self.instance.seconds = sound.kind, sound.content, sound.seconds
        return file


@require_safe
def hear(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A sound for who writes the weeks, whether a week plays it or not. Raises Http404."""
    user = request.user
    if not (isinstance(user, User) and user.has_perm("programme.view_audioclip")):
        raise Http404
    clip = get_object_or_404(AudioClip, uuid=uuid)
    return ranged(bytes(clip.content), clip.kind, request.headers.get("Range", ""))
