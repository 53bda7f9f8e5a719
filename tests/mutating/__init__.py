"""Changes of recorded pages of which we know what must be told: typed ones, and noise of which nothing may be told."""
