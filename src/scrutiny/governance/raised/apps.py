from django.apps import AppConfig


class RaisedConfig(AppConfig):
    name = "scrutiny.governance.raised"
    label = "raised"
