"""Forms whose fields have the classes of GOV.UK Frontend."""

from __future__ import annotations

from typing import Any

from django import forms

_CLASSES = {
    forms.CheckboxInput: "govuk-checkboxes__input",
    forms.Select: "govuk-select",
    forms.Textarea: "govuk-textarea",
    forms.ClearableFileInput: "govuk-file-upload",
}


class Styled:
    """Mix into a form: gives each field its class, and dates and times the browser's own fields."""

    fields: dict[str, forms.Field]

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            elif isinstance(field, forms.TimeField):
                field.widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        styled(self)


def styled(form: Any) -> Any:
    """The form, which may be another's than ours, with a class at each of its fields."""
    for field in form.fields.values():
        kinds = (kind for known, kind in _CLASSES.items() if isinstance(field.widget, known))
        field.widget.attrs.setdefault("class", next(kinds, "govuk-input"))
        field.widget.attrs.pop("placeholder", None)  # a label says it, and stays
    return form


class Form(Styled, forms.Form):
    """A form that no record stands behind."""


class RecordForm(Styled, forms.ModelForm):  # type: ignore[type-arg]
    """A form of a record's own fields; `note` says why, where the view asks for it."""


RESTRICTION = ("restricted", "restricted_why", "restricted_review")
"""The fields of a `Sensitive` record that a form offers to those who may mark."""
