"""The example: a year of scrutiny, 2019/20, which every page that shows it says is an example.

| file | what it holds |
|---|---|
| `plan.toml` | the plan, from the sections of the real one of 2013 |
| `people.toml` | organisations and people, by role: nobody is a real person |
| `year.toml` | what was done, in order, with where the real report of February 2020 tells of it |
| `texts` | what was written for each report, a file a section |
"""
