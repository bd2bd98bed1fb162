"""The live preview: a warm worker that builds, a server that shows, a script that tells the browser."""
