"""Real processes and bad luck: what tools/torture and the Python tests share. Standard library only."""
