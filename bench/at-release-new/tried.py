"""What was tried to predict popularity at the release of a new artist, beyond what a run does.

    node bench/at-release-new/features.mjs WORKSPACE FOLDER
    python3 bench/at-release-new/tried.py FOLDER > bench/results/at-release-new.json

R2 on the held-out recordings of each of the five folds of a run. Needs numpy, scipy, scikit-learn and xgboost.
Whatever is learned from labels is made out of fold for training rows, groups of artists never divided.
"""

import json
import sys

import numpy as np
import xgboost
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import Ridge

FOLDER = sys.argv[1]
INNER = 5
# The settings of a run (packages/trackscope/src/honest/settings.ts).
BOOSTED = dict(
    n_estimators=200, learning_rate=0.06, max_depth=7, min_child_weight=30, subsample=0.8,
    colsample_bytree=0.4, max_bin=128, tree_method="hist", random_state=0,
)
COUNTS = ("performers", "title_length", "title_foreign_letters", "duration_min")
NUMBERS = (
    "duration_min", "explicit", "danceability", "energy", "loudness", "speechiness", "acousticness",
    "instrumentalness", "liveness", "valence", "tempo", "mode", "performers", "title_length", "title_note",
    "title_foreign_letters",
)
SOUND = (
    "duration_min", "danceability", "energy", "loudness", "speechiness", "acousticness", "instrumentalness",
    "liveness", "valence", "tempo",
)

TRACKS = json.load(open(f"{FOLDER}/tracks.json"))
TARGET = np.fromfile(f"{FOLDER}/target.f64")
GROUPS = np.fromfile(f"{FOLDER}/groups.i32", np.int32)
COLUMNS = TRACKS["columns"]


def fold(number):
    """Features, and rows among the tracks, of both sides."""
    def side(name):
        values = np.fromfile(f"{FOLDER}/{number}-{name}.f32", np.float32)
        return values.reshape(len(COLUMNS), -1).T, np.fromfile(f"{FOLDER}/{number}-{name}.u32", np.uint32).astype(int)
    return *side("train"), *side("test")


def r2(actual, predicted):
    predicted = np.clip(predicted, 0, 100)
    return 1 - ((actual - predicted) ** 2).sum() / ((actual - actual.mean()) ** 2).sum()


def trees(train, learned, test):
    return xgboost.XGBRegressor(**BOOSTED).fit(train, learned).predict(test)


def genre_flags():
    names = sorted({genre for genres in TRACKS["genres"] for genre in genres})
    place = {name: i for i, name in enumerate(names)}
    rows = [row for row, genres in enumerate(TRACKS["genres"]) for _ in genres]
    at = [place[genre] for genres in TRACKS["genres"] for genre in genres]
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, at)), (len(TRACKS["genres"]), len(names)))


def genre_sets(least=10):
    sets = np.array(["|".join(sorted(genres)) for genres in TRACKS["genres"]])
    _, code, count = np.unique(sets, return_inverse=True, return_counts=True)
    kept = count >= least
    rows = np.where(kept[code])[0]
    at = (np.cumsum(kept) - 1)[code[rows]]
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, at)), (len(sets), kept.sum()))


GENRES = genre_flags()
SETS = genre_sets()
WORDS = CountVectorizer(token_pattern=r"[^\W_]+", min_df=15, binary=True).fit_transform(TRACKS["titles"]).astype(np.float32)


def numbers(table):
    columns = [table[:, COLUMNS.index(name)].astype(float) for name in NUMBERS]
    return np.column_stack([np.log1p(c) if n in COUNTS else c for n, c in zip(NUMBERS, columns)])


def additive(train, train_rows, test, test_rows):
    """An additive model: genres, sets of genres, words of the title, and a slope of every number within every genre."""
    known = numbers(train)
    mean, scale = known.mean(0), known.std(0)

    def design(table, rows):
        plain = np.clip((numbers(table) - mean) / scale, -4, 4)
        bent = np.hstack([plain, np.maximum(0, plain - 0.5), np.maximum(0, -plain - 0.5)])
        genres = GENRES[rows]
        slopes = [genres.multiply(0.5 * plain[:, [i]]).tocsr() for i in range(plain.shape[1])]
        return sparse.hstack([sparse.csr_matrix(0.5 * bent), genres, SETS[rows], 0.5 * WORDS[rows], *slopes]).tocsr()

    def ridge(table, learned):
        return Ridge(30, solver="sparse_cg", max_iter=60, tol=1e-3).fit(table, learned)

    learned = TARGET[train_rows]
    table = design(train, train_rows)
    inner = np.random.RandomState(0).randint(0, INNER, GROUPS.max() + 1)[GROUPS[train_rows]]
    out_of_fold = np.zeros(len(train_rows))
    for part in range(INNER):
        held = inner == part
        out_of_fold[held] = ridge(table[~held], learned[~held]).predict(table[held])
    return out_of_fold, ridge(table, learned).predict(design(test, test_rows))


def neighbours(train_rows, test_rows, most=60):
    """What the recordings of a genre that sound most alike reach, those of the same artists and works left out."""
    sound = np.column_stack([np.asarray(TRACKS["sound"][name], float) for name in SOUND])
    sound[:, 0] = np.log1p(sound[:, 0])
    scaled = np.clip((sound - sound[train_rows].mean(0)) / sound[train_rows].std(0), -3, 3).astype(np.float32)
    by_genre = GENRES[train_rows].tocsc()
    overall = TARGET[train_rows].mean()

    def of(rows):
        out = np.full((len(rows), 5), np.nan)
        own = GENRES[rows].tocsc()
        best = [[] for _ in rows]
        for genre in range(GENRES.shape[1]):
            asked, known = own[:, genre].indices, train_rows[by_genre[:, genre].indices]
            if len(asked) == 0 or len(known) == 0:
                continue
            a, b = scaled[rows[asked]], scaled[known]
            far = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T
            far[GROUPS[rows[asked]][:, None] == GROUPS[known][None]] = np.inf
            near = np.argpartition(far, min(most, len(known)) - 1, axis=1)[:, :most]
            for i, row in enumerate(asked):
                best[row] += [(far[i, j], known[j]) for j in near[i] if far[i, j] < np.inf]
        for i, found in enumerate(best):
            found = list({row: (distance, row) for distance, row in sorted(found, reverse=True)}.values())
            found = sorted(found)[:most]
            reached = TARGET[[row for _, row in found]] if found else np.zeros(0)
            for k, size in enumerate((5, 20, 60)):
                out[i, k] = (reached[:size].sum() + 3 * overall) / (len(reached[:size]) + 3)
            if found:
                distances = np.sqrt(np.maximum(0, [distance for distance, _ in found[:20]]))
                out[i, 3:] = distances[0], distances.mean()
        return out

    return of(train_rows), of(test_rows)


def tried(number):
    train, train_rows, test, test_rows = fold(number)
    learned, actual = TARGET[train_rows], TARGET[test_rows]
    flags, held_flags = GENRES[train_rows].toarray(), GENRES[test_rows].toarray()
    expected, held_expected = additive(train, train_rows, test, test_rows)
    near, held_near = neighbours(train_rows, test_rows)

    def with_columns(*more):
        return trees(np.hstack([train, *(a for a, _ in more)]), learned, np.hstack([test, *(b for _, b in more)]))

    column = (expected[:, None], held_expected[:, None])
    plain = with_columns()
    all_of_it = with_columns(column, (flags, held_flags), (near, held_near))
    found = {
        "boosted trees alone": plain,
        "with a flag for each genre": with_columns((flags, held_flags)),
        "with what neighbours in sound reach": with_columns((near, held_near)),
        "additive model of genres, their sets, title words and sound within genres": held_expected,
        "boosted trees and additive model, 70 to 30": 0.7 * plain + 0.3 * held_expected,
        "boosted trees with the additive model as a column": with_columns(column),
        "with all of these columns": all_of_it,
        "with all of these columns, and the additive model, 70 to 30": 0.7 * all_of_it + 0.3 * held_expected,
    }
    return {name: r2(actual, predicted) for name, predicted in found.items()}


results = []
for number in range(len(TRACKS["folds"])):
    results.append(tried(number))
    print(number, results[-1], file=sys.stderr, flush=True)
base = np.array([one["boosted trees alone"] for one in results])
report = []
for name in results[0]:
    values = np.array([one[name] for one in results])
    gain = values - base
    report.append(dict(tried=name, r2=values.mean(), gain=gain.mean(), gainSd=gain.std(ddof=1), folds=values.tolist()))
print(json.dumps(dict(protocol="at-release-new", unit="recording", xgboost=xgboost.__version__, results=report), indent=1))
