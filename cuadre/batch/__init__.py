"""The night: many documents from a folder tree, each once, each in a process of its own."""
