"""How a deed says no."""

from django.utils.functional import Promise


class Refused(Exception):
    """A deed that may not be done now. Carries one clear sentence for the person who tried; nothing was changed."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
