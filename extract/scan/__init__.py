"""Scanned pages: from pixels to the same words and rulings that a digital page gives."""
