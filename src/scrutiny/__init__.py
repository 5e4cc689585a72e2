"""Police Scrutiny: real published data in, traced performance reports out."""

__version__ = "0.1.0"
