from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "scrutiny.web.pages"
    label = "pages"
