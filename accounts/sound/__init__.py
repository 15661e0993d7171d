"""Recordings as bytes: what kind they are by their content, how long, and clean of everything but the sound. Pure.

Nothing of a file is passed on that was not understood: each format is taken apart and put together again from the parts
that make sound. Titles, makers, places, pictures and hidden pages are left behind.
"""

from accounts.sound.check import CAP, MOST_SECONDS, BadSound, Sound, checked, whole
from accounts.sound.parts import as_shown

__all__ = ["CAP", "MOST_SECONDS", "BadSound", "Sound", "as_shown", "checked", "whole"]
