"""Jobs: what a driver can be asked for, as plain data."""
