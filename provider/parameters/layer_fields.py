"""Fields that are chosen of a layer besides INPUT."""

from __future__ import annotations

from qgis.core import QgsProcessingException

from ..given import Given
from ..inputs.points import require_fields, require_numbers_or_texts, require_numeric
from ..text import tr


def chosen_fields(
    given: Given, layer: str, names: tuple[str, ...], required: tuple[str, ...], *, texts: bool = False
) -> dict[str, str]:
    """Return the fields chosen of a layer, by parameter; refuse what does not fit.

    The first of `required` is a name; all others but WELL_FIELD are numbers, or `texts` in which numbers may stand.
    """
    source = given.source(layer)
    fields = given.fields(*names)
    if source is None:
        if given.parameters.get(layer):
            raise QgsProcessingException(given.algorithm.invalidSourceError(given.parameters, layer))
        if fields:
            text = tr("{name} is a field of no layer: choose {layer}.")
            name = given.titled(next(iter(fields)))
            raise QgsProcessingException(text.format(name=name, layer=given.titled(layer)))
        return {}
    for name in required:
        if name not in fields:
            text = tr("{layer} is given: choose its {name} too.")
            raise QgsProcessingException(text.format(layer=given.titled(layer), name=given.titled(name)))
    require_fields(source, fields)
    numbers = {name: field for name, field in fields.items() if name not in ("WELL_FIELD", required[0])}
    if not texts:
        require_numeric(source, numbers)
        return fields
    for name, field in numbers.items():
        require_numbers_or_texts(source, name, field)
    return fields
