"""Whether who cares for a client may see the figures of what the client keeps private: one switch, off until it is put on."""

from accounts import consent
from accounts.consent import Purpose
from accounts.models import User


def allowed(client: User) -> bool:
    """Never the words: tension, presence and what else was tapped. One query."""
    return consent.given(client, Purpose.FIGURES)
