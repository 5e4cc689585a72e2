"""Areas with ONS codes, their dated hierarchy, peer groups and boundaries."""

from scrutiny.areas.area import Area, PeerGroup
from scrutiny.areas.areas import Areas, load_areas
from scrutiny.areas.boundaries import boundaries

__all__ = ["Area", "Areas", "PeerGroup", "boundaries", "load_areas"]
