"""Wagtail's field for running text, with the name for who hears the page instead of seeing it: its own has none."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea, DraftailRichTextAreaAdapter
from wagtail.admin.telepath import register


class NamedTextArea(DraftailRichTextArea):  # type: ignore[misc]
    """Its name is asked for when a page is made: the field itself is made once, in no language."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        made: dict[str, Any] = super().get_context(name, value, attrs)
        made["widget"]["attrs"]["data-w-init-detail-value"] = json.dumps(named(self.options), cls=DjangoJSONEncoder)
        return made


class NamedTextAreaAdapter(DraftailRichTextAreaAdapter):  # type: ignore[misc]
    def js_args(self, widget: NamedTextArea) -> list[Any]:
        return [named(widget.options)]


def named(options: dict[str, Any]) -> dict[str, Any]:
    """What the editor is given besides: the label of its box."""
    return {**options, "ariaLabel": _("Text")}


register(NamedTextAreaAdapter(), NamedTextArea)
