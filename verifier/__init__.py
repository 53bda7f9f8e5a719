"""Replays documented help flows against the site they describe and tells what no longer holds."""

__version__ = "0.1.0"
