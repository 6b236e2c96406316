import { writeGraphFile } from '../../engines/reach/graph-file.ts';
import { buildNetwork, EmptyNetwork, type Network } from '../../engines/reach/network.ts';
import { FileFault } from '../../platform/files/fault.ts';
import type { Checked, Importer, Incoming, Loading } from '../../platform/files/importer.ts';
import { newId } from '../../platform/id.ts';
import { streetsImported } from './events.ts';
import { type Backdrop, readStreets } from './read-streets.ts';

/** No street runs so far without a bend: one of its positions is wrong. */
const longestSegmentMetres = 50_000;

type Plan = { network: Network; backdrop: Backdrop };

async function check(_db: unknown, file: Incoming, progress: (share: number, step: string) => Promise<void>): Promise<Checked<Plan>> {
  await progress(0.05, 'reading');
  const { raw, backdrop, issues, notes } = await readStreets(file);
  await progress(0.6, 'joining');
  try {
    const network = buildNetwork(raw);
    const { report } = network;
    const far = network.length.findIndex((cm) => cm > longestSegmentMetres * 100);
    if (far >= 0) {
      const { name } = network.ways[network.way[far]!]!;
      throw new FileFault('segment-too-long', {
        zh: `街道“${name}”有一段长 ${Math.round(network.length[far]! / 100_000)} 公里，坐标有误`,
        en: `The street “${name}” has a piece of ${Math.round(network.length[far]! / 100_000)} km; a position of it is wrong`,
      });
    }
    const share = report.vertices / (report.vertices + report.droppedVertices);
    if (share < 0.9) {
      notes.push({
        zh: `最大的连通部分只占 ${Math.round(100 * share)}% 的路口，请检查街道是否在路口处相接`,
        en: `The main component holds only ${Math.round(100 * share)} % of the vertices; check that streets share their crossings`,
      });
    }
    return {
      rowsTotal: raw.ways.length + issues.length,
      rowsGood: raw.ways.length,
      issues,
      notes,
      summary: {
        ways: raw.ways.length,
        vertices: report.vertices,
        segments: report.segments,
        kilometres: Math.round(report.metres / 100) / 10,
        components: report.components,
        droppedVertices: report.droppedVertices,
        missingNodes: report.missingNodes,
      },
      plan: { network, backdrop },
    };
  } catch (error) {
    if (error instanceof EmptyNetwork) throw new FileFault('no-streets', { zh: '文件里没有可步行的街道，请检查是否含有 highway 数据', en: error.message });
    throw error;
  }
}

async function load({ tx, district, now, actorId }: Loading, { network, backdrop }: Plan, file: Incoming) {
  const id = newId(now.getTime());
  await tx.updateTable('streets.network').set({ current: false }).where('district', '=', district).where('current', '=', true).execute();
  await tx
    .insertInto('streets.network')
    .values({
      district,
      id,
      title: file.title,
      source: file.source,
      graph: Buffer.from(writeGraphFile(network)),
      backdrop: JSON.stringify(backdrop),
      nodes: network.report.vertices,
      segments: network.report.segments,
      lengthMetres: network.report.metres,
      invented: file.invented,
      current: true,
      importedAt: now,
      importedBy: actorId,
    })
    .execute();
  return {
    event: streetsImported,
    subject: id,
    summary: { vertices: network.report.vertices, segments: network.report.segments },
  };
}

export const streetsImporter: Importer<Plan> = { kind: 'streets', check, load };
