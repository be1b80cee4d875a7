"""What the machine does to a program: disks, servers, processes."""
