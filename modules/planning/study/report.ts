import { metresPerDegree } from '../../../engines/reach/metric.ts';
import type { StudyOutcome } from './run-study.ts';
import { percent } from './tables.ts';

/** Classes of walking time with colours that colour-blind people can tell apart, light to dark. */
const classes = [
  { upTo: 5, colour: '#1b7837', label: '≤ 5' },
  { upTo: 10, colour: '#7fbf7b', label: '5–10' },
  { upTo: 15, colour: '#d9f0d3', label: '10–15' },
  { upTo: 20, colour: '#fdb863', label: '15–20' },
  { upTo: 30, colour: '#e66101', label: '20–30' },
  { upTo: Number.POSITIVE_INFINITY, colour: '#7b3294', label: '> 30' },
];
const unreachedColour = '#333';

const escapeHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const number = (value: number) => Math.round(value).toLocaleString('en-US');
const minutes = (value: number | null) => (value === null ? '–' : value.toFixed(1));

type Frame = { width: number; height: number; x(lon: number): string; y(lat: number): string; metre: number };

/** A plate in metres around all cells, drawn 900 units wide. */
function frameOf({ input: { cells } }: StudyOutcome): Frame {
  const min = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const max = (values: number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  const [west, east, south, north] = [min(cells.lon), max(cells.lon), min(cells.lat), max(cells.lat)];
  const scale = metresPerDegree((south + north) / 2);
  const margin = 250;
  const metres = { width: (east - west) * scale.lon + 2 * margin, height: (north - south) * scale.lat + 2 * margin };
  const unit = 900 / metres.width;
  return {
    width: 900,
    height: Math.round(metres.height * unit),
    x: (lon) => (((lon - west) * scale.lon + margin) * unit).toFixed(1),
    y: (lat) => (((north - lat) * scale.lat + margin) * unit).toFixed(1),
    metre: unit,
  };
}

/** All streets as one path: a line for each way. */
function streetPath({ input: { network } }: StudyOutcome, frame: Frame): string {
  const parts: string[] = [];
  for (let s = 0; s < network.length.length; s++) {
    const continues = s > 0 && network.way[s] === network.way[s - 1] && network.from[s] === network.to[s - 1];
    if (!continues) parts.push(`M${frame.x(network.lon[network.from[s]!]!)} ${frame.y(network.lat[network.from[s]!]!)}`);
    parts.push(`L${frame.x(network.lon[network.to[s]!]!)} ${frame.y(network.lat[network.to[s]!]!)}`);
  }
  return parts.join('');
}

/** Half the usual distance between neighbouring cells: large enough to fill the map, small enough not to cover it. */
function cellRadiusMetres({ input: { cells } }: StudyOutcome): number {
  const scale = metresPerDegree(cells.lat[0]!);
  const gaps: number[] = [];
  for (let i = 0; i < cells.id.length; i += Math.max(1, Math.floor(cells.id.length / 60))) {
    let nearest = Infinity;
    for (let j = 0; j < cells.id.length; j++) {
      if (j !== i) nearest = Math.min(nearest, Math.hypot((cells.lon[j]! - cells.lon[i]!) * scale.lon, (cells.lat[j]! - cells.lat[i]!) * scale.lat));
    }
    if (nearest > 0 && nearest < Infinity) gaps.push(nearest);
  }
  gaps.sort((a, b) => a - b);
  return Math.min(250, Math.max(25, (gaps[Math.floor(gaps.length / 2)] ?? 200) * 0.52));
}

function mapOf(outcome: StudyOutcome, index: number, frame: Frame): string {
  const { input, result, walks } = outcome;
  const { cells } = input;
  const kind = input.kinds[index]!;
  const radius = (cellRadiusMetres(outcome) * frame.metre).toFixed(1);
  const dots = cells.id.map((id, i) => {
    const walk = walks[index]!.metres[i]! / result.speed / 60;
    const colour = Number.isFinite(walk) ? classes.find((entry) => walk <= entry.upTo)!.colour : unreachedColour;
    const opacity = cells.people[i]! > 0 ? 0.85 : 0.25;
    const title = `${id}: ${cells.people[i]!} 人, ${Number.isFinite(walk) ? `${walk.toFixed(1)} min` : '–'}`;
    return `<circle cx="${frame.x(cells.lon[i]!)}" cy="${frame.y(cells.lat[i]!)}" r="${radius}" fill="${colour}" fill-opacity="${opacity}"><title>${escapeHtml(title)}</title></circle>`;
  });
  const marks = kind.points.lon.map(
    (lon, i) => `<circle cx="${frame.x(lon)}" cy="${frame.y(kind.points.lat[i]!)}" r="2.6" fill="#fff" stroke="#000" stroke-width="1.2"/>`,
  );
  const kilometre = (1000 * frame.metre).toFixed(1);
  return `<svg viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="${escapeHtml(kind.name)} ${escapeHtml(kind.nameEn)}">
${dots.join('\n')}
<use href="#streets"/>
${marks.join('')}
<g transform="translate(20 ${frame.height - 20})"><path d="M0 -5V0H${kilometre}V-5" fill="none" stroke="#000" stroke-width="1.5"/><text x="4" y="-7" font-size="13">1 km</text></g>
</svg>`;
}

const legend = `<p class="legend">${[...classes, { colour: unreachedColour, label: '走不到 unreached' }]
  .map(({ colour, label }) => `<span><i style="background:${colour}"></i>${label}</span>`)
  .join('')}<span><i class="mark"></i>设施 facility</span><span>分钟 minutes</span></p>`;

const style = `body{font:16px/1.5 system-ui,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a}
table{border-collapse:collapse;width:100%;margin:1rem 0;font-variant-numeric:tabular-nums}th,td{border-bottom:1px solid #ccc;padding:.35rem .6rem;text-align:right}th:first-child,td:first-child{text-align:left}
svg{width:100%;height:auto;border:1px solid #ccc;background:#fafafa}.legend span{display:inline-flex;align-items:center;margin-right:1rem}.legend i{width:1em;height:1em;margin-right:.35em;border-radius:50%;display:inline-block}.legend .mark{background:#fff;border:2px solid #000}
.scroll{overflow-x:auto}small{color:#555}@media print{body{margin:0;max-width:none}h2{break-before:page}}`;

function summaryTable({ result }: StudyOutcome): string {
  const heads = [
    '设施 Facility',
    '数量 Number',
    `${result.minutes} 分钟内人口 People within`,
    '覆盖率 Share',
    '直线距离口径 Straight line',
    '平均 Mean (min)',
    '90% 分位 P90 (min)',
    '走不到 Unreached',
  ];
  const rows = result.kinds.map(({ name, nameEn, facilities, figures }) =>
    [
      `${escapeHtml(name)} ${escapeHtml(nameEn)}`,
      number(facilities),
      number(figures.peopleWithin),
      `<strong>${percent(figures.share)}</strong>`,
      percent(figures.shareStraight),
      minutes(figures.meanMinutes),
      minutes(figures.p90Minutes),
      number(figures.peopleUnreached),
    ]
      .map((cell) => `<td>${cell}</td>`)
      .join(''),
  );
  return `<div class="scroll" tabindex="0"><table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row}</tr>`).join('')}</tbody></table></div>`;
}

function kindSection(outcome: StudyOutcome, index: number, frame: Frame): string {
  const kind = outcome.result.kinds[index]!;
  const rows = kind.worst.map(
    (cell) =>
      `<tr><td>${escapeHtml(cell.id)}</td><td>${number(cell.people)}</td><td>${minutes(cell.minutes)}</td><td>${cell.lat.toFixed(5)}, ${cell.lon.toFixed(5)}</td></tr>`,
  );
  return `<h2>${escapeHtml(kind.name)} ${escapeHtml(kind.nameEn)}: ${percent(kind.figures.share)}</h2>${legend}${mapOf(outcome, index, frame)}
<h3>步行最久的十处 The ten worst cells</h3><table><thead><tr><th scope="col">单元 Cell</th><th scope="col">人口 People</th><th scope="col">分钟 Minutes</th><th scope="col">位置 Position</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** The report as one HTML file that needs nothing else: table, maps, worst cells, notes. */
export function studyHtml(outcome: StudyOutcome): string {
  const { result } = outcome;
  const frame = frameOf(outcome);
  const { network } = result;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(result.title)}</title><style>${style}</style></head><body>
<h1>${escapeHtml(result.title)}</h1>
<p>步行 ${result.minutes} 分钟，速度 ${result.speed} 米/秒，即 ${result.reachMetres} 米。走路时间含从住处到街道、从街道到门口的直线一段。<br>
${result.minutes} minutes on foot at ${result.speed} m/s, that is ${result.reachMetres} m, with the straight bits from door to street at both ends. The straight-line column counts ${result.reachMetres} m as the crow flies.</p>
<p><small>${number(network.vertices)} vertices · ${number(network.segments)} segments · ${number(network.kilometres)} km · ${number(result.cells)} cells (${result.cellsOffStreets} off the streets) · ${number(result.people)} people</small></p>
<svg width="0" height="0" style="position:absolute;border:0" aria-hidden="true"><defs><path id="streets" d="${streetPath(outcome, frame)}" fill="none" stroke="#444" stroke-width=".35"/></defs></svg>
${summaryTable(outcome)}
${result.kinds.map((_, index) => kindSection(outcome, index, frame)).join('\n')}
<h2>说明 Notes</h2><ul>${result.notes.map((note) => `<li>${escapeHtml(note.zh)}<br><small>${escapeHtml(note.en)}</small></li>`).join('')}</ul>
</body></html>`;
}
