"""Prints the expectations of statistics.test.ts. Needs pandas and scipy.

The columns are the ones that `series()` makes there, number by number; every seventh value of `c` is missing.
"""

import json

import numpy as np
import pandas as pd
import scipy.stats as st

N = 500
i = np.arange(N)
frame = pd.DataFrame(
    {
        "a": ((i * 37) % 101) / 10,
        "b": ((i * 53) % 97) ** 2 / 100 + ((i * 37) % 101) / 5,
        "c": np.where(i % 7 == 3, np.nan, ((i * 29) % 83) / 7 - 4),
    }
)

out = {"describe": {}, "pearson": frame.corr().values.tolist(), "spearman": frame.corr("spearman").values.tolist()}
for name in frame:
    s = frame[name]
    out["describe"][name] = {
        "n": int(s.count()),
        "distinct": int(s.nunique()),
        "mean": s.mean(),
        "sd": s.std(),
        "skew": s.skew(),
        "quantiles": [s.quantile(p) for p in (0, 0.1, 0.25, 0.5, 0.75, 1)],
    }
out["t"] = {int(f): st.t.ppf(0.975, f) for f in (1, 2, 3, 4, 5, 7, 10, 30, 100, 1000, 100000)}
x = np.array([3.0, 7, 7, 19])
out["mean"] = [x.mean(), *st.t.interval(0.95, len(x) - 1, x.mean(), st.sem(x))]
for hits, n in ((3, 40), (0, 12), (12, 12)):
    ci = st.binomtest(hits, n).proportion_ci(method="wilson")
    out[f"wilson {hits}/{n}"] = [ci.low, ci.high]
pair = frame[["a", "b"]]
ci = st.pearsonr(pair.a, pair.b).confidence_interval()
out["fisher"] = [ci.low, ci.high]
print(json.dumps(out, indent=1))
