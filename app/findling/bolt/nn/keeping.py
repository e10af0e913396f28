# SPDX-License-Identifier: Apache-2.0
"""A model in files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

from findling import _core
from findling.bolt.errors import NotSavedThisWayError
from findling.bolt.nn.calibration import read_sparsities
from findling.bolt.nn.interop import ExchangeableModel
from findling.bolt.nn.training import Life, TrainingPlan

if TYPE_CHECKING:
    import os

    from typing_extensions import Self

Weights = Literal["fp32", "bf16", "int8"]


class KeptModel(ExchangeableModel):
    """A model as callbacks see it: it can be used and saved."""

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        with_training: bool = False,
        weights: Weights | None = None,
        with_indexes: bool = False,
    ) -> None:
        """Write the model to one ``.fdl`` file, or nothing.

        Parameters
        ----------
        path : str or path
            Replaced as a whole.
        with_training : bool
            Also writes what training needs to go on with the same bits; with Adam, three times the
            bytes.
        weights : {"fp32", "bf16", "int8"}, optional
            How the weights of embeddings and linear layers are written: in full; in 2 bytes, with 8
            bits of precision; or in 1 byte and a scale for each row. A model from a file of less
            than fp32 predicts and is saved again as it is, but does not learn. As they are,
            without.
        with_indexes : bool
            Also writes the indexes of sparse predictions that there are (`prepare_inference`), so
            that a loaded model need not look for the places of its neurons again.
        """
        trainer = self._training()[0] if with_training else None
        notes = {
            "plan": None if self._plan is None else self._plan.to_notes(),
            "life": self._life.to_notes(),
            "training": with_training,
            "owner": self.notes,
            "sparsities": {str(output): share for output, share in self._sparsities.items()},
        }
        self._network.save(Path(path), json.dumps(notes), trainer, weights, with_indexes)

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, n_threads: int = 0) -> Self:
        """Open a saved model. Its parameters are mapped: they are read when they are used.

        Raises
        ------
        EngineIoError
            When the file cannot be read.
        EngineFormatError
            When it is damaged or something else.
        """
        network, text = _core.Network.load(Path(path), n_threads)
        model = cls.__new__(cls)
        try:
            notes = json.loads(text)
            plan = None if notes["plan"] is None else TrainingPlan.from_notes(notes["plan"])
            model._set(network, plan, Life.from_notes(notes["life"]))
            model._restore = bool(notes["training"])
            model.notes = dict(notes.get("owner", {}))
            model._sparsities = read_sparsities(notes.get("sparsities", {}))
        except (KeyError, TypeError, ValueError) as error:
            msg = f"{path} cannot be used: its notes on training are damaged"
            raise _core.EngineFormatError(msg) from error
        return model

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled or copied."""
        msg = "A Model is not pickled: use save(path) and Model.load(path)."
        raise NotSavedThisWayError(msg)
