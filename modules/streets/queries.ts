import type { Reading } from '../../platform/context.ts';
import { boundsOf, findNetwork } from './network-store.ts';
import { tilesVersion } from './tiles.ts';

export async function getNetworkQuery({ db, district }: Reading) {
  const loaded = await findNetwork(db, district);
  if (!loaded) return null;
  const row = await db
    .selectFrom('streets.network')
    .select(['id', 'title', 'source', 'invented', 'importedAt'])
    .where('district', '=', district)
    .where('id', '=', loaded.id)
    .executeTakeFirstOrThrow();
  const { vertices, segments, metres, droppedVertices, components } = loaded.network.report;
  return {
    ...row,
    vertices,
    segments,
    droppedVertices,
    components,
    kilometres: Math.round(metres / 100) / 10,
    bounds: boundsOf(loaded.network),
    tiles: await tilesVersion(db, district),
    importedAt: row.importedAt.toISOString(),
  };
}
