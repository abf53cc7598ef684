"""A package without its models is named with what to do."""

import sys
from pathlib import Path

import pytest

from vigie.kernel.errors import Misconfigured
from vigie.reading.engines.models import model_path


def test_both_models_are_in_the_package() -> None:
    assert model_path("det").suffix == ".onnx"
    assert model_path("rec") != model_path("det")


def test_a_missing_model_says_to_install_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rapidocr").mkdir()
    (tmp_path / "rapidocr" / "__init__.py").touch()
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "rapidocr", raising=False)

    with pytest.raises(Misconfigured, match="holds no det model"):
        model_path("det")
