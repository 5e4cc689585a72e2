from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "scrutiny.governance.meetings"
    label = "meetings"
