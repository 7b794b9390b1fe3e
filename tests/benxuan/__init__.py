"""Báo Bến Xuân: an invented paper without class names, whose pages are full of what rotates."""
