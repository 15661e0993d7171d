"""Somebody of the demo in each state, and the pages that they have."""

# Asks the portal's own database who is in which state, and signs them in: the log-in itself is tested elsewhere.
PEOPLE = """
import json
from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from accounts.models import User
from exercises.models import Log
from programme.models import Enrolment, Release
from tests.signed_in import signed_in

now = timezone.now()

def cookie(user):
    return signed_in(user, now).cookies[settings.SESSION_COOKIE_NAME].value

noor = User.objects.get(email="noor@example.nl")
enrolment = Enrolment.objects.get(client=noor)
logs = Log.objects.of(enrolment)
number = Release.objects.visible(now).of(enrolment).order_by("-week__number").values_list("week__number", flat=True)[0]
week = f"/week/{number}/"
pages = {
    "noor": ["/vandaag/", "/weken/", week, f"{week}oefening/w{number:02}-a/", f"{week}oefening/w{number:02}-daily/", "/logboek/",
             f"{week}doen/w{number:02}-oefening/", f"{week}doen/w{number:02}-oefening/?deur=1",
             "/berichten/", "/afspraken/", "/account/dossier/",
             "/logboek/nieuw/", "/logboek/nieuw/moment/", "/logboek/nieuw/vrij/", "/logboek/nieuw/plan/", "/week/3/oefening/w03-b/",
             "/week/2/oefening/w02-a/",
             "/logboek/zoeken/", "/logboek/verandering/", "/logboek/toen-en-nu/", "/logboek/werkboek/",
             "/data/", "/data/pauze/", "/data/klok/", "/hulp/", "/nu-even/",
             "/week/12/", "/account/", "/account/situatie/", "/account/situatie/nu/", "/account/gelezen/", "/even-stop/?oefening",
             *[f"/logboek/{log.uuid}/weg/" for log in logs.filter(shared_version=None)[:1]],
             *[f"/logboek/{log.uuid}/" for log in logs[:3]]],
    "marit": ["/praktijk/", "/praktijk/onderdelen/", "/praktijk/mensen/", "/praktijk/mensen/?staat=wacht",
              "/praktijk/agenda/", *[f"/praktijk/{enrolment.uuid}/{page}/" for page in ("berichten", "afspraken", "aantekeningen")],
              *[f"/praktijk/{enrolment.uuid}/{at}" for at in ("", "data/", "data/vasthouden/", "oefeningen/")],
              *[f"/praktijk/{enrolment.uuid}/zoals/{at}" for at in ("", "weken/", f"week/{number}/", "berichten/", "afspraken/")],
              "/praktijk/afwezig/", "/praktijk/afwezig/ziek/",
              *[f"/praktijk/{log.enrolment.uuid}/week/{log.week.number}/" for log in Log.objects.shared()[:2]]],
}
asked = Enrolment.objects.filter(status="invited").first()
pages["els"] = ["/kantoor/", "/kantoor/meer/",
                "/kantoor/mensen/", "/kantoor/mensen/nieuw/", "/kantoor/mensen/overzetten/", "/kantoor/mensen/meenemen/",
                f"/kantoor/mensen/{enrolment.uuid}/", f"/kantoor/mensen/{asked.uuid}/", f"/kantoor/mensen/{asked.uuid}/start/",
                f"/kantoor/mensen/{enrolment.uuid}/begeleider/", "/kantoor/post/", "/kantoor/praktijk/", "/kantoor/medewerkers/",
                "/kantoor/medewerkers/nieuw/", "/kantoor/cijfers/", "/kantoor/geschiedenis/", "/kantoor/geschiedenis/?soort=praktijk"]
people = {"noor": noor, "marit": User.objects.get(email="marit@praktijk.example"), "els": User.objects.get(email="els@praktijk.example")}
for status in ("invited", "pending", "completed", "withdrawn"):
    one = Enrolment.objects.filter(status=status).first()
    if one:
        people[status], pages[status] = one.client, ["/vandaag/", "/uitnodiging/"]
paused = Enrolment.objects.active().filter(pauses__starts_on__lte=now.date(), pauses__ends_on__gt=now.date()).first()
if paused:
    people["paused"], pages["paused"] = paused.client, ["/vandaag/", "/weken/", "/data/"]
closed = Release.objects.filter(opened_at=None, enrolment__status="active")
ending = Release.objects.visible(now).filter(week__number=10, enrolment__status="active")
for name, releases in (("held", closed.exclude(held_at=None)), ("uncovered", closed.filter(blocked_by="cover")), ("ending", ending)):
    one = releases.first()
    if one:
        people[name], pages[name] = one.enrolment.client, ["/vandaag/", "/weken/"]
writing = Release.objects.visible(now).filter(week__number=8, enrolment__status="active").annotate(
    written=Count("enrolment__logs")).order_by("-written").first()
parting = Release.objects.visible(now).filter(week__number=11, enrolment__status="active").first()
looking_back = ["/logboek/", "/logboek/verandering/", "/logboek/toen-en-nu/"]
for name, one, theirs in (("writing", writing, looking_back), ("parting", parting, ["/logboek/brief/"])):
    if one:
        people[name], pages[name] = one.enrolment.client, theirs
pages["noor"].append("/even-stop/")
print(json.dumps({"name": settings.SESSION_COOKIE_NAME, "week": number, "pages": pages,
                  "cookies": {name: cookie(user) for name, user in people.items()}}))
"""
