"""Pages, feeds and sitemaps as no site should serve them, and what reading and discovery make of
them.
"""
