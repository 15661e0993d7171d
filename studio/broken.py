"""How a curriculum is refused: which file, which line, and why."""


class Broken(Exception):
    """A curriculum that is refused whole. `line` counts from 1; 0 is about the file as such."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(file, line, reason)
        self.file, self.line, self.reason = file, line, reason

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"
