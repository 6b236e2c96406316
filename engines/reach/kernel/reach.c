// Kernels of engines/reach for WebAssembly. Their twins in JavaScript (primitives-js.ts) give the same numbers bit for bit.
// Built by build.sh into reach-wasm.ts. Everything lies in memory that the caller lays out; nothing is allocated here.
#include <wasm_simd128.h>

typedef int i32;
typedef unsigned short u16;
enum { SHIFT = 7, LANES = 16 };

// One bounded search. Returns how many nodes were reached, or -1 when the pool is too small (heads are then left dirty).
// dist holds values above base + bound for nodes not reached: falling bases make clearing unnecessary.
i32 search(const i32 *off, const i32 *adj, i32 *dist, i32 base, i32 bound, i32 *heads, i32 *pool, i32 pool_size, i32 *reached,
           const i32 *seeds, i32 seed_count) {
  const i32 limit = base + bound;
  i32 count = 0, used = 0;
  for (i32 s = 0; s < seed_count; s++) {
    const i32 v = seeds[2 * s], d = base + seeds[2 * s + 1];
    if (d > limit || d >= dist[v]) continue;
    if (dist[v] > limit) reached[count++] = v;
    dist[v] = d;
    if (used == pool_size) return -1;
    const i32 b = (d - base) >> SHIFT;
    pool[3 * used] = v, pool[3 * used + 1] = d, pool[3 * used + 2] = heads[b];
    heads[b] = used++;
  }
  for (i32 b = 0; b <= bound >> SHIFT; b++) {
    while (heads[b] >= 0) {
      const i32 *entry = pool + 3 * heads[b];
      heads[b] = entry[2];
      const i32 v = entry[0], d = entry[1];
      if (dist[v] != d) continue;
      for (i32 i = off[v], end = off[v + 1]; i < end; i += 2) {
        const i32 u = adj[i], w = adj[i + 1], to = d + (w >> 1), old = dist[u];
        if (to >= old || to > limit) continue;
        if (old > limit) reached[count++] = u;
        dist[u] = to;
        if (w & 1) continue;
        if (used == pool_size) return -1;
        const i32 t = (to - base) >> SHIFT;
        pool[3 * used] = u, pool[3 * used + 1] = to, pool[3 * used + 2] = heads[t];
        heads[t] = used++;
      }
    }
  }
  return count;
}

// Writes what a search reached from number `first` on: numbers less `first`, and decimetres.
i32 emit(const i32 *reached, i32 count, const i32 *dist, i32 base, i32 first, i32 *out_node, u16 *out_dm) {
  i32 n = 0;
  for (i32 i = 0; i < count; i++) {
    const i32 v = reached[i];
    if (v < first) continue;
    out_node[n] = v - first;
    out_dm[n++] = (u16)(dist[v] - base);
  }
  return n;
}

// Sum of weights, and of decimetres, over what a search reached from number `first` on.
void total(const i32 *reached, i32 count, const i32 *dist, i32 base, i32 first, const double *weight, double *out) {
  double sum = 0, dm = 0;
  for (i32 i = 0; i < count; i++) {
    const i32 v = reached[i];
    if (v < first) continue;
    sum += weight[v - first];
    dm += dist[v] - base;
  }
  out[0] = sum, out[1] = dm;
}

// Reached nodes in ascending order of rank, by radix of `bits`; `spare` is as long as `nodes`, `counts` holds 2^bits.
// What a sweep reads is numbered by node, for nodes near each other lie near each other in memory and ranks do not.
void sort_by_rank(const i32 *reached, i32 count, const i32 *rank, i32 *nodes, i32 *spare, i32 *counts, i32 bits, i32 passes) {
  const i32 size = 1 << bits;
  const i32 *from = reached;
  i32 *to = passes & 1 ? nodes : spare;
  for (i32 shift = 0; passes-- > 0; shift += bits) {
    for (i32 i = 0; i < size; i++) counts[i] = 0;
    for (i32 i = 0; i < count; i++) counts[(rank[from[i]] >> shift) & (size - 1)]++;
    for (i32 i = 0, sum = 0; i < size; i++) {
      const i32 n = counts[i];
      counts[i] = sum, sum += n;
    }
    for (i32 i = 0; i < count; i++) to[counts[(rank[from[i]] >> shift) & (size - 1)]++] = from[i];
    from = to, to = to == nodes ? spare : nodes;
  }
}

// Walks of 16 sources at once over a region closed under shortest up-down paths. `matrix` has LANES u16 per row of the region,
// its sources' rows set and 0xFFFF elsewhere; nodes ascend by rank; row[v] may hold anything and is checked. `local` gets the ways
// up inside the region, so that the way down reads them in order.
void sweep(const i32 *up_off, const i32 *up_adj, const i32 *nodes, i32 count, const i32 *row, u16 *matrix, i32 *local) {
  i32 *way = local;
  for (i32 i = 0; i < count; i++) {
    const u16 *from = matrix + i * LANES;
    const v128_t a = wasm_v128_load(from), b = wasm_v128_load(from + 8);
    const i32 *first = way;
    for (i32 k = up_off[nodes[i]], end = up_off[nodes[i] + 1]; k < end; k += 2) {
      const i32 j = row[up_adj[k]];
      if ((unsigned)j >= (unsigned)count || nodes[j] != up_adj[k]) continue;
      u16 *to = matrix + j * LANES;
      const v128_t w = wasm_i16x8_splat((short)up_adj[k + 1]);
      wasm_v128_store(to, wasm_u16x8_min(wasm_v128_load(to), wasm_u16x8_add_sat(a, w)));
      wasm_v128_store(to + 8, wasm_u16x8_min(wasm_v128_load(to + 8), wasm_u16x8_add_sat(b, w)));
      way[0] = j, way[1] = up_adj[k + 1];
      way += 2;
    }
    *way = (i32)(way - first) >> 1;
    way++;
  }
  for (i32 i = count - 1; i >= 0; i--) {
    u16 *to = matrix + i * LANES;
    v128_t a = wasm_v128_load(to), b = wasm_v128_load(to + 8);
    for (i32 n = *--way; n > 0; n--) {
      way -= 2;
      const u16 *from = matrix + way[0] * LANES;
      const v128_t w = wasm_i16x8_splat((short)way[1]);
      a = wasm_u16x8_min(a, wasm_u16x8_add_sat(wasm_v128_load(from), w));
      b = wasm_u16x8_min(b, wasm_u16x8_add_sat(wasm_v128_load(from + 8), w));
    }
    wasm_v128_store(to, a);
    wasm_v128_store(to + 8, b);
  }
}

// Row of the region for a node; the caller knows that it is there.
void plant(const i32 *row, u16 *matrix, i32 node, i32 lane, i32 dm) {
  u16 *at = matrix + row[node] * LANES + lane;
  if (dm < *at) *at = (u16)dm;
}

void clear(const i32 *nodes, i32 count, i32 *row, u16 *matrix) {
  for (i32 i = 0; i < count; i++) row[nodes[i]] = i;
  const v128_t all = wasm_i16x8_splat(-1);
  for (i32 i = 0; i < 2 * count; i++) wasm_v128_store(matrix + 8 * i, all);
}

// One lane of a swept matrix, from number `first` on, in the order of ranks.
i32 emit_lane(const i32 *nodes, i32 count, const u16 *matrix, i32 lane, i32 bound, i32 first, i32 *out_node, u16 *out_dm) {
  i32 n = 0;
  for (i32 i = 0; i < count; i++) {
    const i32 dm = matrix[i * LANES + lane], v = nodes[i];
    if (dm > bound || v < first) continue;
    out_node[n] = v - first;
    out_dm[n++] = (u16)dm;
  }
  return n;
}

// Sums of weights and of decimetres per lane: out[2 * lane], out[2 * lane + 1]. Weights are added row after row.
void total_lanes(const i32 *nodes, i32 count, const u16 *matrix, i32 bound, i32 first, const double *weight, double *out) {
  const v128_t top = wasm_i16x8_splat((short)bound);
  v128_t sum[8], dm[4];
  double all[LANES];
  for (i32 p = 0; p < 8; p++) sum[p] = wasm_f64x2_splat(0);
  for (i32 l = 0; l < LANES; l++) all[l] = 0;
  for (i32 start = 0; start < count; start += 32768) {
    const i32 stop = count - start > 32768 ? start + 32768 : count;
    for (i32 q = 0; q < 4; q++) dm[q] = wasm_i32x4_splat(0);
    for (i32 i = start; i < stop; i++) {
      const i32 v = nodes[i];
      if (v < first) continue;
      const v128_t w = wasm_f64x2_splat(weight[v - first]);
      for (i32 half = 0; half < 2; half++) {
        const v128_t d = wasm_v128_load(matrix + i * LANES + 8 * half), in = wasm_u16x8_le(d, top), near = wasm_v128_and(d, in);
        dm[2 * half] = wasm_i32x4_add(dm[2 * half], wasm_u32x4_extend_low_u16x8(near));
        dm[2 * half + 1] = wasm_i32x4_add(dm[2 * half + 1], wasm_u32x4_extend_high_u16x8(near));
        const v128_t low = wasm_i32x4_extend_low_i16x8(in), high = wasm_i32x4_extend_high_i16x8(in);
        v128_t *to = sum + 4 * half;
        to[0] = wasm_f64x2_add(to[0], wasm_v128_and(w, wasm_i64x2_extend_low_i32x4(low)));
        to[1] = wasm_f64x2_add(to[1], wasm_v128_and(w, wasm_i64x2_extend_high_i32x4(low)));
        to[2] = wasm_f64x2_add(to[2], wasm_v128_and(w, wasm_i64x2_extend_low_i32x4(high)));
        to[3] = wasm_f64x2_add(to[3], wasm_v128_and(w, wasm_i64x2_extend_high_i32x4(high)));
      }
    }
    for (i32 l = 0; l < LANES; l++) all[l] += ((const unsigned *)dm)[l];
  }
  for (i32 l = 0; l < LANES; l++) out[2 * l] = ((const double *)sum)[l], out[2 * l + 1] = all[l];
}
