from django.apps import AppConfig


class BackgroundConfig(AppConfig):
    name = "scrutiny.governance.background"
    label = "work"
