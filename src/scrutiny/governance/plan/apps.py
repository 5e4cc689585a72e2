from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "scrutiny.governance.plan"
    label = "plan"
