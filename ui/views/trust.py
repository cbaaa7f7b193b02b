"""How far predictions can be trusted: each datum beside what the others say of it, and the scores of the last models.

Law: every number is one that the task `cross-validation` returned. Models are compared only where the same data were
predicted.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .cloud import CloudPlot, with_margin
from .plot import Plot
from .qt import QtCore, QtGui, QtWidgets, Signal, add_shortcut, tr
from .rows import Row, RowsView
from .units import axis, figure, with_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ...krig_core.jobs.cross_validation import CrossValidationResult, ModelScores
    from .data import Data
    from .plot import Colours
    from .state import State

    Floats = NDArray[np.float64]

_KEPT = 3
"""So many models are compared."""

_WORST = 12
"""So many data that miss their predictions most are listed."""

_MOST_BARS = 2000
"""Of more data the intervals would hide each other."""

_ROUNDING = 1e-12


class ScorePlot(CloudPlot):
    """Observed against predicted, with the intervals as bars. Lit are the data that lie outside theirs.

    Attributes
    ----------
    low, high : float arrays, shape (k,)
        Where the bar of each point begins and ends, along x; empty: no bars.
    """

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.low = self.high = np.empty(0)
        self.diagonal = True

    def drawn(self, colours: Colours, x: Floats, y: Floats, size: tuple[int, int], ratio: float) -> Any:
        """Draw the bars below the points."""
        picture = QtGui.QImage(*size, QtGui.QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(0)
        painter = QtGui.QPainter(picture)
        if len(self.low):
            per_unit = size[0] / (self.x_range[1] - self.x_range[0])
            begin, end = (x + (ends - self.x) * per_unit for ends in (self.low, self.high))
            alpha = int(np.clip(9000 / len(self.low), 25, 110))
            for some, colour, more in ((~self.lit, colours.accent, 0), (self.lit, colours.third, 60)):
                faint = QtGui.QColor(colour)
                faint.setAlpha(alpha + more)
                painter.setPen(QtGui.QPen(faint, 1.2 * ratio))
                ends = zip(begin[some].tolist(), end[some].tolist(), y[some].tolist())
                lines = [QtCore.QLineF(max(left, -9.0), at, min(right, size[0] + 9.0), at) for left, right, at in ends]
                if lines:
                    painter.drawLines(lines)
        painter.drawImage(0, 0, super().drawn(colours, x, y, size, ratio))
        painter.end()
        return picture


class RankPlot(Plot):
    """Histogram of the probability integral transform, with the band in which nine columns of ten lie by chance."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.counts: tuple[int, ...] = ()
        self.x_label = tr("Rank (PIT)")
        self.y_label = tr("Data")
        self.setMinimumSize(120, 110)

    def show_counts(self, counts: tuple[int, ...]) -> None:
        """Show numbers of data by classes of equal width."""
        self.counts = counts
        self.y_range = (0.0, 1.08 * max(1.0, *counts, sum(self._band) if counts else 0.0)) if counts else (0.0, 1.0)
        self.update()

    @property
    def _band(self) -> tuple[float, float]:
        """The even number of data in a class, and how far chance lets nine classes of ten be off it."""
        even = sum(self.counts) / len(self.counts)
        return even, 1.645 * math.sqrt(even * (1 - 1 / len(self.counts)))

    def draw(self, painter: Any, colours: Colours) -> None:
        """Draw the columns, and above them the band."""
        if not self.counts:
            return
        for place, count in enumerate(self.counts):
            left = self.pixel(place / len(self.counts), count)
            right = self.pixel((place + 1) / len(self.counts), 0.0)
            painter.fillRect(QtCore.QRectF(left, right).adjusted(1, 0, -1, 0), colours.accent)
        even, spread = self._band
        band = QtCore.QRectF(self.pixel(0.0, even + spread), self.pixel(1.0, max(0.0, even - spread)))
        grey = QtGui.QColor(colours.ink)
        grey.setAlpha(60)
        painter.fillRect(band, grey)
        painter.setPen(QtGui.QPen(colours.ink, 1.4, QtCore.Qt.PenStyle.DashLine))
        painter.drawLine(self.pixel(0.0, even), self.pixel(1.0, even))


class AccuracyPlot(Plot):
    """The part of the data that intervals of each probability hold (Deutsch 1997)."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.shares: Sequence[float] = ()
        self.held: Sequence[float] = ()
        self.x_label = tr("Probability")
        self.y_label = tr("Part inside")
        self.setMinimumSize(120, 110)

    def show_held(self, shares: Sequence[float], held: Sequence[float]) -> None:
        """Show which part of the data lies in intervals of each probability."""
        self.shares, self.held = shares, held
        self.update()

    def draw(self, painter: Any, colours: Colours) -> None:
        """Draw the line of exact intervals, and what they hold."""
        painter.setPen(QtGui.QPen(colours.ink, 1.4, QtCore.Qt.PenStyle.DashLine))
        painter.drawLine(self.pixel(0.0, 0.0), self.pixel(1.0, 1.0))
        places = [self.pixel(share, held) for share, held in zip(self.shares, self.held) if math.isfinite(held)]
        painter.setPen(QtGui.QPen(colours.accent, 2.0))
        painter.drawPolyline(QtGui.QPolygonF(places))
        painter.setBrush(colours.accent)
        for place in places:
            painter.drawEllipse(place, 2.4, 2.4)


class _Tried(NamedTuple):
    """A model that was tried."""

    key: tuple[str, ...]
    text: str
    tip: str
    scores: ModelScores


class TrustView(QtWidgets.QWidget):
    """Observed against predicted, rank histogram, accuracy plot, the last models and the worst data.

    Signals
    -------
    datum_chosen : int
        A datum was clicked, in the plot or in the list of the worst.
    data_chosen : frozenset of int
        Data were circled; also that which was clicked.
    left_out_changed : frozenset of int
        Numbers of the data that are not to count.
    """

    datum_chosen = Signal(int)
    data_chosen = Signal(object)
    left_out_changed = Signal(object)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._data: Data | None = None
        self._left_out: frozenset[int] = frozenset()
        self._numbers = np.empty(0, dtype=np.intp)
        self._predictions = np.empty((9, 0))
        self._light: frozenset[int] = frozenset()
        self._listed: list[int] = []
        self._rows: list[_Tried] = []
        self._of = b""
        self._build()
        self.show_scores(None, None)

    # ---- what is shown

    def show_scores(
        self,
        result: CrossValidationResult | None,
        predictions: Floats | None,
        state: State | None = None,
        data: Data | None = None,
        message: str = "",
    ) -> None:
        """Show what the task `cross-validation` found of data in a state; None: nothing yet, or why not, in a sentence.

        Parameters
        ----------
        result : CrossValidationResult, optional
        predictions : float array, shape (9, m), optional
            What the task wrote.
        state : State, optional
            That of which the task was asked.
        data : Data, optional
        message : str
            Instead of a result.
        """
        from ...krig_core.jobs.cross_validation import PREDICTED, ROW

        self._data = None if result is None else data
        if result is None or predictions is None or state is None or data is None:
            self._numbers, self._predictions = np.empty(0, dtype=np.intp), np.empty((9, 0))
            self.verdict.setText("")
            self.told.setText("")
            self.plot.message = message or tr("Fit a variogram first: here each value is predicted from the others.")
            self.ranks.show_counts(())
            self.accuracy.show_held((), ())
        else:
            self._predictions = predictions[:, np.isfinite(predictions[PREDICTED])]
            self._numbers = data.kept(state.left_out)[self._predictions[ROW].astype(np.intp)]
            self._left_out = state.left_out
            best = result.models[0]
            self.verdict.setText(best.verdict)
            self.told.setText(self._how(result))
            self.told.setToolTip(best.uncertainty)
            self._remember(best, state, data)
            self.plot.message = ""
            self.ranks.show_counts(result.pit)
            self.accuracy.title = tr("Goodness {g:.2f}").format(g=best.goodness)
            self.accuracy.show_held(result.shares, result.held)
        self.lower.setVisible(result is not None)
        for button in self.switches.buttons():
            button.setVisible(result is not None)
        if result is None:
            self.switches.button(0).click()
        unit = "" if data is None else data.value_unit
        for tab, text in enumerate((tr("Scores"), tr("Largest errors"))):
            self.lower.setTabText(tab, axis(text, unit))
        self._draw_points()
        self._fill_models()
        self._fill_worst()
        self._offer()

    @property
    def data(self) -> Data | None:
        """The data that are shown."""
        return self._data

    def light(self, numbers: frozenset[int]) -> None:
        """Draw rings around data, such as those that are selected on the map."""
        self._light = numbers
        self.plot.mark(self.plot.lit, np.isin(self._numbers, list(numbers)))
        self._offer()

    # ---- parts

    def _build(self) -> None:
        self.verdict = QtWidgets.QLabel(self)
        self.verdict.setWordWrap(True)
        bold = self.verdict.font()
        bold.setBold(True)
        self.verdict.setFont(bold)
        self.told = QtWidgets.QLabel(self)
        self.told.setWordWrap(True)
        self.plot = ScorePlot(self)
        self.plot.naming = self._named
        self.plot.chosen_changed.connect(self._choose)
        how = tr(
            "What was observed, and what the others say of it. A bar is the interval that holds the value with a "
            "probability of 90 %; crosses lie outside theirs. On the dashed line a prediction is exact. Click a datum, "
            "or circle some, to select them on the map."
        )
        self.ranks = RankPlot(self)
        self.ranks.setToolTip(
            tr(
                "How probable predictions had it that the value is no greater (probability integral transform), and of "
                "how many data. Even is best; a U: intervals are too narrow, a hill: too wide, a slope: predictions "
                "are too high or too low. In the band lie nine columns of ten by chance."
            )
        )
        self.accuracy = AccuracyPlot(self)
        self.accuracy.setToolTip(
            tr(
                "The part of the data that intervals of each probability hold (accuracy plot). Below the dashed line "
                "intervals are too narrow, above it too wide. Goodness sums that up, and is 1 at best."
            )
        )
        both = QtWidgets.QWidget(self)
        side_by_side = QtWidgets.QHBoxLayout(both)
        side_by_side.setContentsMargins(0, 0, 0, 0)
        side_by_side.addWidget(self.ranks)
        side_by_side.addWidget(self.accuracy)
        self.charts = QtWidgets.QStackedWidget(self)
        top = QtWidgets.QHBoxLayout()
        self.switches = QtWidgets.QButtonGroup(self)
        for place, (chart, text, tip) in enumerate(
            (
                (self.plot, tr("Predictions"), how),
                (both, tr("Uncertainty"), tr("Whether intervals hold as many data as they should.")),
            )
        ):
            self.charts.addWidget(chart)
            button = QtWidgets.QToolButton(self)
            button.setText(text)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setChecked(place == 0)
            button.clicked.connect(lambda _=False, place=place: self.charts.setCurrentIndex(place))
            self.switches.addButton(button, place)
            top.addWidget(button)
        top.addWidget(self.told, 1)
        self.models, self.worst = RowsView(self), RowsView(self)
        self.models.setTextElideMode(QtCore.Qt.TextElideMode.ElideRight)
        self.worst.picked.connect(self._choose_worst)
        self.lower = QtWidgets.QTabWidget(self)
        self.lower.addTab(self.models, "")
        self.lower.addTab(self.worst, "")
        self.leave_out = QtWidgets.QToolButton(self)
        self.leave_out.setToolTip(
            tr("Look at the data without this one. It can be undone, and the layer stays as it is. Key: Del.")
        )
        self.leave_out.clicked.connect(lambda _=False: self._leave_out())
        self.lower.setCornerWidget(self.leave_out)
        add_shortcut("Del", self, self._leave_out)
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(4, 4, 4, 4)
        whole.addWidget(self.verdict)
        whole.addLayout(top)
        whole.addWidget(self.charts, 3)
        whole.addWidget(self.lower, 1)

    # ---- the plot

    def _draw_points(self) -> None:
        from ...krig_core.jobs.cross_validation import HIGH, LOW, OBSERVED, PIT, PREDICTED

        plot, rows = self.plot, self._predictions
        plot.low = plot.high = np.empty(0)
        plot.show_points(rows[PREDICTED], rows[OBSERVED])
        if self._data is None or not len(self._numbers):
            return
        observed, unit, title = rows[OBSERVED], self._data.value_unit, self._data.title
        low, high = float(observed.min()), float(observed.max())
        # Bars that reach far beyond are cut, lest one of them makes all others points.
        room = 0.6 * (high - low) or 0.5 * abs(high) or 0.5
        across = np.clip(rows[[PREDICTED, LOW, HIGH]], low - room, high + room)
        plot.x_range, plot.y_range = with_margin(across), with_margin(observed)
        plot.x_label = axis(tr("Predicted {title}").format(title=title), unit)
        plot.y_label = axis(tr("Observed {title}").format(title=title), unit)
        if len(observed) <= _MOST_BARS:
            plot.low, plot.high = rows[LOW], rows[HIGH]
        outside = np.abs(2 * rows[PIT] - 1) > 0.9 + _ROUNDING
        plot.mark(outside, np.isin(self._numbers, list(self._light)))

    def _how(self, result: CrossValidationResult) -> str:
        """Return how the predictions were made, and what was not predicted."""
        if result.nearest is None:
            text = tr("{n:,} data, each predicted from all others.").format(n=result.data)
        else:
            text = tr("{n:,} data, each predicted from its {k} nearest.")
            text = text.format(n=result.data, k=result.nearest)
        if self._left_out:
            text += " " + tr("{n:,} left out.").format(n=len(self._left_out))
        if lost := result.data - result.models[0].count:
            text += " " + tr("{n:,} could not be predicted.").format(n=lost)
        if len(self._numbers) > _MOST_BARS:
            text += " " + tr("Intervals are not drawn.")
        return text

    def _named(self, place: int) -> str:
        """Return what is said of a datum under the mouse."""
        from ...krig_core.jobs.cross_validation import HIGH, LOW, OBSERVED, PREDICTED

        if self._data is None:
            return ""
        unit = self._data.value_unit
        rows = self._predictions[:, place]
        observed, predicted = (with_unit(figure(float(rows[row])), unit) for row in (OBSERVED, PREDICTED))
        low, high = (figure(float(rows[row])) for row in (LOW, HIGH))
        lines = [
            self._data.names[self._numbers[place]],
            tr("observed {value}").format(value=observed),
            tr("predicted {value}").format(value=predicted),
            tr("90 %: {low} to {high}").format(low=low, high=with_unit(high, unit)),
        ]
        return "\n".join(lines)

    def _choose(self, chosen: NDArray[np.bool_]) -> None:
        numbers = self._light = frozenset(self._numbers[chosen].tolist())
        if len(numbers) == 1:
            self.datum_chosen.emit(next(iter(numbers)))
        self.data_chosen.emit(numbers)
        self._offer()

    # ---- leaving out

    def _offer(self) -> None:
        """Offer to leave out the one datum that is chosen."""
        chosen = self._numbers[self.plot.chosen]
        self.leave_out.setVisible(self._data is not None and len(chosen) == 1)
        if self._data is not None and len(chosen) == 1:
            self.leave_out.setText(tr("Leave out {name}").format(name=self._data.names[chosen[0]]))

    def _leave_out(self) -> None:
        chosen = self._numbers[self.plot.chosen].tolist()
        if len(chosen) == 1:
            self.left_out_changed.emit(self._left_out | frozenset(chosen))

    # ---- the lists

    def _remember(self, scores: ModelScores, state: State, data: Data) -> None:
        """Keep a model as the newest; what was found of other data is forgotten."""
        from ...krig_core.jobs.cross_validation import OBSERVED, ROW

        same = self._predictions[[ROW, OBSERVED]].tobytes()
        if same != self._of:
            self._rows, self._of = [], same
        variogram = scores.variogram
        model = scores.model if state.is_known else tr("fitted {model}").format(model=scores.model)
        words = [word for word, usual in ((state.transform, "none"), (state.kriging_type, "ordinary")) if word != usual]
        text = ", ".join([model, with_unit(figure(variogram.range), data.length_unit), *words])
        unit = "" if state.transform == "log" else data.value_unit
        tip = "\n".join([", ".join([variogram.in_units(data.length_unit, unit), *words]), scores.uncertainty])
        key = (variogram.to_json(), model, *words)
        row = _Tried(key, text, tip, scores)
        self._rows = [row, *(one for one in self._rows if one.key != key)][:_KEPT]

    def _fill_models(self) -> None:
        tips = (
            tr("The last models, the newest first; the best of each column is bold."),
            tr("Root mean square error: less is better."),
            tr("Mean error, observed less predicted: best near 0."),
            tr("Continuous ranked probability score, one number for error and uncertainty together: less is better."),
            tr("Percentage of the data within their 90 % intervals: best near 90."),
        )
        tried = self._rows if self._data is not None else []
        off = [(one.rmse, abs(one.me), one.crps, abs(one.pct90 - 90)) for one in (row.scores for row in tried)]
        least = [min(column) for column in zip(*off)]
        rows = []
        for row, own in zip(tried, off):
            scores = row.scores
            texts = (row.text, figure(scores.rmse), figure(scores.me), figure(scores.crps), f"{scores.pct90:.0f} %")
            best = [number for number, (one, best) in enumerate(zip(own, least), 1) if one == best]
            rows.append(Row(texts, row.tip, frozenset(best if len(tried) > 1 else ())))
        self.models.show_rows((tr("Model"), tr("RMSE"), tr("Bias"), tr("CRPS"), tr("In 90 %")), rows, tips)

    def _fill_worst(self) -> None:
        from ...krig_core.jobs.cross_validation import OBSERVED, PREDICTED, STD

        names = () if self._data is None else self._data.names
        rows = self._predictions
        residual = rows[OBSERVED] - rows[PREDICTED]
        score = np.divide(residual, rows[STD], out=np.full(len(residual), math.nan), where=rows[STD] > 0)
        order = np.argsort(-np.abs(score), kind="stable")
        self._listed = [place for place in order.tolist() if math.isfinite(score[place])][:_WORST]
        listed = []
        for place in self._listed:
            observed, predicted = (figure(float(rows[kind, place])) for kind in (OBSERVED, PREDICTED))
            listed.append(Row((names[self._numbers[place]], observed, predicted, f"{score[place]:+.1f} σ")))
        heads = (tr("Datum"), tr("Observed"), tr("Predicted"), tr("Off by"))
        tip = tr(
            "Observed less predicted, in standard deviations σ: look at values, units and places beyond 3 σ first."
        )
        self.worst.show_rows(heads, listed, ("", "", "", tip))

    def _choose_worst(self, row: int) -> None:
        chosen = np.zeros(len(self._numbers), dtype=bool)
        chosen[self._listed[row]] = True
        self.plot.choose(chosen)
