"""Opening many texts of one person, as `accounts.reading`."""

from accounts.reading import Row, read

__all__ = ["Row", "read"]
