"""The same draws, scores, ranks and acceptability in numpy, vectorised, on one thread: prints the median milliseconds.

Run with OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1. Arguments: draws, units, indicators.
"""

import sys
import time

import numpy as np

draws, units, indicators = (int(argument) for argument in sys.argv[1:4])
generator = np.random.default_rng(1)
matrix = generator.random((units, indicators)) * 100
shapes = np.full(indicators, 100 / indicators)
places = np.arange(units)[None, :]


def simulate():
    begun = time.perf_counter()
    weights = generator.dirichlet(shapes, draws)
    scores = weights @ matrix.T
    order = np.argsort(-scores, axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, places, axis=1)
    acceptability = np.bincount((ranks + places * units).ravel(), minlength=units * units).reshape(units, units) / draws
    assert abs(acceptability.sum() - units) < 1e-6 and scores.mean(0).size == scores.std(0, ddof=1).size
    return (time.perf_counter() - begun) * 1000


simulate()
times = sorted(simulate() for _ in range(15))
print(np.__version__, times[0])
