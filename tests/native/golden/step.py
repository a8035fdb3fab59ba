"""Golden values of the block `step` of `exact`, in plain Python floats: python step.py > step.json.

Three iterations of a layer with 4 inputs and 3 neurons, 6 rows of inputs an iteration, N = 5 training samples: running
averages with beta .7 of the Gram matrix G = sum c c' / rows and of given statistics, the ridge mu' = mu tr(G) / N, the
direction D = S (G + mu' I)^-1, and its size sqrt(tr(D G D') / 3)."""
import json
import random

random.seed(20)
INPUTS, NEURONS, ROWS, SAMPLES, BETA, MU = 4, 3, 6, 5, 0.7, 0.6


def draw(rows, columns):
    return [[round(random.gauss(0, 1), 3) for _ in range(columns)] for _ in range(rows)]


def mean(values):  # weights beta^(k - j) over their sum: no recursion
    weights = [BETA ** (len(values) - 1 - j) for j in range(len(values))]
    return [[sum(w * v[r][c] for w, v in zip(weights, values)) / sum(weights) for c in range(len(values[0][0]))]
            for r in range(len(values[0]))]


def solve(system, right):  # x with system x = right, by elimination with pivots
    n = len(right)
    rows = [list(row) + [b] for row, b in zip(system, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, n):
            f = rows[r][i] / rows[i][i]
            rows[r] = [a - f * b for a, b in zip(rows[r], rows[i])]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (rows[i][n] - sum(rows[i][j] * x[j] for j in range(i + 1, n))) / rows[i][i]
    return x


out, grams, statistics = [], [], []
for _ in range(3):
    c, s = draw(ROWS, INPUTS), draw(NEURONS, INPUTS)
    grams.append([[sum(row[i] * row[j] for row in c) / ROWS for j in range(INPUTS)] for i in range(INPUTS)])
    statistics.append(s)
    gram, average = mean(grams), mean(statistics)
    ridge = MU * sum(gram[i][i] for i in range(INPUTS)) / SAMPLES
    system = [[gram[i][j] + (ridge if i == j else 0.0) for j in range(INPUTS)] for i in range(INPUTS)]
    step = [solve(system, row) for row in average]
    square = sum(d[i] * gram[i][j] * d[j] for d in step for i in range(INPUTS) for j in range(INPUTS))
    out.append({"c": c, "S": s, "G": gram, "mean_S": average, "mu_prime": ridge, "D": step, "size": (square / NEURONS) ** 0.5})
print(json.dumps({"beta": BETA, "mu": MU, "samples": SAMPLES, "iterations": out}, separators=(",", ":")))
