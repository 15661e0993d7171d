"""People, the one practice, who cares for whom, and the record of who read what."""

from accounts.models.absence import Absence, AbsenceQuerySet
from accounts.models.own import AddressChange, Consent, Situation
from accounts.models.person import User
from accounts.models.practice import Practice, help_numbers
from accounts.models.records import AccessRecord, OfficeDeed
from accounts.models.relation import Relation, RelationQuerySet

__all__ = [
    "Absence",
    "AbsenceQuerySet",
    "AccessRecord",
    "AddressChange",
    "Consent",
    "OfficeDeed",
    "Practice",
    "Relation",
    "RelationQuerySet",
    "Situation",
    "User",
    "help_numbers",
]
