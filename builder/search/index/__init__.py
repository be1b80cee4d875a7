"""What is searched: the words, texts and values of every dandiset, weighed."""
