"""What tests of the project as a whole are made with."""
