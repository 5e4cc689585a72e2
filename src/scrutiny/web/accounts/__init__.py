"""Signing in: who may, how long it lasts, and what the audit is told of it.

The pages are django-allauth's, in our templates (`pages/templates/account`, `mfa`,
`socialaccount`). Nobody makes an account here: an administrator adds each person.
"""
