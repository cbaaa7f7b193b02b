"""A file to be written, asked for: its name gets its suffix before it is asked whether a file that is there may go."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QDialog, QFileDialog, QWidget


class SaveDialog(QFileDialog):
    """Asks where to write a file.

    Parameters
    ----------
    parent : QWidget or None
    title : str
    name : str
        What is offered; empty: nothing.
    kind : str
        The files that are shown, as a filter of QFileDialog.
    suffix : str
        Without a dot; a name that has another one keeps it.
    """

    def __init__(self, parent: QWidget | None, title: str, name: str, kind: str, suffix: str) -> None:
        super().__init__(parent, title, "", kind)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        self.setDefaultSuffix(suffix)
        self.selectFile(name)

    def path(self) -> str:
        """Ask, and return the path; empty: none is wanted."""
        accepted = self.exec() == QDialog.DialogCode.Accepted
        self.deleteLater()
        return str(self.selectedFiles()[0]) if accepted else ""
