"""What a user meets in the windows of the algorithms: order, units, limits, choices, help; and where they are found."""

import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from processing.gui.AlgorithmExecutor import execute
from processing.gui.Postprocessing import handleAlgorithmResults
from qgis.core import (
    QgsLayerTreeRegistryBridge,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterDistance,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProject,
)
from qgis.gui import QgsGui, QgsProcessingGui
from qgis.PyQt.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLabel
from stochastic_kriging.provider.parameters.values import row_of
from stochastic_kriging.tests.documents import text
from stochastic_kriging.tools.parameters_page import help_page

try:
    from processing.gui.algorithm_widget import AlgorithmWidget as AlgorithmDialog
except ImportError:  # before QGIS 4.2
    from processing.gui.AlgorithmDialog import AlgorithmDialog

ALGORITHMS = (
    "crossvalidation",
    "exceedance",
    "kriging",
    "lastopoints",
    "layersinspace",
    "nextwells",
    "section",
    "stochastickriging",
    "variogram",
    "volumes",
    "zonestatistics",
)
OF_WELLS = ("crossvalidation", "kriging", "nextwells", "stochastickriging", "variogram")
FLAG = QgsProcessingParameterDefinition.Flag
OPENINGS = ("LAS: ", "LAS, slices: ", "Slices: ", "Search: ", "Cluster: ", "Layers: ", "Secondary: ", "Data: ")


def inputs(algorithm, *, advanced):
    """Names of the parameters of one part of the window."""
    return [
        one.name()
        for one in algorithm.parameterDefinitions()
        if not one.isDestination() and bool(one.flags() & FLAG.FlagAdvanced) == advanced
    ]


def wrapper_of(definition):
    wrapper = QgsGui.processingGuiRegistry().createParameterWidgetWrapper(
        definition, QgsProcessingGui.WidgetType.Standard
    )
    return wrapper, wrapper.createWrappedWidget(QgsProcessingContext())


def box_of(widget):
    return widget if isinstance(widget, QAbstractSpinBox) else widget.findChild(QAbstractSpinBox)


@pytest.fixture
def window(provider, monkeypatch):
    """Open the window of an algorithm, as the toolbox does, with values as the history does."""
    monkeypatch.setattr("processing.gui.ParametersPanel.iface", None)  # no main window
    opened = []

    def open_window(name, values=None):
        dialog = AlgorithmDialog(provider.algorithm(name).create())
        dialog.setParameters(values or {})
        opened.append(dialog)
        return dialog

    yield open_window
    for dialog in opened:
        dialog.close()
        dialog.deleteLater()
    QgsProject.instance().clear()


# ---- what is asked, and in which order


@pytest.mark.parametrize("name", ALGORITHMS)
def test_at_most_ten_inputs_are_seen_at_first(provider, name):
    assert 4 <= len(inputs(provider.algorithm(name), advanced=False)) <= 10


@pytest.mark.parametrize("name", OF_WELLS)
def test_the_layer_and_its_value_come_first_and_the_layer_is_needed(provider, name):
    algorithm = provider.algorithm(name)
    assert inputs(algorithm, advanced=False)[:2] == ["INPUT", "FIELD"]
    assert not algorithm.parameterDefinition("INPUT").flags() & FLAG.FlagOptional


@pytest.mark.parametrize("name", ALGORITHMS)
def test_labels_say_what_belongs_together_and_those_are_advanced_neighbours(provider, name):
    algorithm = provider.algorithm(name)
    definitions = [one for one in algorithm.parameterDefinitions() if not one.isDestination()]
    labels = [one.description() for one in definitions]
    assert len(set(labels)) == len(labels)
    opening = [next((one for one in OPENINGS if label.startswith(one)), "") for label in labels]
    for definition, found in zip(definitions, opening):
        assert not found or definition.flags() & FLAG.FlagAdvanced, definition.name()
    of_kind = ["LAS: " if one == "LAS, slices: " else one for one in opening]
    for kind in {*of_kind} - {""}:
        places = [place for place, one in enumerate(of_kind) if one == kind]
        assert places == list(range(places[0], places[-1] + 1)), kind
    if name == "lastopoints":
        assert not any(opening)


def test_logs_slices_search_and_cluster_are_told_by_their_labels(provider):
    labels = {one.name(): one.description() for one in provider.algorithm("stochastickriging").parameterDefinitions()}
    for names, opening in (
        ("LAS_FOLDER LAS_FILES CURVE WELL_FIELD TOP_FIELD BOTTOM_FIELD DEPTH_UNIT", "LAS: "),
        ("TOP BOTTOM", "LAS, slices: "),
        ("Z_DELTA Z_REFERENCE Z_FIELD KB_FIELD CHECK_KB VERTICAL_RANGE", "Slices: "),
        ("MAX_DATA SEARCH_RADIUS", "Search: "),
        ("ENGINE SCHEDULER SHARED_FOLDER JOB_FOLDER", "Cluster: "),
    ):
        assert all(labels[name].startswith(opening) for name in names.split())
    assert provider.algorithm("variogram").parameterDefinition("TOP").description() == "LAS: top depth"
    assert provider.algorithm("lastopoints").parameterDefinition("TOP").description() == "Top depth"


def test_the_window_opens_on_the_layer_of_the_project_and_keeps_what_the_history_has(window, wells):
    QgsProject.instance().addMapLayer(wells)
    values = window("kriging").createProcessingParameters()
    assert values["INPUT"] in (wells.id(), wells.source())
    assert (values["TRANSFORM"], values["XY_DELTA"], values["RANGE"], values["TOP"]) == ("none", None, None, None)
    given = {"FIELD": "value", "XY_DELTA": 250.125, "NUGGET": 1.5e-9, "RATIO": 0.4271936, "MODEL": "matern"}
    values = window("kriging", {"INPUT": wells.id(), **given}).createProcessingParameters()
    assert {name: values[name] for name in given} == pytest.approx(given)


@pytest.mark.parametrize("name", ALGORITHMS)
def test_every_window_opens_with_the_defaults(window, provider, name):
    wrappers = window(name).mainWidget().wrappers
    for definition in provider.algorithm(name).parameterDefinitions():
        if isinstance(definition, (QgsProcessingParameterNumber, QgsProcessingParameterEnum)):
            found, default = wrappers[definition.name()].parameterValue(), definition.defaultValue()
            assert found == default or (found == [] and default is None), definition.name()


# ---- boxes of numbers


@pytest.mark.parametrize("name", ALGORITHMS)
def test_boxes_of_numbers_know_their_limits_and_show_what_is_not_set(provider, name):
    context = QgsProcessingContext()
    for definition in provider.algorithm(name).parameterDefinitions():
        if not isinstance(definition, QgsProcessingParameterNumber):
            continue
        row = row_of(definition)
        wrapper, widget = wrapper_of(definition)
        box = box_of(widget)
        assert box.maximum() == row.limits.most or row.limits.most > 2**31, row.name
        wrapper.setParameterValue(definition.defaultValue(), context)
        assert wrapper.parameterValue() == definition.defaultValue(), row.name
        if definition.defaultValue() is None:
            assert box.text() == "Not set"
            box.stepUp()
            assert box.text() != "Not set", row.name
            assert row.limits.least <= wrapper.parameterValue() <= row.limits.most, row.name
            wrapper.setParameterValue(None, context)
            assert wrapper.parameterValue() is None, row.name


def test_small_variances_can_be_typed(provider):
    for name in ("NUGGET", "PARTIAL_SILL"):
        wrapper, widget = wrapper_of(provider.algorithm("kriging").parameterDefinition(name))
        box_of(widget).setValue(2.5e-9)
        assert wrapper.parameterValue() == pytest.approx(2.5e-9)


# ---- units


def unit_beside(dialog, name):
    """The unit that the window shows beside a distance."""
    widget = dialog.mainWidget().wrappers[name].wrappedWidget()
    shown = [one.currentText() for one in widget.findChildren(QComboBox) if not one.isHidden()]
    return shown or [one.text() for one in widget.findChildren(QLabel) if one.text() and not one.isHidden()]


@pytest.mark.parametrize(("crs", "unit"), [("EPSG:26912", "meters"), ("EPSG:2222", "feet")])
def test_distances_have_the_unit_of_the_layer(window, make_layer, crs, unit):
    layer = make_layer([(0, 0), (1, 1)], crs=crs, value=[1.0, 2.0])
    QgsProject.instance().addMapLayer(layer)
    dialog = window("kriging", {"INPUT": layer.id()})
    names = ["XY_DELTA", "RANGE", "SEARCH_RADIUS", "DECLUSTERING_CELL"]
    assert {name: unit_beside(dialog, name)[0] for name in names} == dict.fromkeys(names, unit)


def test_every_distance_has_a_layer_whose_unit_it_has(provider):
    for algorithm in provider.algorithms():
        for definition in algorithm.parameterDefinitions():
            if isinstance(definition, QgsProcessingParameterDistance):
                parent = algorithm.parameterDefinition(definition.parentParameterName())
                assert parent is not None, (algorithm.name(), definition.name())
                assert not parent.flags() & FLAG.FlagOptional


@pytest.mark.parametrize("name", [*OF_WELLS, "lastopoints", "section"])
def test_the_help_says_what_distances_mean_for_a_layer_in_degrees(provider, name):
    said = "where that is degrees, they are metres all the same" in provider.algorithm(name).shortHelpString()
    assert said == (name in OF_WELLS)


def test_distances_that_may_be_meant_in_degrees_are_doubted(run, make_layer):
    places = [(9 + 0.01 * (k % 4), 50 + 0.01 * (k // 4)) for k in range(12)]
    layer = make_layer(places, crs="EPSG:4326", value=[float(k) for k in range(12)])
    given = {"algorithm": "stochkrig:kriging", "INPUT": layer, "FIELD": "value", "XY_DELTA": 500}
    said = run(**given, RANGE=5, NUGGET=0.1, PARTIAL_SILL=1).log
    assert "Range (practical) (RANGE): taken in meters, the unit of EPSG:32632, and not in degrees." in said
    assert "not in degrees" not in run(**given).log


# ---- choices


@pytest.mark.parametrize("name", ALGORITHMS)
def test_choices_are_words_that_never_change_and_their_help_explains_each(provider, name):
    for definition in provider.algorithm(name).parameterDefinitions():
        if not isinstance(definition, QgsProcessingParameterEnum):
            continue
        wrapper, widget = wrapper_of(definition)
        if definition.allowMultiple():
            shown = [one.text() for one in widget.findChildren(QAbstractButton)]
        else:
            shown = [widget.itemText(at) for at in range(widget.count())]
            assert definition.help() in widget.toolTip()
        assert shown == definition.options()
        wrapper.setParameterValue(definition.options()[-1], QgsProcessingContext())
        assert wrapper.parameterValue() in (definition.options()[-1], [definition.options()[-1]])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"TRANSFORM": 1}, "Transform (TRANSFORM) is 1: it should be one of normal-score, log, none."),
        ({"TRANSFORM": "1"}, "Transform (TRANSFORM) is '1': it should be one of normal-score, log, none."),
        ({"METHOD": 0}, "Method (METHOD) is 0: it should be one of gaussian, sequential, random-sample."),
        ({"XY_DELTA": -5}, "Cell size (XY_DELTA) is -5: it should be greater than zero."),
        ({"INPUT": None}, "Nothing is given for Well locations (INPUT): it takes one point layer."),
        (
            {"METHOD": "sequential", "EXACT_POSITIONS": "yes"},
            "at cell centres: leave Condition at exact positions (EXACT_POSITIONS) out, or choose gaussian.",
        ),
        (
            {"algorithm": "stochkrig:kriging", "MIN_DATA": 31},
            "Search: minimum number of data (MIN_DATA) is 31, and there are 30 data",
        ),
    ],
)
def test_sentences_have_the_label_and_the_name(refusal, wells, given, words):
    assert words in refusal(**{"INPUT": wells, "FIELD": "value", **given})


@pytest.mark.parametrize(("name", "words"), [("section", "Map with slices (RASTER)"), ("lastopoints", "Curve (CURVE)")])
def test_what_is_needed_is_asked_for_by_its_label(provider, name, words):
    fine, said = provider.algorithm(name).create().checkParameterValues({}, QgsProcessingContext())
    assert not fine
    assert said.startswith(f"Nothing is given for {words}: it takes one ")


# ---- the toolbox


def test_algorithms_are_found_in_four_groups(provider):
    groups = {}
    for algorithm in provider.algorithms():
        groups.setdefault((algorithm.groupId(), algorithm.group()), set()).add(algorithm.name())
    assert groups == {
        ("maps", "Maps"): {"stochastickriging", "kriging", "section", "layersinspace"},
        ("checks", "Variogram and checks"): {"variogram", "crossvalidation"},
        ("decisions", "Decisions"): {"nextwells", "volumes", "exceedance", "zonestatistics"},
        ("wells", "Wells"): {"lastopoints"},
    }


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("interpolate", {"stochastickriging", "kriging", "variogram"}),
        ("gaussian", {"stochastickriging", "kriging"}),
        ("monte carlo", {"stochastickriging", "volumes", "exceedance"}),
        ("soil", {"stochastickriging", "kriging", "variogram"}),
        ("porosity", {"stochastickriging", "kriging", "volumes"}),
        ("wells", {"stochastickriging", "kriging", "lastopoints", "nextwells"}),
        ("uncertainty", {"stochastickriging", "kriging", "exceedance", "zonestatistics", "volumes"}),
    ],
)
def test_words_that_people_search_for_find_them(provider, word, names):
    assert names <= {algorithm.name() for algorithm in provider.algorithms() if word in algorithm.tags()}


@pytest.mark.parametrize("name", ALGORITHMS)
def test_icon_and_help_travel_with_the_plugin(provider, name):
    algorithm = provider.algorithm(name)
    for one in (algorithm, provider):
        assert not one.icon().isNull()
        assert Path(one.svgIconPath()).is_file()
    url = urlsplit(algorithm.helpUrl())
    path = Path(url2pathname(url.path))
    assert (url.scheme, path.name) == ("file", f"{name}.html")
    assert path.read_text(encoding="utf-8") == help_page(algorithm, row_of)  # `make docs` writes it


@pytest.mark.parametrize("name", ALGORITHMS)
def test_the_help_has_a_sentence_for_each_output(provider, name):
    algorithm = provider.algorithm(name)
    assert algorithm.about().startswith("<p>")
    said = algorithm.shortHelpString().split("<h3>Outputs</h3>")[1]
    for definition in algorithm.parameterDefinitions():
        if definition.isDestination():
            assert re.search(rf"<b>{re.escape(definition.description())}</b>: \w", said), definition.name()


def test_the_pages_of_help_name_every_parameter_and_output(provider):
    for algorithm in provider.algorithms():
        page = text(f"docs/help/{algorithm.name()}.html")
        for definition in (*algorithm.parameterDefinitions(), *algorithm.outputDefinitions()):
            assert f"<code>{definition.name()}</code>" in page


# ---- what a run leaves in the project


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("paths", [("1", "2", "3"), ("3", "1", "2"), ("2", "3", "1")])
def test_the_layers_of_a_group_have_a_fixed_order_whatever_their_files(provider, wells, tmp_path, paths, beside):
    project, context, feedback = QgsProject.instance(), QgsProcessingContext(), QgsProcessingFeedback(False)
    project.clear()
    context.setProject(project)
    root, bridge = project.layerTreeRoot(), project.layerTreeRegistryBridge()

    def follow(node, *_):
        bridge.setLayerInsertionPoint(QgsLayerTreeRegistryBridge.InsertionPoint(node, 0))

    if beside:  # as the window of QGIS does with the layer that is the current one
        root.addedChildren.connect(follow)
    given = {"INPUT": wells, "FIELD": "value", "XY_DELTA": 500, "TRANSFORM": "normal-score"}
    for name, path in zip(("MEAN", "STD", "QUANTILES"), paths):
        given[name] = QgsProcessingOutputLayerDefinition(str(tmp_path / f"{path}.tif"), project)
    algorithm = provider.algorithm("kriging").create()
    assert execute(algorithm, given, context, feedback)[0], feedback.textLog()
    handleAlgorithmResults(algorithm, context, feedback)
    if beside:
        root.addedChildren.disconnect(follow)
        follow(root)
    (group,) = root.findGroups()
    assert group.name() == "value, Kriging, normal-score"
    names = [node.name() for node in group.findLayers()]
    assert names == ["Mean of value", "Standard deviation of value", "Quantiles of value"]
    project.clear()
