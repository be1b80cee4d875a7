"""What this machine gives and takes: processors, memory, signals, folders, the program itself."""
