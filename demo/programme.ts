import { asOf, type Demo, demoDistrict } from './demo.ts';
import { toLonLat } from './land.ts';
import type { Estate } from './people.ts';

type Space = { id: string; areaCode: string; lon: number; lat: number; area: number };

const kinds = [
  { kind: 'stateOwned', name: '国资旧办公楼一层', owner: '演示国资公司', acquisition: 'provision', rent: 0, area: [400, 1200] },
  { kind: 'groundFloor', name: '沿街底商', owner: '演示置业公司', acquisition: 'lease', rent: 18, area: [120, 360] },
  { kind: 'serviceFacility', name: '社区用房闲置间', owner: '演示社区', acquisition: 'provision', rent: 0, area: [60, 220] },
  { kind: 'office', name: '街道腾退办公室', owner: '演示街道', acquisition: 'transfer', rent: 0, area: [150, 500] },
] as const;
const statuses = ['offered', 'offered', 'surveyed', 'agreed'];
const gates = ['survey', 'site', 'build', 'accept'] as const;
const evidence = { survey: '居民需求座谈会纪要', site: '街道选址会议纪要', build: '竣工备案表', accept: '联合验收意见书' };

const common = (now: Date) => ({ district: demoDistrict, invented: true, updatedAt: now });

async function offerSpaces({ tx, now, random }: Demo, estates: readonly Estate[]): Promise<Space[]> {
  const spaces: Space[] = [];
  for (let i = 0; i < 16; i++) {
    const estate = estates[Math.floor(((i + random.next()) * estates.length) / 16)]!;
    const { name, owner, rent, area, kind, acquisition } = kinds[i % kinds.length]!;
    const [lon, lat] = toLonLat([estate.at[0] + random.between(-60, 60), estate.at[1] + random.between(-60, 60)]);
    const floorArea = random.integer(area[0], area[1]);
    const space = { id: random.id(), areaCode: estate.communityCode, lon, lat, area: floorArea };
    const values = { kind, owner, acquisition, floorArea, rentFen: Math.round(100 * rent * floorArea), name: `${estate.name}${name}`, createdAt: now };
    await tx
      .insertInto('planning.space')
      .values({ ...common(now), ...values, id: space.id, areaCode: space.areaCode, lon, lat, status: random.pick(statuses), termMonths: rent > 0 ? 60 : null })
      .execute();
    spaces.push(space);
  }
  return spaces;
}

async function beginProjects({ tx, now, random }: Demo, spaces: readonly Space[]): Promise<void> {
  const [complex] = await tx
    .selectFrom('places.place')
    .select(['id'])
    .where('district', '=', demoDistrict)
    .where('kind', '=', 'complex')
    .orderBy('id')
    .limit(1)
    .execute();
  for (let i = 0; i < 9; i++) {
    const { id: spaceId, areaCode, lon, lat, area } = spaces[i]!;
    const id = random.id();
    const stage = i % 5;
    const isOpen = stage === 4;
    const values = {
      title: `第 ${i + 1} 号嵌入式服务点`,
      acquisition: 'rebuild',
      plannedArea: area,
      functions: ['MEAL', 'ELD-REC', 'CHD-STN'].slice(0, 1 + (i % 3)),
    };
    const dueOn = `202${6 + (i % 2)}-12-31`;
    await tx
      .insertInto('planning.project')
      .values({
        ...common(now),
        ...values,
        id,
        areaCode,
        lon,
        lat,
        spaceId,
        createdAt: now,
        dueOn,
        stage: [...gates, 'open'][stage]!,
        placeId: isOpen ? complex!.id : null,
      })
      .execute();
    for (const [k, gate] of gates.slice(0, stage).entries()) {
      const passedOn = `2026-0${2 + 2 * k}-${10 + i}`;
      await tx
        .insertInto('planning.projectGate')
        .values({ district: demoDistrict, projectId: id, stage: gate, passedOn, evidence: `${evidence[gate]}（演示）`, passedBy: random.id(), passedAt: now })
        .execute();
    }
    if (i % 3 === 0) {
      const listing = { list: i % 2 === 0 ? 'pilot' : 'key', addedOn: asOf, addedBasis: '演示清单第一批' };
      await tx
        .insertInto('planning.projectList')
        .values({ ...listing, district: demoDistrict, id: random.id(), projectId: id })
        .execute();
    }
  }
}

async function setTargets({ tx, now, random }: Demo): Promise<void> {
  const target = async (measure: string, areaCode: string, value: number, dueOn: string, basis: string, parentId: string | null = null) => {
    const id = random.id();
    await tx
      .insertInto('planning.target')
      .values({ ...common(now), id, measure, areaCode, value, dueOn, basis, parentId, invented: areaCode === demoDistrict })
      .execute();
    return id;
  };
  await target('complexes', '330100', 280, '2023-12-31', 'S0:32 到2023年底全市建成280个');
  const city = await target('complexes', '330100', 400, '2025-12-31', 'S0:32 到2025年底全市建成400个');
  await target('complexes', demoDistrict, 40, '2027-12-31', '演示分解', city);
  await target('nurseryPlaces', demoDistrict, 5.5, '2027-12-31', 'S4:32 每千人托位数达到5.5个');
  await target('revivedArea', demoDistrict, 8000, '2027-12-31', '演示目标');
  await target('elderCentreStreets', demoDistrict, 100, '2026-12-31', 'S4:20 街道级居家养老服务中心全覆盖');
}

/** Idle rooms beside estates, projects at every stage, and targets: the city's from the seed, the district's invented. */
export async function drawProgramme(demo: Demo, estates: readonly Estate[]): Promise<void> {
  await beginProjects(demo, await offerSpaces(demo, estates));
  await setTargets(demo);
}
