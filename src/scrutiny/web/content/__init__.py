"""What each page holds, in the report's own document model and without Django.

A page is a function `(Edition, Asked, ...) -> Content`. Its HTML, its charts' pictures, its
downloads and its twin in the API are all made from the one content.
"""

from scrutiny.web.content.content import Content

__all__ = ["Content"]
