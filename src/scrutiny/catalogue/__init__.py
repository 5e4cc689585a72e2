"""Measures, offence sets, sources, priorities and breaks: TOML files with a typed loader."""

from scrutiny.catalogue.catalogue import Catalogue
from scrutiny.catalogue.loader import load_catalogue

__all__ = ["Catalogue", "load_catalogue"]
