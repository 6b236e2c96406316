#!/bin/sh
# Compiles reach.c into reach-wasm.ts. Needs clang and wasm-ld (Debian: clang-14 lld-14); the result is committed.
set -eu
cd "$(dirname "$0")"
out="${1:-reach-wasm.ts}"
wasm="$(mktemp)"
trap 'rm -f "$wasm"' EXIT
"${CLANG:-clang-14}" -Wall -Werror --target=wasm32 -O3 -nostdlib -fno-builtin -msimd128 -matomics -mbulk-memory \
  -Wl,--no-entry -Wl,--export-dynamic -Wl,--strip-all -Wl,--import-memory -Wl,--shared-memory -Wl,--max-memory=4294967296 -Wl,--no-check-features \
  -Wl,--export=search -Wl,--export=emit -Wl,--export=total -Wl,--export=sort_by_rank -Wl,--export=clear -Wl,--export=plant \
  -Wl,--export=sweep -Wl,--export=emit_lane -Wl,--export=total_lanes \
  -Wl,-z,stack-size=4096 -o "$wasm" reach.c
{
  echo "/** Bytes of reach.c, made by build.sh with clang 14; base64. */"
  printf "export const reachWasm =\n  '"
  base64 -w 0 "$wasm"
  echo "';"
} > "$out"
wc -c < "$wasm"
