"""The screens of the desk, one module for each noun, and the small ones they open."""
