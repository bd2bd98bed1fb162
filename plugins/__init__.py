"""The glue between the dossier and Pelican: thin adapters that decide nothing about the content."""
