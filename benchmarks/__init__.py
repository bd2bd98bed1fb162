"""What is measured, not tested: pages, how fast sites are built, and what builds withstand."""
