"""WorkForce: one object at work in many processes, on this machine or on a Dask cluster; see workforce.py."""
