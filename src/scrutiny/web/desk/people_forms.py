"""The forms about people and organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from scrutiny.governance.people.models import Organisation, Person, Role
from scrutiny.web.desk.forms import Form, RecordForm


class PersonForm(RecordForm):
    class Meta:
        model = Person
        fields = ("title", "email")


class AddForm(PersonForm):
    """Somebody new, with a first role."""

    role = forms.ChoiceField(choices=Role.choices)
    organisation = forms.ModelChoiceField(Organisation.objects.all())


class RoleForm(Form):
    role = forms.ChoiceField(choices=Role.choices)
    organisation = forms.ModelChoiceField(Organisation.objects.all())
    begins = forms.DateField(label="from")
    ends = forms.DateField(label="until", required=False, help_text="The first day without it.")


class EndForm(Form):
    ends = forms.DateField(label="until", help_text="The first day without it.")
    note = forms.CharField(label="why", max_length=500)


class ReasonForm(Form):
    note = forms.CharField(label="why", max_length=500)


class OrganisationForm(RecordForm):
    class Meta:
        model = Organisation
        fields = ("kind", "name", "area", "begins", "ends", "part_of", "follows")
        help_texts = {  # noqa: RUF012  # Django's own way
            "ends": "The first day on which it does not exist.",
            "follows": "The body before it, such as the authority before a commissioner.",
        }


def refuse(form: Any, error: ValidationError) -> None:
    """Show in a form what a rule of the records says against it."""
    known = getattr(error, "error_dict", {})
    if known and set(known) <= set(form.fields):
        form.add_error(None, error)
    else:
        form.add_error(None, error.messages)
