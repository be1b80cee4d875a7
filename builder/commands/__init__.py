"""What is typed: a module for each command, imported when it is called; only these print."""
