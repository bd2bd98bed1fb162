"""What happens to content and to builds, and what comes of it."""
