"""From a planned page to the plain data that its template sees; the contract with theme authors."""
