from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "scrutiny.governance.inspection"
    label = "inspection"
