from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "scrutiny.governance.people"
    label = "people"
