#!/usr/bin/env python3
"""One prediction through a Gradio demo: the published one's inputs and its tuned XGBoost model, asked over HTTP.

    python3 gradio_predict.py CATALOGUE.csv --threads 2

Prints one JSON line with the median seconds of a call. Training is not timed. Needs gradio, gradio_client, pandas and
xgboost; talks to 127.0.0.1 alone.
"""
import argparse
import json
import os
import statistics
import time

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio
import numpy as np
import pandas as pd
import xgboost
from gradio_client import Client

parser = argparse.ArgumentParser()
parser.add_argument("catalogue")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--calls", type=int, default=300)
a, _ = parser.parse_known_args()

NAMES = ["energy", "danceability", "valence", "loudness", "tempo"]
df = pd.read_csv(a.catalogue, keep_default_na=False, na_values=[""]).dropna()
X = df[NAMES].assign(explicit=df.explicit.astype(float)).astype(np.float32)
settings = dict(eta=0.029235310218284155, max_depth=11, subsample=0.9746919954946938, colsample_bytree=0.9238004184558861,
                gamma=1.7433299364586468, min_child_weight=1, tree_method="hist", nthread=a.threads, seed=42)
model = xgboost.train(settings, xgboost.DMatrix(X, df.popularity), 750)


def predict(energy, danceability, valence, loudness, tempo, explicit):
    row = pd.DataFrame([[energy, danceability, valence, loudness, tempo, float(explicit)]], columns=X.columns)
    return round(float(model.predict(xgboost.DMatrix(row.astype(np.float32)))[0]), 2)


sliders = [gradio.Slider(0, 1, step=0.01, label=name) for name in NAMES[:3]]
sliders += [gradio.Slider(-60, 0, step=1, label="loudness"), gradio.Slider(50, 200, step=1, label="tempo")]
demo = gradio.Interface(predict, [*sliders, gradio.Checkbox(label="explicit")], gradio.Number(), api_name="predict")
_, url, _ = demo.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True, share=False)
client = Client(url, verbose=False)
times = []
for i in range(a.calls):
    start = time.perf_counter()
    client.predict(0.01 * (i % 100), 0.5, 0.5, -8, 120, False, api_name="/predict")
    times.append(time.perf_counter() - start)
demo.close()
print(json.dumps({"step": "gradio", "threads": a.threads, "gradio": gradio.__version__, "calls": a.calls,
                  "seconds": round(statistics.median(times), 6), "p99": round(sorted(times)[int(0.99 * a.calls)], 6)}))
