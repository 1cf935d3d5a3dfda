"""The review page: the desk shown and asked through a browser on the same machine."""
