# SPDX-License-Identifier: Apache-2.0
"""A network of layers: learn, predict, save."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast, overload

import numpy as np

from findling import _core
from findling.bolt.errors import InputValueError, NotSavedThisWayError
from findling.bolt.nn.description import describe
from findling.bolt.nn.evaluation import evaluate
from findling.bolt.nn.fitting import Fitting
from findling.bolt.nn.metrics import needed_k
from findling.bolt.nn.prediction import TopK, TopQuestion, predict_top, predict_values
from findling.bolt.nn.samples import Samples, add_input, add_target, as_list, n_samples
from findling.bolt.nn.summary import read_graph, summarise
from findling.bolt.nn.training import Life, Run, TrainingPlan, plan_of

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from typing_extensions import Self

    from findling.bolt.nn.callbacks import Callback
    from findling.bolt.nn.layers import Node
    from findling.bolt.nn.losses import Loss
    from findling.bolt.nn.optimizers import Optimizer
    from findling.bolt.nn.schedules import Schedule


class Model:
    """The network between inputs and outputs.

    Parameters
    ----------
    inputs, outputs : Node or list of Node
        Its two ends.
    seed : int
        What chance depends on: first weights, order of samples, dropout, sampled neurons. Same
        seed, data and calls: the same bits, at any number of threads.
    n_threads : int
        Threads that take part in work, the calling one included; 0 for one a processor.

    Notes
    -----
    Any number of threads may predict at once; a step of training waits for them and they for it.
    Targets and losses go by outputs, in their order. A model is saved by `save`, never pickled.

    Attributes
    ----------
    notes : dict
        What whoever builds on the model wants saved with it: values that JSON can hold.
    """

    def __init__(
        self,
        inputs: Node | Sequence[Node],
        outputs: Node | Sequence[Node],
        *,
        seed: int = 0,
        n_threads: int = 0,
    ) -> None:
        text = describe(
            cast("list[Node]", inputs)
            if isinstance(inputs, (list, tuple))
            else [cast("Node", inputs)],
            cast("list[Node]", outputs)
            if isinstance(outputs, (list, tuple))
            else [cast("Node", outputs)],
        )
        self._set(_core.Network(text, seed, n_threads), None, Life())

    def _set(self, network: _core.Network, plan: TrainingPlan | None, life: Life) -> None:
        self._network = network
        self._plan = plan
        self._life = life
        self._trainer: _core.NetworkTrainer | None = None
        self._restore = False
        self.notes: dict[str, Any] = {}
        self._inputs, self._outputs = read_graph(network.graph)

    # Learning

    def compile(
        self,
        loss: Loss | str | Sequence[Loss | str],
        optimizer: Optimizer | str = "adam",
        *,
        schedule: Schedule | str = "constant",
        clip_value: float = 0.0,
        clip_norm: float = 0.0,
        metrics: Sequence[str] = (),
    ) -> Self:
        """Say how the model learns. Forgets the state of an earlier training, not the weights.

        Parameters
        ----------
        loss : Loss, name, or list of them
            One for each output, in order; contrastive and in-batch losses take two outputs.
        optimizer : Optimizer or {"adam", "sgd", "adagrad"}
            The rule that moves the parameters.
        schedule : Schedule or {"constant", "linear", "cosine", "plateau"}
            The step size over a run.
        clip_value : float
            Every value of a gradient is cut to plus or minus this; 0 for no cut.
        clip_norm : float
            The gradient of a batch as a whole is shortened to this length; 0 for no limit. Costs
            about half as much again.
        metrics : sequence of str
            Measured with validation and in `evaluate`: "accuracy", "precision@k", "recall@k",
            "ndcg@k".

        Returns
        -------
        Model
            Itself.
        """
        plan = plan_of(loss, optimizer, schedule, (clip_value, clip_norm), metrics)
        needed_k(plan.metrics)
        trainer = _core.NetworkTrainer(self._network, plan.to_core())
        self._plan, self._trainer, self._restore = plan, trainer, False
        self._life.run = None
        return self

    def fit(
        self,
        x: object,
        y: object = None,
        *,
        epochs: int = 1,
        batch_size: int = 256,
        shuffle: bool = True,
        validation: tuple[object, object] | None = None,
        callbacks: Sequence[Callback] = (),
        cancel: _core.CancelToken | None = None,
        resume: bool = False,
    ) -> Self:
        """Learn from samples; a second call learns on.

        Parameters
        ----------
        x : array [n, D], CSR matrix, or list of them
            One for each input.
        y : labels, array, or list of them
            One for each loss. Labels are n whole numbers, or a CSR matrix whose columns are the
            labels.
        epochs : int
            Passes over the samples.
        batch_size : int
            Samples between two updates.
        shuffle : bool
            Whether every epoch has its own order.
        validation : (x, y), optional
            Samples that are measured after every epoch as "val_...".
        callbacks : sequence of Callback
            Told about batches and epochs.
        cancel : CancelToken, optional
            Stops between two batches.
        resume : bool
            Goes on with a run that was cancelled, failed, or saved by `Checkpoint`, to the same
            bits as if it had not stopped. Give the same ``x`` and ``y``; ``epochs``,
            ``batch_size`` and ``shuffle`` are those of the run. Without such a run, starts one.

        Returns
        -------
        Model
            Itself.

        Raises
        ------
        CancelledError
            When ``cancel`` was cancelled.
        """
        trainer, plan = self._training()
        samples = self._checked_samples(x, y)
        held = None if validation is None else self._checked_samples(*validation)
        run = self._run(samples.n, epochs, batch_size, shuffle=shuffle, resume=resume)
        fitting = Fitting(
            self,
            trainer,
            plan,
            self._life,
            samples,
            seed=self._network.seed,
            validate=lambda: self._measure(held, batch_size, "val_") if held else {},
        )
        fitting.go(run, callbacks, cancel)
        return self

    def _run(self, n: int, epochs: int, batch_size: int, *, shuffle: bool, resume: bool) -> Run:
        if epochs < 0 or batch_size < 1:
            msg = f"[training] expected epochs >= 0 and batch_size >= 1, got {epochs}, {batch_size}"
            raise InputValueError(msg)
        if resume and self._life.run is not None:
            if self._life.run.n_samples != n:
                msg = f"[training] expected the run's {self._life.run.n_samples} samples, got {n}"
                raise InputValueError(msg)
            return self._life.run
        self._life.run = Run(epochs, batch_size, shuffle, n, first_epoch=len(self._life.epochs))
        return self._life.run

    def train_on_batch(self, x: object, y: object = None, *, lr: float | None = None) -> float:
        """Learn from one batch; return its loss from before the update.

        Parameters
        ----------
        x, y
            As for `fit`.
        lr : float, optional
            Step size; the optimizer's without.
        """
        trainer, plan = self._training()
        samples = self._checked_samples(x, y)
        step_size = plan.optimizer.lr if lr is None else lr
        return trainer.train_batch(samples.core, np.arange(samples.n, dtype=np.uint64), step_size)

    def _training(self) -> tuple[_core.NetworkTrainer, TrainingPlan]:
        if self._plan is None:
            msg = "[training] expected compile(loss, optimizer) before training"
            raise InputValueError(msg)
        if self._trainer is None:
            trainer = _core.NetworkTrainer(self._network, self._plan.to_core())
            if self._restore:
                trainer.restore()
                self._restore = False
            self._trainer = trainer
        return self._trainer, self._plan

    # Using

    def evaluate(self, x: object, y: object = None, *, batch_size: int = 256) -> dict[str, float]:
        """Measure the loss, with all neurons active, and the metrics.

        Returns
        -------
        dict
            "loss" and a value for each metric; with several outputs a metric's key begins with the
            number of its output.
        """
        return self._measure(self._checked_samples(x, y), batch_size, "")

    def _measure(self, samples: Samples, batch_size: int, prefix: str) -> dict[str, float]:
        trainer, plan = self._training()
        measures = evaluate(self._network, trainer, plan, samples, batch_size)
        return {prefix + name: value for name, value in measures.items()}

    @overload
    def predict(
        self,
        x: object,
        *,
        output: int = ...,
        top_k: None = ...,
        sparsity: None = ...,
        batch_size: int = ...,
    ) -> NDArray[np.float32]: ...
    @overload
    def predict(
        self,
        x: object,
        *,
        output: int = ...,
        top_k: int,
        sparsity: float | None = ...,
        batch_size: int = ...,
    ) -> TopK: ...
    def predict(
        self,
        x: object,
        *,
        output: int = 0,
        top_k: int | None = None,
        sparsity: float | None = None,
        batch_size: int = 256,
    ) -> NDArray[np.float32] | TopK:
        """Compute one output.

        Parameters
        ----------
        x : array [n, D], CSR matrix, or list of them
            One for each input.
        output : int
            Which output.
        top_k : int, optional
            Return only the best columns.
        sparsity : float, optional
            Share of the neurons to compute: candidates from the hash tables of the output, then
            the exact values of those. Needs ``top_k``, and an output that is a `Linear` layer. A
            softmax is taken over the candidates.
        batch_size : int
            Samples at a time.

        Returns
        -------
        ndarray of float32, shape (n, dim)
            Without ``top_k``.
        TopK
            With it.
        """
        if not 0 <= output < len(self._outputs):
            msg = f"[network] expected output below {len(self._outputs)}, got {output}"
            raise InputValueError(msg)
        if top_k is not None:
            columns = min(top_k, self._outputs[output].dim)
            question = TopQuestion(output, columns, sparsity, batch_size)
            return predict_top(self._network, self._checked_inputs(x), question)
        if sparsity is not None:
            msg = "[network] expected top_k with a sparsity: other columns are not computed"
            raise InputValueError(msg)
        return self.predict_all(x, batch_size=batch_size)[output]

    def predict_all(self, x: object, *, batch_size: int = 256) -> list[NDArray[np.float32]]:
        """Compute all outputs; return an array [n, dim] for each. Parameters as for `predict`."""
        dims = [node.dim for node in self._outputs]
        return predict_values(self._network, self._checked_inputs(x), dims, batch_size)

    # Weights

    def get_weights(self) -> dict[str, NDArray[np.float32]]:
        """Return a copy of all parameters, by "layer/table"; each is [rows, columns]."""
        return {name: self._network.table(name) for name in self._network.table_names()}

    def set_weights(self, weights: Mapping[str, object]) -> None:
        """Replace parameters; those that are not named stay. The optimizer's state stays too."""
        arrays: dict[str, NDArray[np.float32]] = {}
        for name, values in weights.items():
            shape = self._network.table_shape(name)
            arrays[name] = np.ascontiguousarray(values, np.float32)
            if arrays[name].shape != shape:
                msg = f"[network] expected shape {shape} for {name}, got {arrays[name].shape}"
                raise InputValueError(msg)
        for name, array in arrays.items():
            self._network.set_table(name, array)

    @property
    def history(self) -> list[dict[str, float]]:
        """What was measured in every epoch of this model's life."""
        return [dict(epoch) for epoch in self._life.epochs]

    @property
    def run_history(self) -> list[dict[str, float]]:
        """The same for the run that is under way, or else for all."""
        first = 0 if self._life.run is None else self._life.run.first_epoch
        return self.history[first:]

    def summary(self) -> str:
        """Return a table of the layers with their shapes, parameters and bytes."""
        return summarise(self._network)

    # Files

    def save(self, path: str | os.PathLike[str], *, with_training: bool = False) -> None:
        """Write the model to one ``.fdl`` file, or nothing.

        Parameters
        ----------
        path : str or path
            Replaced as a whole.
        with_training : bool
            Also writes what training needs to go on with the same bits; with Adam, three times the
            bytes.
        """
        trainer = self._training()[0] if with_training else None
        notes = {
            "plan": None if self._plan is None else self._plan.to_notes(),
            "life": self._life.to_notes(),
            "training": with_training,
            "owner": self.notes,
        }
        self._network.save(Path(path), json.dumps(notes), trainer)

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
        except (KeyError, TypeError, ValueError) as error:
            msg = f"{path} cannot be used: its notes on training are damaged"
            raise _core.EngineFormatError(msg) from error
        return model

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled or copied."""
        msg = "A Model is not pickled: use save(path) and Model.load(path)."
        raise NotSavedThisWayError(msg)

    def _input_samples(self, x: object) -> Samples:
        columns = as_list(x, len(self._inputs), "input(s)")
        n = n_samples(columns[0])
        samples = Samples(core=_core.NetworkSamples(n), n=n)
        for values in columns:
            add_input(samples, values)
        return samples

    def _checked_inputs(self, x: object) -> Samples:
        samples = self._input_samples(x)
        self._network.check_inputs(samples.core)
        return samples

    def _checked_samples(self, x: object, y: object) -> Samples:
        """Return inputs with the targets that the losses of the training want."""
        trainer, plan = self._training()
        samples = self._input_samples(x)
        place = 0
        targets = as_list(y, len(plan.losses), "target(s)")
        for loss, values in zip(plan.losses, targets, strict=True):
            add_target(samples, values, loss, self._outputs[place].dim)
            place += loss.n_outputs
        trainer.check(samples.core)
        return samples
