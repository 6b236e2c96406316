"""Peers of bench/walks.ts on the same edges: scipy, pandana (PANDANA=folder of its source, built in place), pgRouting (PGROUTING=postgresql://…)."""
import json, os, sys, time

graph = json.load(open(sys.argv[1]))
bound = graph["bound"]
n = len(graph["x"])


def say(name, **figures):
    print(json.dumps({"name": name, **figures}), flush=True)


def best(work, rounds):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result


def with_scipy():
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    # Of edges between the same two vertices the shorter one holds; csr_matrix would add them up.
    pairs = {}
    for a, b, dm in zip(graph["from"], graph["to"], graph["dm"]):
        key = (min(a, b), max(a, b))
        pairs[key] = min(pairs.get(key, dm), dm)
    a, b = np.array(list(pairs)).T
    w = np.array(list(pairs.values()), dtype=float)
    matrix = csr_matrix((np.r_[w, w], (np.r_[a, b], np.r_[b, a])), shape=(n, n))
    sources = list(range(0, n, max(1, n // 400)))
    seconds, dist = best(lambda: dijkstra(matrix, indices=sources, limit=bound), 3)
    reached = dist[np.isfinite(dist)]
    say("scipy dijkstra(limit)", us=1e6 * seconds / len(sources), pairs=int(reached.size), sources=len(sources))


def with_pandana():
    folder = os.environ.get("PANDANA")
    if not folder:
        return say("pandana aggregate", skipped="set PANDANA to a folder with its built source")
    sys.path.insert(0, folder)
    import io, contextlib
    import pandas as pd
    import pandana

    edges = pd.DataFrame({"w": [float(dm) for dm in graph["dm"]]})
    nodes = pd.DataFrame({"x": graph["x"], "y": graph["y"]}, dtype=float)
    devnull = os.open(os.devnull, os.O_WRONLY)
    out = os.dup(1)
    os.dup2(devnull, 1)
    net = pandana.Network(nodes.x, nodes.y, pd.Series(graph["from"]), pd.Series(graph["to"]), edges, twoway=True)
    net.set(pd.Series(range(n)), variable=pd.Series([1.0] * n), name="one")
    seconds, counts = best(lambda: net.aggregate(bound, type="sum", decay="flat", name="one"), 3)
    os.dup2(out, 1)
    say("pandana aggregate, 1 thread", us=1e6 * seconds / n, pairs=int(counts.sum()), sources=n)


def with_pgrouting():
    address = os.environ.get("PGROUTING")
    if not address:
        return say("pgRouting drivingDistance", skipped="set PGROUTING to a database with the extension")
    import subprocess

    psql = ["psql", address, "-qAtX", "-v", "ON_ERROR_STOP=1"]
    rows = "\n".join(f"{i}\t{a}\t{b}\t{dm}" for i, (a, b, dm) in enumerate(zip(graph["from"], graph["to"], graph["dm"])))
    setup = "drop table if exists edge; create table edge (id bigint, source bigint, target bigint, cost float8, reverse_cost float8);"
    subprocess.run([*psql, "-c", setup], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run([*psql, "-c", "copy edge (id, source, target, cost) from stdin"], input=rows, text=True, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*psql, "-c", "update edge set reverse_cost = cost"], check=True, stdout=subprocess.DEVNULL)
    sources = list(range(0, n, max(1, n // 1000)))
    query = f"""select count(*) from pgr_drivingDistance('select id, source, target, cost, reverse_cost from edge',
      array[{",".join(map(str, sources))}]::bigint[], {bound}, true)"""
    seconds, result = best(lambda: subprocess.run([*psql, "-c", query], check=True, capture_output=True, text=True).stdout, 3)
    say("pgRouting drivingDistance", us=1e6 * seconds / len(sources), pairs=int(result), sources=len(sources))


for peer in (with_scipy, with_pandana, with_pgrouting):
    try:
        peer()
    except Exception as error:
        say(peer.__name__.removeprefix("with_"), skipped=f"{type(error).__name__}: {error}"[:160])
