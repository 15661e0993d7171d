from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from notices import account_kinds, desk  # noqa: PLC0415  models are not loaded before

        account_kinds.register_all()
        desk.register_all()
