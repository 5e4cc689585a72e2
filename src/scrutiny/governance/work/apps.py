from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "scrutiny.governance.work"
    label = "work"
