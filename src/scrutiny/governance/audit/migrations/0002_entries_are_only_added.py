from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from scrutiny.governance.audit.guard import guard, unguard


def add(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    guard(editor.connection)


def remove(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    unguard(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
