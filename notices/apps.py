from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from notices import desk  # noqa: PLC0415  models are not loaded before

        desk.register_all()
