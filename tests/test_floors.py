"""The house is built in floors: no reference by name points up, and no model of one room points into a room above."""

import pytest
from django.apps import apps
from django.db.models import Field

FLOORS = ["keyring", "accounts", "notices", "programme", "exercises", "conversations", "billing", "journey", "cockpit", "studio", "portal"]
SAME_FLOOR = {"exercises": 4, "conversations": 4, "billing": 4, "journey": 5, "cockpit": 6, "studio": 6, "portal": 7}


def floor(label: str) -> int:
    """How high a room lies; libraries lie under the cellar."""
    return SAME_FLOOR.get(label, FLOORS.index(label)) if label in FLOORS else -1


def references() -> "list[tuple[str, str, str]]":
    """(room, field, room it points at) of every relation and every snippet chooser of our models."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label in FLOORS:
            for field in model._meta.get_fields(include_hidden=False):
                if isinstance(field, Field) and field.related_model is not None and not field.auto_created:
                    found.append((model._meta.app_label, str(field), field.related_model._meta.app_label))
                found.extend((model._meta.app_label, f"{field} chooser", label) for label in choosers(field))
    return found


def choosers(field: object) -> "set[str]":
    """The rooms that the choosers inside a stream field choose from."""
    block = getattr(field, "stream_block", None)
    return set(walk(block)) if block is not None else set()


def walk(block: object) -> "list[str]":
    children = list(getattr(block, "child_blocks", {}).values()) + ([block.child_block] if hasattr(block, "child_block") else [])
    own = [block.target_model._meta.app_label] if hasattr(block, "target_model") else []  # type: ignore[attr-defined]
    return own + [label for child in children for label in walk(child)]


def test_the_walk_sees_relations_and_choosers() -> None:
    assert ("exercises", "exercises.Log.enrolment", "programme") in references()
    assert ("programme", "programme.Week.placed chooser", "programme") in references()


@pytest.mark.parametrize("reference", references(), ids=lambda r: f"{r[1]}-{r[2]}")
def test_no_reference_points_up(reference: "tuple[str, str, str]") -> None:
    room, _, target = reference
    assert floor(target) <= floor(room)


def test_the_keyring_points_at_nobody() -> None:
    assert not [reference for reference in references() if reference[0] == "keyring"]
