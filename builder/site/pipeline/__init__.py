"""From a snapshot to a site: read, plan, render in several processes, publish."""
