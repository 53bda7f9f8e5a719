"""The names by which a folder of flows is laid out."""

from __future__ import annotations

GUIDES = "guides"
"""The folder of guides; every other folder is a site."""
SITE_FILE = "site.yaml"
LABELS_FILE = "labels.yaml"
