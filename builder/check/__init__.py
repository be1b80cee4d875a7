"""What `check` looks for, in snapshots and in sites."""
