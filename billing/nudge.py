"""Waking a worker for money. By the name of the task: the tasks of this room import the deeds that ask for them."""

from functools import partial

from celery import current_app

from notices.nudge import after_commit


def nudge(task: str) -> None:
    after_commit(partial(publish, task))


def publish(task: str) -> None:
    current_app.send_task(task, retry=False)
