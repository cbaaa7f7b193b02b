"""Speed and memory of the core against its peers: `make bench`."""
