"""Changes of recorded pages of which we know what must be told: typed ones, and noise of which nothing may be told."""

from mutating.limits import LIMITS
from mutating.places import PLACES
from mutating.typed import CHANGES

TYPED = {**CHANGES, **LIMITS, **PLACES}
