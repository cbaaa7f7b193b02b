"""Types of the fields of tables.

Law: by the name that this QGIS has for them: from 3.38 on `QVariant` types are deprecated, before it there is no other.
"""

from __future__ import annotations

from qgis.core import Qgis
from qgis.PyQt.QtCore import QMetaType, QVariant

_NEW = Qgis.QGIS_VERSION_INT >= 33800

INTEGER = QMetaType.Type.Int if _NEW else QVariant.Int
DOUBLE = QMetaType.Type.Double if _NEW else QVariant.Double
TEXT = QMetaType.Type.QString if _NEW else QVariant.String
