"""The site as a product: what it was made from and of, packed for an agency's own server, and checked against that."""
