"""Two people of the office, or one in two tabs, at the same moment: on PostgreSQL, with a connection each."""

import pytest

from accounts import roles
from accounts.models import OfficeDeed, Relation, User
from accounts.refusal import Refused
from notices.models import Notice
from programme import handover
from programme.models import Change, Enrolment
from studio.office import bring_over, staff
from studio.office.incoming import Row
from studio.office.invite import invite
from tests import people
from tests.exercises.test_races import at_once
from tests.people import MONDAY, NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency, pytest.mark.postgres]
ROUNDS = 6


def refusals(results: list[object]) -> list[str]:
    return [str(each) for each in results if isinstance(each, Refused)]


def test_two_invitations_to_one_new_address_are_one_and_a_sentence() -> None:
    els, marit = people.office(), people.coach()
    people.programme()
    for turn in range(ROUNDS):
        how = {"email": f"nieuw-{turn}@example.nl", "coach": marit, "starts_on": MONDAY, "by": els, "now": NOW, "care_kind": "coaching"}
        found = at_once(*[lambda how=how, name=name: invite(name=name, **how) for name in ("Noor Visser", "N. Visser", "Noortje")])
        assert len(refusals(found)) == 2
        assert Enrolment.objects.filter(client__email=how["email"]).count() == 1
    assert User.objects.filter(email__startswith="nieuw-").count() == Notice.objects.filter(kind="invitation").count() == ROUNDS
    assert Relation.objects.count() == Change.objects.filter(kind="invited").count() == ROUNDS


def test_two_who_hire_under_one_address_hire_once() -> None:
    els = people.office()
    for turn in range(ROUNDS):
        how = {"email": f"hulp-{turn}@example.nl", "is_coach": True, "is_office": False, "by": els, "now": NOW}
        found = at_once(*[lambda how=how, name=name: staff.hire(name=name, **how) for name in ("Sam de Wit", "S. de Wit")])
        assert len(refusals(found)) == 1
    assert User.objects.filter(is_coach=True).count() == ROUNDS
    assert OfficeDeed.objects.filter(kind="hired").count() == Notice.objects.filter(kind="staff-welcome").count() == ROUNDS


def test_an_invitation_and_a_place_to_work_under_one_address_are_one_of_the_two() -> None:
    els, marit = people.office(), people.coach()
    people.programme()
    for turn in range(ROUNDS):
        email = f"iemand-{turn}@example.nl"
        found = at_once(
            lambda email=email: staff.hire(name="Sam", email=email, is_coach=True, is_office=False, by=els, now=NOW),
            lambda email=email: invite(name="Sam", email=email, coach=marit, starts_on=MONDAY, by=els, now=NOW, care_kind="coaching"),
        )
        assert len(refusals(found)) == 1
        assert Enrolment.objects.filter(client__email=email).exists() != User.objects.get(email=email).is_coach


def list_of(emails: list[str], turn: int) -> list[Row]:
    return [Row(at, {"name": f"Iemand {at}", "email": f"{turn}-{email}", "week": "4"}) for at, email in enumerate(emails, start=2)]


def test_two_lists_with_the_same_people_come_over_whole_once_or_not_at_all() -> None:
    els, marit = people.office(), people.coach()
    people.programme()
    emails = [f"{letter}@example.nl" for letter in "abcdef"]
    for turn in range(ROUNDS):
        lists = list_of(emails, turn), list_of(emails[::-1], turn), list_of(["c@example.nl", "ander@example.nl"], turn)
        comers = [bring_over.understand(rows, coach=marit, today=MONDAY) for rows in lists]
        found = at_once(*[lambda all_of=all_of: bring_over.bring_over(comers=all_of, by=els, now=NOW) for all_of in comers])
        assert len(refusals(found)) == 2, "of lists that share somebody, one comes over"
        assert all(said.startswith("Regel ") for said in refusals(found))
        came = set(User.objects.filter(email__startswith=f"{turn}-").values_list("email", flat=True))
        assert came in ({f"{turn}-{email}" for email in emails}, {f"{turn}-c@example.nl", f"{turn}-ander@example.nl"})
    assert OfficeDeed.objects.filter(kind="list brought over").count() == ROUNDS


def test_two_of_the_office_who_take_each_others_role_leave_one() -> None:
    for turn in range(ROUNDS):
        User.objects.update(is_office=False)
        els, tom = (people.person(name, is_office=True, is_coach=True) for name in (f"Els{turn} Bakker", f"Tom{turn} Smit"))
        found = at_once(
            lambda els=els, tom=tom: roles.change_roles(member=tom, is_coach=True, is_office=False, by=els, now=NOW),
            lambda els=els, tom=tom: roles.change_roles(member=els, is_coach=True, is_office=False, by=tom, now=NOW),
        )
        assert len(refusals(found)) == 1
        assert User.objects.filter(is_office=True, is_active=True).count() == 1


def test_two_of_the_office_who_shut_each_other_out_leave_one() -> None:
    for turn in range(ROUNDS):
        User.objects.update(is_office=False)
        els, tom = people.office(f"Els{turn} Bakker"), people.office(f"Tom{turn} Smit")
        found = at_once(
            lambda els=els, tom=tom: roles.deactivate(member=tom, by=els, now=NOW),
            lambda els=els, tom=tom: roles.change_roles(member=els, is_coach=True, is_office=False, by=tom, now=NOW),
        )
        assert len(refusals(found)) == 1
        assert User.objects.filter(is_office=True, is_active=True).count() == 1


def test_who_is_handed_over_to_two_people_at_once_has_one_coach() -> None:
    els, marit = people.office(), people.coach()
    joris, lena = people.coach("Joris Aalbers"), people.coach("Lena Kok")
    for _round in range(ROUNDS):
        enrolment = people.enrolled(people.client(), marit)
        at_once(*[lambda to=to, one=enrolment: handover.hand_over(enrolment=one, to=to, by=els, now=NOW) for to in (joris, lena, joris)])
        [left] = Relation.objects.filter(client=enrolment.client, ends_at=None)
        assert left.member in {joris, lena}
        assert not Relation.objects.active(NOW).filter(client=enrolment.client, member=marit).exists()


def test_nobody_is_handed_to_who_loses_that_role_at_the_same_moment() -> None:
    els, marit = people.office(), people.coach()
    for turn in range(ROUNDS):
        joris, enrolment = people.coach(f"Joris{turn} Aalbers"), people.enrolled(people.client(), marit)
        at_once(
            lambda joris=joris, one=enrolment: handover.hand_over(enrolment=one, to=joris, by=els, now=NOW),
            lambda joris=joris: roles.deactivate(member=joris, by=els, now=NOW),
        )
        [left] = Relation.objects.filter(client=enrolment.client, ends_at=None).select_related("member")
        assert left.member.is_active, "whoever cares for somebody can get in"


def test_nobody_is_invited_to_who_loses_that_role_at_the_same_moment() -> None:
    els = people.office()
    people.programme()
    for turn in range(ROUNDS):
        joris = people.coach(f"Joris{turn} Aalbers")
        how = {"name": "Noor", "email": f"noor-{turn}@example.nl", "starts_on": MONDAY, "by": els, "now": NOW, "care_kind": "coaching"}
        at_once(
            lambda joris=joris, how=how: invite(coach=joris, **how),
            lambda joris=joris: roles.change_roles(member=joris, is_coach=False, is_office=True, by=els, now=NOW),
        )
        joris.refresh_from_db()
        assert joris.is_coach == Relation.objects.filter(member=joris).exists()
