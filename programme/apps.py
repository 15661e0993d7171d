from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "programme"

    def ready(self) -> None:
        from programme.kinds import register_all  # noqa: PLC0415  models are not loaded before

        register_all()
