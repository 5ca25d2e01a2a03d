"""What the published site has: its addresses, its plan, its feeds, and the promise that addresses stay."""
