from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "scrutiny.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        from scrutiny.web.accounts.watch import watch

        watch()
