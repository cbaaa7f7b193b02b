"""The stages of a job: each is told from 0 to 1, and all together rise from 0 to 1."""

import pytest
from stochastic_kriging.krig_core.jobs.progress import Progress, Stages


class Told:
    """What a listener hears."""

    def __init__(self):
        self.fractions, self.said = [], []

    def message(self, text):
        self.said.append(text)

    def warning(self, text):
        self.said.append(text)

    def progress(self, fraction, text):
        self.fractions.append(fraction)


def test_a_stage_is_as_much_of_the_whole_as_it_takes():
    told = Told()
    stages = Stages(told, {"prepare": 1.0, "draw": 6.0, "write": 3.0})
    stages.enter("prepare")
    draw = stages["draw"]
    for fraction in (0.0, 0.5, 1.0, 1.5):
        draw.progress(fraction, "")
    stages.enter("write").progress(1.0, "")
    assert told.fractions == pytest.approx([0, 0.1, 0.4, 0.7, 0.7, 0.7, 1])
    draw.warning("odd")
    assert told.said == ["odd"]


def test_stages_without_a_length_are_over_at_once():
    told = Told()
    Stages(told, {"draw": 0.0, "write": 0.0}).enter("write").progress(1.0, "")
    assert told.fractions == [0, 0]


def test_units_of_a_stage_move_the_whole():
    told = Told()
    progress = Progress(Stages(told, {"prepare": 1.0, "draw": 3.0})["draw"], 10, "realizations")
    progress.set(10)
    assert told.fractions == [1.0]
