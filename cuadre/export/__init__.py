"""The data package: written atomically, read back for ``cuadre check``."""
