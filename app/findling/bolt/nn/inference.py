# SPDX-License-Identifier: Apache-2.0
"""A model that predicts: in full, or only what matters for a sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from findling.bolt.errors import InputValueError
from findling.bolt.nn.calibration import Calibration, CalibrationQuestion, calibrate
from findling.bolt.nn.parts import ModelParts
from findling.bolt.nn.prediction import (
    OneRow,
    TopK,
    TopQuestion,
    checked_share,
    one_row,
    predict_row,
    predict_top,
    predict_values,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Sparsity = float | Literal["auto"]
IndexKind = Literal["auto", "scan", "cells", "dwta", "srp", "tables"]

_AS_THE_INDEX_SAYS = 0.0


@dataclass(frozen=True)
class IndexInfo:
    """The index of the neurons of one layer.

    Attributes
    ----------
    kind : str
        See `Model.prepare_inference`.
    n_bytes : int
        Memory besides the weights; 0 for the tables that training keeps anyway.
    """

    kind: str
    n_bytes: int


class PredictingModel(ModelParts):
    """What a model answers."""

    @overload
    def predict(
        self,
        x: object,
        *,
        output: int = ...,
        top_k: None = ...,
        sparsity: Sparsity | None = ...,
        batch_size: int = ...,
    ) -> NDArray[np.float32]: ...
    @overload
    def predict(
        self,
        x: object,
        *,
        output: int = ...,
        top_k: int,
        sparsity: Sparsity | None = ...,
        batch_size: int = ...,
    ) -> TopK: ...
    def predict(
        self,
        x: object,
        *,
        output: int = 0,
        top_k: int | None = None,
        sparsity: Sparsity | None = None,
        batch_size: int = 256,
    ) -> NDArray[np.float32] | TopK:
        """Compute one output.

        Parameters
        ----------
        x : array [n, D], CSR matrix, or list of them
            One for each input. A CSR matrix of one row is answered without the cost of a batch.
        output : int
            Which output.
        top_k : int, optional
            Return only the best columns.
        sparsity : float or "auto", optional
            Compute only the neurons that matter for each sample: above 0, up to 1, which is exact.
            With ``top_k``, this share of the neurons of a linear output is looked at, in an index
            (`prepare_inference`), and the best are computed exactly; outputs of up to 2,048 neurons
            without an index of their own are computed in full. Hidden linear layers that were
            trained sparse compute the share that they were trained with, or this one if it is more.
            "auto" takes what `calibrate` chose, and what the index thinks best without. Without it,
            everything is computed.
        batch_size : int
            Samples at a time.

        Returns
        -------
        ndarray of float32, shape (n, dim)
            Without ``top_k``.
        TopK
            With it. The scores of a sparse prediction are exact values of the columns that were
            found. A softmax is taken over the neurons that were computed (32 or more), so that its
            probabilities are shares among those and a little larger than over all neurons;
            sigmoids are those of the full prediction.

        Notes
        -----
        The first sparse prediction after training makes the indexes that it needs.
        """
        share = self._share(output, sparsity)
        if top_k is None:
            return self._full(x, share, batch_size)[output]
        question = TopQuestion(output, min(top_k, self._outputs[output].dim), share, batch_size)
        if len(self._inputs) == 1:
            row = one_row(x, self._inputs[0].dim)
            if row is not None:
                return predict_row(self._network, row, question)
        return predict_top(self._network, self._checked_inputs(x), question)

    def predict_one(
        self,
        ids: NDArray[Any],
        values: NDArray[Any] | None = None,
        *,
        top_k: int,
        output: int = 0,
        sparsity: Sparsity | None = None,
    ) -> TopK:
        """Compute the best columns for one sparse sample, the fastest way to ask.

        Parameters
        ----------
        ids : array of whole numbers, shape (m,)
            Columns of the only input.
        values : array of numbers, shape (m,), optional
            What is in them; ones without.
        top_k, output, sparsity
            As for `predict`.

        Returns
        -------
        TopK
            Of shape (1, k).
        """
        if len(self._inputs) != 1:
            msg = f"[network] expected a model with 1 input, got {len(self._inputs)}"
            raise InputValueError(msg)
        share = self._share(output, sparsity)
        question = TopQuestion(output, min(top_k, self._outputs[output].dim), share, 1)
        array = np.asarray(ids)
        weights = np.ones(array.shape, np.float32) if values is None else np.asarray(values)
        return predict_row(self._network, OneRow(array, weights), question)

    def predict_all(
        self, x: object, *, sparsity: Sparsity | None = None, batch_size: int = 256
    ) -> list[NDArray[np.float32]]:
        """Compute all outputs in full; return an array [n, dim] for each.

        Parameters are as for `predict`. A sparsity concerns hidden layers here.
        """
        return self._full(x, self._share(0, sparsity), batch_size)

    def prepare_inference(
        self, index: IndexKind = "auto", *, samples: object = None
    ) -> dict[str, IndexInfo]:
        """Make the indexes of sparse predictions now, or others than the first one would make.

        Parameters
        ----------
        index : {"auto", "scan", "cells", "dwta", "srp", "tables"}
            For linear outputs and for hidden linear layers that were trained sparse. "scan" looks
            at all neurons, in bytes; "cells" at the most promising ones, by sketches of one bit a
            column; "dwta" and "srp" make new hash tables; "tables" takes those that the layer was
            trained with, which know its labels when they were frozen (`freeze_tables`). "auto"
            takes those where a layer has them, and else a scan up to 16,384 neurons and cells
            above; outputs of up to 2,048 neurons get none.
        samples : array [n, D], CSR matrix, or list of them, optional
            Typical inputs, some ten thousand, of training for instance. Cells of outputs with more
            than 131,072 neurons are then made for what the network makes of them: many neurons
            that training hardly met are alike to nothing, and without samples hide the others.

        Returns
        -------
        dict of IndexInfo
            By name of the layer.

        Notes
        -----
        An index is forgotten when its weights change, and made again by "auto" when it is needed.
        """
        typical = None if samples is None else self._checked_inputs(samples).core
        self._network.prepare_inference(index, typical)
        return self.indexes

    @property
    def indexes(self) -> dict[str, IndexInfo]:
        """The indexes that there are, by name of the layer."""
        return {name: IndexInfo(*info) for name, info in self._network.indexes().items()}

    def calibrate(
        self,
        x: object,
        y: object,
        *,
        max_loss: float = 0.005,
        metric: str = "precision@1",
        output: int = 0,
        sparsities: Sequence[float] | None = None,
    ) -> Calibration:
        """Find the lowest sparsity that costs little accuracy, and remember it.

        From then on ``sparsity="auto"`` means it, also in files that are saved. It is measured with
        the index that there is, and chosen for it: call `prepare_inference` first for another.

        Parameters
        ----------
        x : array [n, D], CSR matrix, or list of them
            Samples that the model was not trained with; a thousand or more, so that a loss of half
            a point is more than chance.
        y : array of whole numbers, shape (n,), or CSR matrix
            Their labels.
        max_loss : float
            How much lower than that of the exact prediction the metric may be.
        metric : str
            "accuracy", "precision@k", "recall@k" or "ndcg@k".
        output : int
            Which output.
        sparsities : sequence of float, optional
            What to try; without, from a half down to ten neurons.

        Returns
        -------
        Calibration
            The choice, and what was measured for it. 1 when nothing lower was good enough.
        """
        self._share(output, None)
        dim = self._outputs[output].dim
        question = CalibrationQuestion(output, dim, max_loss, metric, sparsities)
        found = calibrate(self._network, self._checked_inputs(x), y, question)
        self._sparsities[output] = found.sparsity
        return found

    def freeze_tables(self) -> int:
        """Freeze the hash tables of layers with ``sampling`` "dwta" or "srp".

        Neurons keep their buckets from now on. What is learned afterwards puts labels where their
        samples look, so that sparse predictions find them. Call it when the tables have settled:
        after the first epochs. Cannot be undone.

        Returns
        -------
        int
            How many layers have tables.
        """
        return self._network.freeze_tables()

    def _full(self, x: object, share: float, batch_size: int) -> list[NDArray[np.float32]]:
        if share < 1.0 and not self._network.has_sparse_hidden():
            msg = "[network] expected top_k with a sparsity: other columns are not computed"
            raise InputValueError(msg)
        dims = [node.dim for node in self._outputs]
        samples = self._checked_inputs(x)
        return predict_values(self._network, samples, dims, batch_size, share)

    def _share(self, output: int, sparsity: Sparsity | None) -> float:
        """Return which share of the neurons the engine should look at; 1 is exact."""
        if not 0 <= output < len(self._outputs):
            msg = f"[network] expected output below {len(self._outputs)}, got {output}"
            raise InputValueError(msg)
        if sparsity is None:
            return 1.0
        if sparsity == "auto":
            return self._sparsities.get(output, _AS_THE_INDEX_SAYS)
        return checked_share(sparsity)
