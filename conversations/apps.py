from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "conversations"

    def ready(self) -> None:
        from conversations.kinds import register_all  # noqa: PLC0415  models are not loaded before

        register_all()
