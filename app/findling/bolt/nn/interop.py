# SPDX-License-Identifier: Apache-2.0
"""A model that gives its weights to other libraries and takes theirs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from findling import _core
from findling.bolt.nn.interop_arrays import checked_tables
from findling.bolt.nn.interop_safetensors import read_file, read_graph_text, write_file
from findling.bolt.nn.training import Life
from findling.bolt.nn.using import UsableModel

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from typing_extensions import Self


class ExchangeableModel(UsableModel):
    """A model whose weights go to other libraries and come from them."""

    def set_weights(self, weights: Mapping[str, object]) -> None:
        """Replace parameters, all that are given or none.

        Parameters
        ----------
        weights : mapping of str to array
            By "layer/table", as `get_weights` names them; those that are not named stay, and so
            does the optimizer's state. Float16, bfloat16 and PyTorch's tensors are taken too.
            Tables with one column or one row may come with one axis.

        Raises
        ------
        EngineValueError, InputTypeError
            For a name or a shape that the model does not have, values that are no numbers, or
            not finite.
        """
        for name, table in checked_tables(self._network, weights).items():
            self._network.set_table(name, table)

    def export_safetensors(self, path: str | os.PathLike[str]) -> None:
        """Write the weights to a file that other libraries read, or nothing.

        Tables are float32 and called as in `get_weights`; the file's metadata hold the description
        of the network, so that `from_safetensors` can make the model again. What belongs to
        training is not written: that is what `save` is for. Needs the package ``safetensors``.

        Parameters
        ----------
        path : str or path
            Replaced as a whole.
        """
        write_file(Path(path), self.get_weights(), self._network.graph, self._network.seed)

    def import_safetensors(
        self, path: str | os.PathLike[str], *, names: Mapping[str, str] | None = None
    ) -> None:
        """Replace parameters by those of a file, all of them or none.

        Parameters
        ----------
        path : str or path
            A file of `export_safetensors`, or of another library. Its tensors are floats of 16, 32
            or 64 bits.
        names : mapping of str to str, optional
            What a table of the model ("layer/table") is called in the file; those that are not
            named stay as they are. Without, the file has all tables and nothing else.

        Raises
        ------
        EngineFormatError
            When the file is damaged, or has other tables than the model.
        """
        wanted = {name: name for name in self._network.table_names()} if names is None else names
        self.set_weights(read_file(Path(path), wanted, complete=names is None))

    @classmethod
    def from_safetensors(cls, path: str | os.PathLike[str], *, n_threads: int = 0) -> Self:
        """Make the model that `export_safetensors` wrote; it is to be compiled before training.

        Raises
        ------
        EngineFormatError
            When the file is damaged or was not written by `export_safetensors`.
        """
        graph, seed = read_graph_text(Path(path))
        try:
            network = _core.Network(graph, seed, n_threads)
        except ValueError as error:
            msg = f"{path} cannot be used: its network is damaged: {error}"
            raise _core.EngineFormatError(msg) from error
        model = cls.__new__(cls)
        model._set(network, None, Life())
        model.import_safetensors(path)
        return model
