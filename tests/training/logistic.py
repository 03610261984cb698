"""Fit logistic losses of several kinds at once to sparse and dense features, by L-BFGS."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix


class Design:
    """A matrix of sparse columns followed by dense ones."""

    def __init__(self, sparse: csr_matrix, dense: np.ndarray) -> None:
        self.sparse, self.dense = csr_matrix(sparse, dtype=np.float32), np.ascontiguousarray(dense, dtype=np.float32)
        self._turned: tuple[csr_matrix, np.ndarray] | None = None

    @classmethod
    def dense_only(cls, dense: np.ndarray) -> "Design":
        """Return a design without sparse columns."""
        return cls(csr_matrix((len(dense), 0), dtype=np.float32), dense)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self.sparse.shape[1] + self.dense.shape[1]

    def keep(self, columns: np.ndarray) -> "Design":
        """Return the design with only these of its sparse columns."""
        return Design(self.sparse[:, columns], self.dense)

    def __getitem__(self, rows: np.ndarray) -> "Design":
        return Design(self.sparse[rows], self.dense[rows])

    def __matmul__(self, weights: np.ndarray) -> np.ndarray:
        cut = self.sparse.shape[1]
        return self.sparse @ weights[:cut] + self.dense @ weights[cut:].astype(np.float32)

    def back(self, residuals: np.ndarray) -> np.ndarray:
        """Return the transpose times a vector."""
        if self._turned is None:
            self._turned = self.sparse.T.tocsr(), np.ascontiguousarray(self.dense.T)
        sparse, dense = self._turned
        return np.concatenate([sparse @ residuals, dense @ residuals.astype(np.float32)])


class Loss(Protocol):
    """Something to minimise over (weights, constant, shift, log of slope)."""

    def add_up(self, weights: np.ndarray, rest: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Return the loss and its gradients for the weights and for constant, shift and log of slope."""


def logistic(x: np.ndarray) -> np.ndarray:
    """Return probabilities of logits."""
    return 1 / (1 + np.exp(-np.clip(x, -60, 60)))


def softplus(x: np.ndarray) -> np.ndarray:
    """Return log(1 + exp(x))."""
    return np.logaddexp(0, x)


@dataclass(frozen=True)
class Log:
    """Log loss of single rows."""

    design: Design
    label: np.ndarray

    def add_up(self, weights: np.ndarray, rest: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Return loss and gradients."""
        logit = self.design @ weights + rest[0]
        residual = logistic(logit) - self.label
        loss = float(np.sum(softplus(logit) - self.label * logit))
        return loss, self.design.back(residual), np.array([residual.sum(), 0.0, 0.0])


@dataclass(frozen=True)
class Ranked:
    """Minus the log share that the labelled rows have in the softmax over their group; the constant plays no part."""

    design: Design
    of: np.ndarray
    label: np.ndarray
    weight: float

    def add_up(self, weights: np.ndarray, rest: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Return loss and gradients."""
        logit = self.design @ weights
        starts = starts_of(self.of)
        power = np.exp(logit - np.maximum.reduceat(logit, starts)[self.of])
        share = power / np.add.reduceat(power, starts)[self.of]
        wanted = np.add.reduceat(share * self.label, starts) + 1e-9
        residual = self.weight * (share - share * self.label / wanted[self.of])
        return -self.weight * float(np.log(wanted).sum()), self.design.back(residual), np.zeros(3)


@dataclass(frozen=True)
class Summed:
    """Log loss of groups whose logit is shift + slope · Σ softplus(row's logit + 3) / √rows."""

    design: Design
    of: np.ndarray
    label: np.ndarray
    weight: float

    def add_up(self, weights: np.ndarray, rest: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Return loss and gradients."""
        constant, shift, slope = rest[0], rest[1], np.exp(rest[2])
        logit = self.design @ weights + constant
        root = np.sqrt(np.bincount(self.of))
        total = np.add.reduceat(softplus(logit + 3), starts_of(self.of)) / root
        z = shift + slope * total
        residual = self.weight * (logistic(z) - self.label)
        loss = self.weight * float(np.sum(softplus(z) - self.label * z))
        row = (residual * slope / root)[self.of] * logistic(logit + 3)
        return loss, self.design.back(row), np.array([row.sum(), residual.sum(), slope * np.sum(residual * total)])


def starts_of(groups: np.ndarray) -> np.ndarray:
    """Return where each run of equal numbers begins."""
    return np.append(0, np.flatnonzero(np.diff(groups)) + 1)


def fit(losses: Sequence[Loss], ridge: np.ndarray, steps: int) -> tuple[np.ndarray, float]:
    """Return the weights and the constant that minimise the losses plus half `ridge` · weights², in at most `steps`."""
    width = len(ridge)

    def objective(x: np.ndarray) -> tuple[float, np.ndarray]:
        weights, rest = x[:width], x[width:]
        value = 0.5 * float(np.sum(ridge * weights**2)) + 0.5 * rest[2] ** 2
        slope, slope_rest = ridge * weights, np.array([0.0, 0.0, rest[2]])
        for loss in losses:
            one, back, back_rest = loss.add_up(weights, rest)
            value, slope, slope_rest = value + one, slope + back, slope_rest + back_rest
        return value, np.concatenate([slope, slope_rest])

    start = np.zeros(width + 3)
    start[width + 2] = -0.5
    found = minimize(objective, start, jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
    return found[:width], float(found[width])
