from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "scrutiny.web.desk"
    label = "desk"
