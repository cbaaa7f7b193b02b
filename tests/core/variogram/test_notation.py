import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.variogram.notation import from_gslib, from_gstat, to_gslib, to_gstat

SPHERICAL = Variogram.spherical(nugget=0.05, partial_sill=0.59, range=897)
TURNED = Variogram.spherical(nugget=0.05, partial_sill=0.59, range=897, azimuth=45, ratio=0.4)
LAYERED = Variogram.spherical(partial_sill=450, range=12000, azimuth=30, ratio=0.5, vertical_range=15)
DIPPING = Variogram.exponential(
    partial_sill=450, range=300, azimuth=120, ratio=0.5, vertical_range=75, dip=-15, plunge=10
)
SLOPE = Variogram.power(slope=0.6, alpha=1.2, nugget=0.05)


@pytest.mark.parametrize(
    ("variogram", "text"),
    [
        (SPHERICAL, "0.05 Nug(0) + 0.59 Sph(897)"),
        (TURNED, "0.05 Nug(0) + 0.59 Sph(897, 45, 0.4)"),
        (LAYERED, "450 Sph(12000, 30, 0, 0, 0.5, 0.00125)"),
        (DIPPING, "450 Exp(100, 120, -15, 10, 0.5, 0.25)"),
        (SLOPE, "0.05 Nug(0) + 0.6 Pow(1.2)"),
        (Variogram(0.3), "0.3 Nug(0)"),
        (Variogram.exponential(partial_sill=2, range=300), "2 Exp(100)"),
        (Variogram.gaussian(partial_sill=2, scale=64), "2 Gau(64)"),
        (Variogram.matern(nu=1.3, partial_sill=1, scale=200), "1 Mat(200, kappa=1.3)"),
        (Variogram.stable(alpha=1.5, partial_sill=1, scale=10), "1 Exc(10, kappa=1.5)"),
        (Variogram.hole_effect(partial_sill=1, scale=10), "1 Hol(10)"),
        (SPHERICAL + Variogram.exponential(partial_sill=1, scale=3), "0.05 Nug(0) + 0.59 Sph(897) + 1 Exp(3)"),
    ],
)
def test_gstats_notation_is_written_and_read(variogram, text):
    assert to_gstat(variogram) == text
    assert from_gstat(text) == variogram


@pytest.mark.parametrize(
    ("text", "variogram"),
    [
        ("0.05 Nug(0)+0.59 Sph(897)", SPHERICAL),
        ("5e-2Nug(0) + .59 sph ( 897 )", SPHERICAL),
        ("0.59 Sph(897) + 0.02 Nug(0) + 0.03 Nug(0)", SPHERICAL),
        ("2 Lin(0)", Variogram.power(slope=2, alpha=1)),
        ("1 Bes(7)", Variogram.matern(nu=1, partial_sill=1, scale=7)),
        ("1 Ste(20, kappa=4)", Variogram.matern(nu=4, partial_sill=1, scale=5)),
    ],
)
def test_gstats_other_spellings_are_read(text, variogram):
    assert from_gstat(text) == variogram


def test_a_wave_is_a_hole_effect_in_half_turns():
    wave = from_gstat("0.6 Wav(900)")
    assert wave(900) == pytest.approx(0.6)
    assert wave(450) == pytest.approx(0.6 * (1 - 0.6366197723675814))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Should be terms such as '0.05 Nug"),
        ("{}", "Invalid variogram text '{}'"),
        ("1 Sph(5", "Should be terms such as"),
        ("1 Sph(5) 2 Exp(3)", r"Should have '\+' between terms"),
        ("1 Sph(5) +", "Should be terms such as"),
        ("1 Cir(5)", "Invalid model 'Cir'. Should be one of Nug, Sph"),
        ("1 Lin(5)", "a line with a sill is no model in the plane"),
        ("1 Sph(5, 30)", "Should have a range; or range, azimuth, ratio"),
        ("1 Sph(x)", "Should have a range"),
        ("1 Sph(5, 30, 20, 0, 0.5)", "azimuth, dip, plunge and two ratios"),
        ("1 Sph(0)", "Invalid range 0"),
        ("-1 Sph(5)", "Invalid partial sill -1"),
    ],
)
def test_text_that_is_not_gstats_fails(text, message):
    with pytest.raises(InvalidInput, match=message):
        from_gstat(text)


@pytest.mark.parametrize(
    ("variogram", "text"),
    [
        (TURNED, "1 0.05\n1 0.59 45 0 0\n897 358.8 897\n"),
        (LAYERED, "1 0\n1 450 30 0 0\n12000 6000 15\n"),
        (DIPPING, "1 0\n2 450 120 -15 10\n300 150 75\n"),
        (SLOPE, "1 0.05\n4 0.6 0 0 0\n1.2 1.2 1.2\n"),
        (Variogram(0.3), "0 0.3\n"),
        (
            SPHERICAL + Variogram.exponential(partial_sill=1, range=30) + Variogram.gaussian(partial_sill=2, range=9),
            "3 0.05\n1 0.59 0 0 0\n897 897 897\n2 1 0 0 0\n30 30 30\n3 2 0 0 0\n9 9 9\n",
        ),
    ],
)
def test_gslibs_lines_are_written_and_read(variogram, text):
    assert to_gslib(variogram) == text
    assert from_gslib(text) == variogram


def test_a_dip_without_a_vertical_range_is_written_with_that_of_the_long_axis():
    flat = Variogram.spherical(partial_sill=1, range=10, ratio=0.5, dip=20)
    assert to_gstat(flat) == "1 Sph(10, 0, 20, 0, 0.5, 1)"
    (structure,) = from_gstat(to_gstat(flat)).structures
    assert (structure.dip, structure.vertical_range) == (20, 10)


def test_gslibs_comments_and_lines_for_the_plane_are_read():
    spatial = "1    0.2             -nst, nugget effect\n1 0.8 30 0 0  -it,cc,ang1,ang2,ang3\n 10. 5. 2. -a_hmax\n"
    assert from_gslib(spatial) == Variogram.spherical(
        nugget=0.2, partial_sill=0.8, range=10, azimuth=30, ratio=0.5, vertical_range=2
    )
    plane = "1 2.0  nst, nugget\n1 8.0 30.0 10.0 5.0  it, c, azm, a_max, a_min\n"
    assert from_gslib(plane) == Variogram.spherical(nugget=2, partial_sill=8, range=10, azimuth=30, ratio=0.5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Should begin with the number of structures"),
        ("1", "Should begin with the number of structures"),
        ("2 0\n1 1 0 0 0\n3 3 3\n", "Should have 4 lines"),
        ("1 0\n1 1 0 0\n3 3 3\n", "Should have 2 lines"),
        ("1 0\n5 1 0 0 0\n3 3 3\n", "Invalid GSLIB model type 5"),
        ("1 0\n1 1 0 0 0\n0 3 3\n", "Invalid GSLIB range 0"),
    ],
)
def test_text_that_is_not_gslibs_fails(text, message):
    with pytest.raises(InvalidInput, match=message):
        from_gslib(text)


@pytest.mark.parametrize(("write", "model"), [(to_gstat, "cubic"), (to_gslib, "cubic"), (to_gslib, "matern")])
def test_a_model_that_a_program_lacks_is_not_written(write, model):
    with pytest.raises(InvalidInput, match=f"^No text of a {model} model"):
        write(Variogram.of(model, partial_sill=1, range=1))
