"""The pages by facet."""
