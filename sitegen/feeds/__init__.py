"""Other outputs of the same site, for machines: open data, sitemap, robots."""
