"""The pages on which a coach edits the programme: which fields, in which order, under which names."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup, UnpublishView

from accounts.refusal import Refused
from programme.models import AudioClip, Exercise, Programme, Theme, Week
from studio.sounds import AudioClipForm


class ExerciseForm(WagtailAdminModelForm):  # type: ignore[misc]
    """An exercise is placed in a programme when it is made, and stays there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("programme", None)


def numbers(exercise: Exercise) -> str:
    """The weeks in which an exercise stands: many carry the same title."""
    return ", ".join(str(week.number) for week in exercise.weeks.all())


def weeks_that_play(clip: AudioClip) -> str:
    return ", ".join(str(number) for number in sorted({link.week.number for link in clip.weekmedia_set.all()}))


class UnpublishUnlessOpen(UnpublishView):  # type: ignore[misc]
    """What people have open stays: said in a sentence, on the page one came from."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            done: HttpResponse = super().post(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(reverse(self.edit_url_name, args=[self.object.pk]))
        return done


class OneByOne(IndexView):  # type: ignore[misc]
    """A list without boxes to tick: nothing here is done, least of all deleted, to several at once."""

    @cached_property
    def columns(self) -> list[Column]:
        found: list[Column] = [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]
        return found


class WeekViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Week
    base_url_path = "programma/weken"
    chooser_base_url_path = "programma/kies-week"
    index_view_class = OneByOne
    icon = "calendar"
    menu_label = _("Weeks")
    list_display = ["__str__", "number", Column("theme", label=_("Theme"))]
    ordering = ["programme", "number"]
    copy_view_enabled = False
    unpublish_view_class = UnpublishUnlessOpen
    edit_handler = ObjectList(
        [
            FieldPanel("number", read_only=True),
            FieldPanel("theme", read_only=True, heading=_("Theme")),
            FieldPanel("title"),
            FieldPanel("promise", help_text=_("What people read before the week opens.")),
            FieldPanel("body"),
            FieldPanel("placed"),
        ]
    )


class ExerciseViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Exercise
    base_url_path = "programma/oefeningen"
    chooser_base_url_path = "programma/kies-oefening"
    index_view_class = OneByOne
    icon = "edit"
    menu_label = _("Exercises")
    list_display = ["__str__", Column("weeks", label=_("Week"), accessor=numbers), "minutes"]
    ordering = ["source_id"]
    search_fields = ["title"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            # A list, where Wagtail's own chooser would need a script in the page.
            FieldPanel("programme", widget=forms.Select),
            FieldPanel("title"),
            FieldPanel("minutes"),
            FieldPanel("intro"),
            FieldPanel("fields"),
        ],
        base_form_class=ExerciseForm,
    )


class ListenPanel(HelpPanel):  # type: ignore[misc]
    """There is something to hear once it was brought in."""

    class BoundPanel(HelpPanel.BoundPanel):  # type: ignore[misc]
        def is_shown(self) -> bool:
            return bool(self.instance.pk)


class AudioClipViewSet(SnippetViewSet):  # type: ignore[misc]
    model = AudioClip
    base_url_path = "programma/geluid"
    chooser_base_url_path = "programma/kies-geluid"
    index_view_class = OneByOne
    icon = "media"
    menu_label = _("Sound")
    list_display = ["__str__", Column("length", label=_("Length")), Column("weeks", label=_("Week"), accessor=weeks_that_play)]
    ordering = ["title"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("sound"),
            ListenPanel(template="studio/hear.html", heading=_("Listen")),
            FieldPanel("transcript"),
            FieldPanel("retired"),
        ],
        base_form_class=AudioClipForm,
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the sound itself: a list asks for none of it."""
        return AudioClip.objects.prefetch_related("weekmedia_set__week")


class ThemeViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Theme
    base_url_path = "programma/themas"
    chooser_base_url_path = "programma/kies-thema"
    index_view_class = OneByOne
    icon = "list-ul"
    menu_label = _("Themes")
    list_display = ["__str__", "number"]
    ordering = ["programme", "number"]
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("title")])


class ProgrammeViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Programme
    base_url_path = "programma/trajecten"
    chooser_base_url_path = "programma/kies-traject"
    index_view_class = OneByOne
    icon = "folder-open-inverse"
    menu_label = _("The programme itself")
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("title"), FieldPanel("intro")])


class ProgrammeGroup(SnippetViewSetGroup):  # type: ignore[misc]
    items = (WeekViewSet, ExerciseViewSet, AudioClipViewSet, ThemeViewSet, ProgrammeViewSet)
    menu_label = _("Programme")
    menu_name = "programme"
    menu_icon = "folder-open-inverse"
    menu_order = 10
