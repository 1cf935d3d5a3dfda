"""Cuadre: signed quarterly reports into data that a person can trust."""
