"""Making the demo, and taking it away again."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Subquery

from accounts.models import OfficeDeed, Practice, Relation, User
from accounts.office_deeds import remember
from accounts.refusal import Refused
from accounts.roles import roles_of
from accounts.vault import ensure_keys
from conversations.models import Appointment, Message, Note
from exercises import reviews
from exercises.models import Letter, Log, Review
from keyring.models import ClientKey
from notices.models import Channel, Notice
from programme import release
from programme.models import Enrolment, Programme
from studio.curriculum import read_folder
from studio.demo import codes, desk, late, money, sound, talk
from studio.demo.cast import COACH, LEGAL, NOOR, OFFICE, PRACTICE, Character, characters
from studio.demo.life import Life
from studio.demo.texts import replies
from studio.load import load

CURRICULUM = settings.BASE_DIR / "curriculum" / "nl"


def refuse_a_real_practice() -> None:
    """Raises Refused where invented people have no business: a portal that is no demo, a database that holds real ones."""
    if not settings.DEMO:
        raise Refused("This is the portal of a practice: the demo is made only where SITE_URL is not set.")
    if User.objects.exists() and not Practice.current().is_demo:
        raise Refused("There are real people in this database: the demo is made in an empty one.")


def is_made() -> bool:
    return Practice.current().is_demo and User.objects.exists()


def make(now: datetime) -> None:
    """The practice, its people and their past until `now`, in one transaction, so half a demo is never there."""
    refuse_a_real_practice()
    cast = characters()
    subjects = [uuid4() for _one in range(len(cast) + 2)]
    for subject in subjects:
        ensure_keys(subject)
    with transaction.atomic():
        programme = content(now, force=False)
        sound.lay(programme)
        Practice(pk=1, name=PRACTICE, hours="maandag tot en met donderdag, 9.00 tot 17.00 uur", is_demo=True, **LEGAL).save()
        coach = User.objects.create_user(COACH[1], name=COACH[0], subject=subjects.pop(), is_coach=True)
        office = User.objects.create_user(OFFICE[1], name=OFFICE[0], subject=subjects.pop(), is_office=True)
        for member in (coach, office):
            codes.give(member)
            remember(kind="hired", about=member, by=None, now=now - timedelta(days=120), after=roles_of(member))
        for who in cast:
            live(who, User.objects.create_user(who.email, name=who.name, zone=who.zone, subject=subjects.pop()), coach, programme, now)
        begin_answers(coach, now)
        talk.of_the_cast(coach, now)
        money.tell(cast, money.offer(now), office, now)
        release.open_due(now, catch_up=True)
        late.tell(now)
        let_them_have_logged_in()
        desk.lay(now)
        tell_nobody()


def content(now: datetime, *, force: bool) -> Programme:
    """The programme, loaded where it is not there yet, and anew with `force`."""
    if force or not Programme.objects.filter(language="nl").exists():
        load(curriculum=read_folder(CURRICULUM), force=force, now=now)
    return Programme.objects.get(language="nl")


def live(who: Character, client: User, coach: User, programme: Programme, now: datetime) -> None:
    Life(who, client, coach, programme, now).tell()


def begin_answers(coach: User, now: datetime) -> None:
    """Two answers that the coach has begun and not sent."""
    waiting = Log.objects.visible(now).unanswered().exclude(enrolment__client__email=NOOR[1]).select_related("enrolment__client", "week")
    for log in waiting.order_by("-promised_at", "pk")[:2]:
        if log.week is None:
            continue
        begun = max(now - timedelta(hours=1), log.visible_at or now)
        text = replies()[0].partition("\n")[0]
        reviews.save_draft(enrolment=log.enrolment, week=log.week, author=coach, logs=[log], text=text, based_on=0, now=begun)


def let_them_have_logged_in() -> None:
    """Whoever wrote something was logged in when they last did."""
    wrote = Log.objects.filter(enrolment__client=OuterRef("pk")).order_by("-started_at").values("started_at")
    User.objects.filter(Exists(wrote)).update(last_login=Subquery(wrote[:1]))


def tell_nobody() -> None:
    """The mails of the invented past count as sent, and no worker is woken for them."""
    Notice.objects.waiting().filter(channel=Channel.MAIL).update(sent_at=F("created_at"))
    connection.run_on_commit.clear()


def wipe() -> None:
    """Take the demo away, from both databases and the mailbox. The programme stays; so do the access records, which
    nothing can delete and which name nobody who is still here."""
    refuse_a_real_practice()
    with transaction.atomic():
        for model in (Message, Appointment, Note, Letter):
            model.objects.all().delete()
        Review.objects.all().delete()
        Log.objects.update(shared_version=None)
        Log.objects.all().delete()
        money.wipe()
        Enrolment.objects.all().delete()
        Relation.objects.all().delete()
        UserSession.objects.all().delete()
        Session.objects.all().delete()
        OfficeDeed.objects.all().delete()
        User.objects.all().delete()
    ClientKey.objects.all().delete()
    for mail in Path(settings.MAILBOX_DIR).glob("*.eml"):
        mail.unlink(missing_ok=True)
