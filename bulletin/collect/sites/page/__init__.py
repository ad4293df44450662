"""The parts of an article page: what it states, its title, its body, when and from where it was published."""
