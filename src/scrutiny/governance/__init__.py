"""Records of governance: people, the scrutiny plan, meetings, what was asked, the report's writing.

Django apps, one a package. They hold what people decide; figures stay in the warehouse.
"""
