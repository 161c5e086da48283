"""sitegen: from a folder of agendas, minutes and mandates to a checked, browsable public site."""

__version__ = "0.1.0"
