# SPDX-License-Identifier: Apache-2.0
"""A model that says which inputs drove an output."""

from __future__ import annotations

from findling.bolt.nn.explain import ExplainMethod, ExplainQuestion, Explanation, explain
from findling.bolt.nn.parts import ModelParts


class ExplainableModel(ModelParts):
    """What a model says about its own outputs."""

    def explain(
        self,
        x: object,
        *,
        output: int = 0,
        column: object = None,
        method: ExplainMethod = "gradient_x_input",
        feature_names: object = None,
        top: int | None = None,
        n_steps: int = 32,
        batch_size: int = 256,
    ) -> list[Explanation]:
        """Say which inputs drove one column of an output.

        Parameters
        ----------
        x : array [n, D], CSR matrix, or list of them
            One for each input.
        output : int
            Which output.
        column : int or sequence of n ints, optional
            Which column of it; the best one of each sample without.
        method : {"gradient_x_input", "integrated_gradients", "held_lengths"}
            How; see Notes.
        feature_names : sequence of str, or list of those or None, optional
            Names of the columns of the input; a list with the names of each of several inputs.
        top : int, optional
            Keep this many features of a sample, the strongest.
        n_steps : int
            Points on the way from zero to the sample, for "integrated_gradients".
        batch_size : int
            Samples at a time.

        Returns
        -------
        list of Explanation
            One a sample.

        Notes
        -----
        ``f`` is the column from before the activation of its output, with all neurons active and
        nothing dropped. Nothing of the model changes, and other threads may predict meanwhile.

        "gradient_x_input" gives each value times the slope of ``f`` at the sample [1]_. Where all
        activations are linear the contributions add up to f(x) - f(0); with relus they add up to
        f(x) less the bias of the output as long as no hidden layer has a bias. Others have no such
        sum: it is 0 for cosines (``normalise``), which do not grow with their input.

        "integrated_gradients" takes the mean slope on the way from zero to the sample [2]_, so
        that contributions add up to f(x) - f(0) in any network whose output changes steadily on
        that way. With 32 steps the sum is within 0.1 % of the largest contribution where
        activations are smooth. Relus that turn on the way cost 2 % there in the median and 15 % at
        worst; twice the steps halve that. Not for cosines of what has no bias: those jump at zero.

        "held_lengths" is the first method with the lengths in cosines and the deviations in layer
        norms held constant [3]_: contributions to a cosine add up to it, less biases. The method
        of choice for such outputs.

        References
        ----------
        .. [1] Shrikumar et al., "Not Just a Black Box: Learning Important Features Through
               Propagating Activation Differences", 2016.
        .. [2] Sundararajan, Taly, Yan, "Axiomatic Attribution for Deep Networks", ICML 2017.
        .. [3] Ali et al., "XAI for Transformers: Better Explanations through Conservative
               Propagation", ICML 2022.
        """
        question = ExplainQuestion(output, method, n_steps, top, batch_size)
        return explain(self._network, self._checked_inputs(x), column, feature_names, question)
