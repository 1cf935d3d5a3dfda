"""Repair of what recognisers and transcribers did to texts: every change is a step with before, after and witnesses."""
