def measure(parts):
    return []
