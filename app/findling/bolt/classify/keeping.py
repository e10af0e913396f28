# SPDX-License-Identifier: Apache-2.0
"""What a text classifier has learned, and its file: the engine's model and notes in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from findling import _core
from findling._core import EngineFormatError
from findling.bolt.classify.calibration import Calibration
from findling.bolt.classify.margins import MarginPlan
from findling.bolt.classify.samples import TextSamples
from findling.bolt.errors import InputValueError

if TYPE_CHECKING:
    from pathlib import Path

_FORMAT: Final = 1


@dataclass(frozen=True)
class Fitted:
    """What was learned.

    Attributes
    ----------
    model : TextModel
        Margins.
    plan : MarginPlan
        How they were learned, and of which classes.
    calibration : Calibration
    n_texts : int
        Texts that were learned from.
    samples : TextSamples or None
        Those texts, unless a file had none.
    """

    model: _core.TextModel
    plan: MarginPlan
    calibration: Calibration
    n_texts: int
    samples: TextSamples | None


def save(path: Path, params: Mapping[str, Any], fitted: Fitted, *, with_samples: bool) -> None:
    """Write hyperparameters and what was learned, with or without its texts, or nothing."""
    written = dict(params)
    if isinstance(written["class_weight"], Mapping):  # JSON knows text for keys only
        weights = cast("Mapping[Any, float]", written["class_weight"])
        written["class_weight"] = [list(pair) for pair in weights.items()]
    samples = fitted.samples if with_samples else None
    notes = {
        "format": _FORMAT,
        "params": written,
        "classes": fitted.plan.classes,
        "many": fitted.plan.many,
        "n_texts": fitted.n_texts,
        "calibration": fitted.calibration.to_plain(),
        "samples": None if samples is None else samples.to_plain(),
    }
    fitted.model.save(path, json.dumps(notes))


def load(path: Path, n_threads: int) -> tuple[dict[str, Any], Fitted]:
    """Return the hyperparameters and what was learned.

    Raises
    ------
    EngineFormatError
        When the file is damaged, something else, or newer than this program.
    """
    model, text = _core.TextModel.load(path, n_threads)
    try:
        notes: dict[str, Any] = json.loads(text)
        params: dict[str, Any] = {**notes["params"], "n_threads": n_threads}
        if isinstance(params["class_weight"], list):
            pairs = cast("list[tuple[Any, float]]", params["class_weight"])
            params["class_weight"] = dict(pairs)
        return params, _fitted(model, notes, params)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        msg = f"{path} cannot be used: what it says about its TextClassifier is damaged"
        raise EngineFormatError(msg) from error


def _fitted(model: _core.TextModel, notes: dict[str, Any], params: dict[str, Any]) -> Fitted:
    classes: list[Any] = list(notes["classes"])
    calibration = Calibration.from_plain(notes["calibration"])
    plan = MarginPlan(
        _core.TextModelConfig(
            max_words=1, min_chars=1, max_chars=0, min_count=1, cost=1.0, epochs=1, seed=0
        ),  # that with which it learned is in the model
        classes,
        bool(notes["many"]),
        {},
        None if params["passage_words"] is None else int(params["passage_words"]),
        int(params["n_threads"]),
    )
    is_sound = (
        notes["format"] == _FORMAT
        and (all(type(name) is str for name in classes) or all(type(n) is int for n in classes))
        and classes == sorted(set(classes))
        and model.n_outputs == (1 if plan.one_question else len(classes))
        and calibration.many == plan.many
    )
    if not is_sound:
        raise InputValueError("[classifier] expected notes that fit the model")
    kept = notes["samples"]
    samples = None if kept is None else TextSamples.from_plain(kept)
    return Fitted(model, plan, calibration, int(notes["n_texts"]), samples)
