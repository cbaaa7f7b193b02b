"""Who hears what a job says, for tests."""


class Listener:
    """Keeps it, messages and warnings apart and, in `said`, in their order."""

    def __init__(self):
        self.said, self.messages, self.warnings = [], [], []

    def message(self, text):
        self.said.append(text)
        self.messages.append(text)

    def warning(self, text):
        self.said.append(text)
        self.warnings.append(text)

    def progress(self, fraction, text):
        pass
