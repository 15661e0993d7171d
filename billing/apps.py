from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"

    def ready(self) -> None:
        from billing import paper_kinds  # noqa: PLC0415  models are not loaded before

        paper_kinds.register_all()
