"""Settings, one URL configuration per process, WSGI entry points."""
