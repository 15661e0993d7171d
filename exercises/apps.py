from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        from exercises.kinds import register_all  # noqa: PLC0415  models are not loaded before

        register_all()
