"""The responders' desk. A view reads the request, calls one flow, answers; it decides nothing."""
