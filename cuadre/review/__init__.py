"""The review page: what the machine is not sure of, a person settles in seconds, once."""
