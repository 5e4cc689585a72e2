"""The pages as HTML: templates, and the views that fill them."""
