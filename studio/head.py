"""The YAML head of a curriculum file, with the line of everything in it."""

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from studio.broken import Broken

IDENTIFIER: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID: Final = 60


class Mapping(dict[str, Any]):
    """A mapping that knows its line in the head and the line of each of its keys, counted from 0."""

    line: int = 0
    lines: dict[str, int]


class Loader(yaml.SafeLoader):
    """Plain YAML: no anchors (they can blow up a file), no key twice, and every line kept."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "anchors are not used here", self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)


def construct_mapping(loader: Loader, node: yaml.MappingNode) -> Mapping:
    made = Mapping()
    made.line, made.lines = node.start_mark.line, {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        # YAML lets the last one win without a word: half of a week would be gone.
        if key in made:
            raise yaml.constructor.ConstructorError(None, None, f"“{key}” stands here twice", key_node.start_mark)
        made[key] = loader.construct_object(value_node, deep=True)
        made.lines[key] = key_node.start_mark.line
    return made


Loader.add_constructor("tag:yaml.org,2002:map", construct_mapping)


class Entry:
    """One mapping of a head, asked for its values by name; whatever is not as it should be raises Broken with its line."""

    def __init__(self, file: str, values: Mapping, first_line: int) -> None:
        self.file, self.values, self.first_line = file, values, first_line

    def broken(self, key: str, reason: str) -> Broken:
        return Broken(self.file, self.first_line + self.values.lines.get(key, self.values.line), reason)

    def only(self, *keys: str) -> None:
        for key in self.values:
            if key not in keys:
                raise self.broken(key, f"“{key}” is not known here; known are {', '.join(keys)}")

    def text(self, key: str, longest: int, *, may_miss: bool = False) -> str:
        value = self.values.get(key, "" if may_miss else None)
        if not isinstance(value, str) or not (value.strip() or may_miss):
            raise self.broken(key, f"“{key}” is a line of text here; put it in quotation marks when in doubt")
        if len(value) > longest:
            raise self.broken(key, f"“{key}” is longer than {longest} characters")
        if "<" in value or "\n" in value.strip() or "\x00" in value:
            raise self.broken(key, f"“{key}” is one line of plain text, without <")
        return value.strip()

    def identifier(self, key: str = "id") -> str:
        value = self.text(key, LONGEST_ID)
        if not IDENTIFIER.fullmatch(value):
            raise self.broken(key, f"“{value}” is no id: lower-case letters, digits and hyphens")
        return value

    def number(self, key: str, least: int, most: int) -> int:
        value = self.values.get(key)
        # In YAML `yes` and `on` are true, and in Python true is 1.
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.broken(key, f"“{key}” is a whole number from {least} to {most}")
        return value

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        value = self.values.get(key)
        if value not in choices:
            raise self.broken(key, f"“{key}” is one of {', '.join(choices)}")
        return str(value)

    def numbers(self, key: str) -> list[int]:
        values = self.values.get(key)
        if not isinstance(values, list) or not all(type(value) is int for value in values):
            raise self.broken(key, f"“{key}” is a list of whole numbers, such as [1, 2]")
        return values

    def entries(self, key: str) -> Iterator["Entry"]:
        """The mappings in the list under `key`, of which there is at least one."""
        values = self.values.get(key)
        if not isinstance(values, list) or not values or not all(isinstance(value, Mapping) for value in values):
            raise self.broken(key, f"“{key}” is a list with an id for each point")
        for value in values:
            yield Entry(self.file, value, self.first_line)


def read_head(file: str, text: str) -> tuple[Entry, str, int]:
    """The head between two lines of `---`, what follows it, and the line on which that begins."""
    found = re.match(r"---\n(.*?)^---[ ]*\n", text, re.DOTALL | re.MULTILINE)
    if not found:
        raise Broken(file, 1, "a file begins with a head between two lines of ---")
    try:
        values = yaml.load(found[1], Loader)  # noqa: S506 - a SafeLoader underneath
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise Broken(file, line, f"the head cannot be read: {error.problem}") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise Broken(file, 1, "the head cannot be read") from None
    if not isinstance(values, Mapping):
        raise Broken(file, 2, "the head is a list of names and values")
    return Entry(file, values, 2), text[found.end() :], found[0].count("\n") + 1
