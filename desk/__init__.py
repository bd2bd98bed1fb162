"""What the tasks run: the site built, looked at, cleaned away; and the environment that this needs."""
