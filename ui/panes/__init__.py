"""The tabs of the dock: each joins a view, its question to the core, and its marks on the map."""
