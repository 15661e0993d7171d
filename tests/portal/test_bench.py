"""The benchmark writes its people by plain SQL, past the models: a column that came later must not stop it unseen."""

import pytest
from django.db import connection

from programme import release
from programme.models import Enrolment, Release
from tests import people
from tests.bench import crowd

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

SIZE = 20


def test_a_small_crowd_stands_and_its_due_weeks_open() -> None:
    people.programme()
    crowd.fill(SIZE)
    crowd.write_openings(Enrolment.objects.order_by("pk").values_list("pk", "starts_on"))

    release.open_due(crowd.A_TENTH_IS_DUE)

    assert Enrolment.objects.count() == SIZE
    assert Release.objects.exclude(opened_at=None).count() == SIZE // 10
    assert connection.vendor == "postgresql"
