from django.apps import AppConfig


class ExampleConfig(AppConfig):
    name = "scrutiny.governance.example"
    label = "example"
