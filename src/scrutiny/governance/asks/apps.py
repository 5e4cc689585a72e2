from django.apps import AppConfig


class AsksConfig(AppConfig):
    name = "scrutiny.governance.asks"
    label = "asks"
