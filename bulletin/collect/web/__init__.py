"""The network: one guarded, polite way out. Only this package speaks to servers."""
