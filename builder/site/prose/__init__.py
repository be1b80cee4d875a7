"""Text with marks of its own, as Markdown, to HTML that harms nothing."""
