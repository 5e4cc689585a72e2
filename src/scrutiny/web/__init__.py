"""The site: what the figures say, for anyone. A Django project on a calculated workspace.

`content` says what each page holds, without Django, so that a page and its twin in the API cannot
differ; `pages` shows it; `api` gives it as JSON and CSV.
"""
