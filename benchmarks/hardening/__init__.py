"""What happens to builds, and what comes of it."""
