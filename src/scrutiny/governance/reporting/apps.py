from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "scrutiny.governance.reporting"
    label = "reporting"
