#!/usr/bin/env python3
"""XGBoost's own contributions (pred_contribs) of 1,000 held-out rows under the published tuned settings.

    python3 shap.py CATALOGUE.csv --threads 2

Prints one JSON line with the seconds; the fit is not timed. Needs pandas, scikit-learn and xgboost.
"""
import argparse
import json
import time

import numpy as np
import pandas as pd
import xgboost
from sklearn.model_selection import train_test_split

parser = argparse.ArgumentParser()
parser.add_argument("catalogue")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--rows", type=int, default=1000)
a, _ = parser.parse_known_args()

RULES = [("pop",), ("rock",), ("hip hop", "rap", "trap"), ("r&b", "soul"), ("electro", "techno", "house", "edm", "dance"),
         ("metal", "hardcore"), ("jazz", "blues"), ("classical", "orchestra", "piano"),
         ("latin", "reggaeton", "sertanejo", "samba"), ("country",), ("folk", "singer-songwriter"), ("indie", "alternative")]


def macro(genre):
    return next((i for i, words in enumerate(RULES) if any(w in genre for w in words)), len(RULES))


df = pd.read_csv(a.catalogue, keep_default_na=False, na_values=[""]).dropna().reset_index(drop=True)
df = df.drop(columns=[df.columns[0], "track_id"])
df = df[~df.duplicated()]
df["artists"] = df.artists.str.strip().str.lower()
genre = df.track_genre.str.replace("-", " ", regex=False)
X = pd.DataFrame({name: df[name] for name in ["danceability", "energy", "loudness", "speechiness", "acousticness",
                                             "instrumentalness", "liveness", "valence", "tempo"]})
X["duration_min"] = df.duration_ms / 60000
X["artist_popularity"] = df.groupby("artists").popularity.transform("mean")
X["energy_valence"] = df.energy * df.valence
X["loudness_danceability"] = df.loudness * df.danceability
X = pd.concat([X, pd.get_dummies(df.explicit, prefix="explicit"), pd.get_dummies(genre.map(macro), prefix="macro")], axis=1)
Xtr, Xte, ytr, _ = train_test_split(X.astype(np.float32), df.popularity, test_size=0.2, random_state=42)
settings = dict(eta=0.029235310218284155, max_depth=11, subsample=0.9746919954946938, colsample_bytree=0.9238004184558861,
                gamma=1.7433299364586468, min_child_weight=1, tree_method="hist", nthread=a.threads, seed=42)
model = xgboost.train(settings, xgboost.DMatrix(Xtr, ytr), 750)
rows = xgboost.DMatrix(Xte[: a.rows])
start = time.perf_counter()
model.predict(rows, pred_contribs=True)
print(json.dumps({"step": "shap", "threads": a.threads, "xgboost": xgboost.__version__, "rows": a.rows,
                  "seconds": round(time.perf_counter() - start, 3)}))
