"""What every handler works with: the services, the errors, the DM, and each request taken once."""
