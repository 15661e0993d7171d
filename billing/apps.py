from django.apps import AppConfig
from django.core.checks import register as register_check


class BillingConfig(AppConfig):
    name = "billing"

    def ready(self) -> None:
        from billing import gateways, mails, paper_kinds  # noqa: PLC0415 - models are ready only now

        mails.register_all()
        paper_kinds.register_all()
        register_check(gateways.check_gateway)
