"""What the plugin site refuses is found before an upload."""

import configparser
import io
import zipfile

import pytest
from stochastic_kriging.tests.documents import ROOT, text
from stochastic_kriging.tools.changelog import changelog, with_changelog
from stochastic_kriging.tools.upload_check import ADDRESSES, complaints, metadata_of, refusals

PLUGIN = {
    "plugin/": "",
    "plugin/__init__.py": "",
    "plugin/LICENSE": "GPL",
    "plugin/metadata.txt": text("metadata.txt"),
    "plugin/icon.svg": "",
}


def packed(**changes):
    """Return a zip that the site would take, but for changes; None leaves a file out."""
    archive = zipfile.ZipFile(io.BytesIO(), "w")
    for name, content in {**PLUGIN, **changes}.items():
        if content is not None:
            archive.writestr(zipfile.ZipInfo(name), content)
    return archive


def wrong(**metadata):
    return list(complaints({**metadata_of(packed()), **metadata}, {"icon.svg"}))


def test_a_good_zip_is_not_complained_of():
    assert list(refusals(packed())) == []
    assert wrong() == []


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"plugin/LICENSE": None}, "LICENSE is missing"),
        ({"plugin/__init__.py": None}, "__init__.py is missing"),
        ({"q/more.py": ""}, "it has more than one folder at its top"),
        ({"plugin/__pycache__/x.py": ""}, "plugin/__pycache__/x.py does not belong into a plugin"),
        ({"plugin/library.SO": ""}, "plugin/library.SO does not belong into a plugin"),
        ({"plugin/.hidden": ""}, "plugin/.hidden is hidden"),
        ({"plugin/../x.py": ""}, "plugin/../x.py has a path that leads elsewhere"),
    ],
)
def test_what_the_site_refuses_is_found(changes, complaint):
    assert list(refusals(packed(**changes))) == [complaint]


def test_an_executable_file_is_found():
    archive = packed()
    entry = zipfile.ZipInfo("plugin/run.py")
    entry.external_attr = 0o100755 << 16
    archive.writestr(entry, "")
    assert list(refusals(archive)) == ["plugin/run.py is executable"]


@pytest.mark.parametrize(
    ("metadata", "complaint"),
    [
        ({"about": ""}, "metadata.txt has no about"),
        ({"author": "a/b"}, "the author has a slash"),
        ({"category": "Analysis"}, "the category Analysis is none of Database, Mesh, Raster, Vector, Web"),
        ({"icon": "icon.png"}, "the icon icon.png is not in the zip"),
        ({"version": "9.9.9"}, "the changelog does not begin with version 9.9.9"),
        ({"supportsQt6": "True"}, "supportsQt6 is out of date: qgisMaximumVersion says it"),
        ({"tracker": "to come"}, "tracker is no address: to come"),
    ],
)
def test_wrong_metadata_are_found(metadata, complaint):
    assert wrong(**metadata) == [complaint]


def test_a_percent_sign_is_refused_as_the_site_does():
    with pytest.raises(configparser.InterpolationSyntaxError):
        metadata_of(packed(**{"plugin/metadata.txt": text("metadata.txt").replace("about=", "about=95 % ")}))


def test_paragraphs_of_the_metadata_are_not_torn():
    metadata = metadata_of(packed())
    assert all(line.endswith(".") for line in metadata["about"].splitlines() if line)
    assert all(line.endswith((".", "0")) for line in metadata["changelog"].splitlines())


def test_no_address_is_made_up():
    """Nobody has a homepage yet; docs/release.md says what belongs there."""
    metadata = metadata_of(packed())
    assert {key: metadata[key] for key in ADDRESSES} == dict.fromkeys(ADDRESSES, "")
    assert all(f"`{key}`" in text("docs/release.md") for key in ADDRESSES)


def test_the_changelog_of_the_metadata_is_that_of_the_changelog():
    """`make docs` writes it."""
    metadata = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    assert with_changelog(metadata, text("CHANGELOG.md")) == metadata


def test_a_changelog_is_what_stands_at_the_head_of_each_version():
    page = "# Changelog\n\nOf it.\n\n## [0.2.0] - unreleased\n\n- One\n  torn.\n- Two.\n\n### Added\n\n- More.\n\n"
    page += "## [0.1.0]\n\nFirst.\n"
    assert changelog(page) == "0.2.0\n- One torn.\n- Two.\n0.1.0\nFirst."
