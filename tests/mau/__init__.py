"""A project of one made-up paper, Báo Mẫu, for tests that crawl."""
