"""A digest as a mail: rendering it and sending it."""
