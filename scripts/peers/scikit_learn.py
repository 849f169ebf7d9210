# SPDX-License-Identifier: GPL-3.0-or-later
"""scikit_learn.py FILE: k-means and silhouettes of scikit-learn, fit alone, in the form that
tests/bench/segment.c prints.  FILE holds points of 8 doubles; threads by OMP_NUM_THREADS."""
import resource
import sys
import time

import numpy
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

points = numpy.fromfile(sys.argv[1]).reshape(-1, 8)
start = time.monotonic()
fit = KMeans(n_clusters=5, n_init=10, random_state=1).fit(points)
print(f'kmeans {time.monotonic() - start:.4f} {fit.inertia_:.10g}')
if len(points) <= 20000:
    start = time.monotonic()
    mean = silhouette_score(points, fit.labels_)
    print(f'silhouette {time.monotonic() - start:.4f} {mean:.10g}')
print('memory', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
