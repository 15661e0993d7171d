"""The notices of this room. `about` is the enrolment's id, for a week followed by `:` and its number."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Relation, User
from notices.kinds import Kind, register
from notices.models import Notice
from programme import brake, contact, desk
from programme.models import Enrolment, Release, Status


def enrolment_of(notice: Notice) -> Enrolment | None:
    return Enrolment.objects.filter(pk=int(notice.about.partition(":")[0])).first()


def number_of(notice: Notice) -> int:
    return int(notice.about.partition(":")[2])


def still_invited(notice: Notice) -> bool:
    enrolment = enrolment_of(notice)
    return enrolment is not None and enrolment.status == Status.INVITED


def still_active(notice: Notice) -> bool:
    enrolment = enrolment_of(notice)
    return enrolment is not None and enrolment.status == Status.ACTIVE


def still_newest(notice: Notice) -> bool:
    """Still active, and no later week has opened since: whoever could not be told of week 3 in time hears of week 4, and not of
    both on two days."""
    enrolment = enrolment_of(notice)
    later = Release.objects.filter(enrolment=enrolment, week__number__gt=number_of(notice)).exclude(opened_at=None)
    return still_active(notice) and not later.exists()


def invitation(notice: Notice) -> dict[str, object]:
    return {"url": f"{settings.SITE_URL}/uitnodiging/", "until": getattr(enrolment_of(notice), "invitation_ends_at", None)}


def week_open(notice: Notice) -> dict[str, object]:
    number = number_of(notice)
    return {"number": number, "url": f"{settings.SITE_URL}/week/{number}/"}


def portal(notice: Notice) -> dict[str, object]:
    return {"url": f"{settings.SITE_URL}/vandaag/"}


def never_in(notice: Notice) -> bool:
    return still_active(notice) and notice.recipient.last_login is None


def still_guides(notice: Notice) -> bool:
    """`about` ends with the id of the new coach, who is nobody's former coach yet."""
    return Relation.objects.filter(client=notice.recipient_id, member=number_of(notice), ends_at=None).exists()


def new_coach(notice: Notice) -> dict[str, object]:
    coach = User.objects.filter(pk=number_of(notice)).first()
    return portal(notice) | {"coach": coach.first_name if coach else ""}


def week_not_live(notice: Notice) -> dict[str, object]:
    release = Release.objects.filter(pk=int(notice.about)).select_related("week").first()
    return {"number": release.week.number if release else None, "opens_at": release.opens_at if release else None}


def register_all() -> None:
    register(Kind("invitation", wanted=still_invited, details=invitation, capped=False))
    register(Kind("week-open", wanted=still_newest, details=week_open, label=_("a week opens")))
    register(Kind(desk.NOT_LIVE, details=week_not_live))
    register(Kind(contact.KIND, of_client=True, goes_along=True))
    register(Kind(brake.KIND, of_client=True))
    register(Kind("portal-ready", wanted=never_in, details=portal, capped=False))
    register(Kind("handed-over", wanted=still_guides, details=new_coach, capped=False))
    register(Kind(desk.PAUSE_ENDS))
