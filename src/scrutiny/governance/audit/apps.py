from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "scrutiny.governance.audit"
    label = "audit"
