from django.apps import AppConfig


class KeyringConfig(AppConfig):
    name = "keyring"
