"""What pages share before any is planned: addresses, feeds, the promise that addresses stay."""
