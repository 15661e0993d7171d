"""What came with a form or an address, read kindly: what is forged or broken counts as not said, and stops nobody."""

from uuid import UUID


def as_uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def whole_number(value: object, digits: int = 9) -> int | None:
    """A whole number from 0 on, of at most so many digits; None for anything else."""
    text = str(value)
    # ASCII as well: `isdigit` is also true of ², which `int` refuses.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def as_number(value: object) -> int:
    """A whole number from 0 to a billion; 0 for anything else."""
    return whole_number(value) or 0
