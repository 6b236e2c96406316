import { classColours } from '../desk/coverage-overlays.ts';
import { words as deskWords } from '../desk/words.ts';
import { sayEdit } from './Edits.tsx';
import { paceOf } from './settings.ts';
import type { Picture, TableData } from './shape.ts';
import type { Table } from './use-table.ts';
import { words } from './words.ts';

export type Report = { table: Table; data: TableData; name: string; language: 'zh' | 'en' };

const cell = (value: string | number) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
const shareOf = ({ within, people }: { within: number; people: number }) => (people === 0 ? 0 : within / people);

/** Shares by community before and now, with a mark that lets spreadsheets read it as UTF-8. */
export function areasCsv({ table, data, language }: Report): string {
  const w = words[language];
  const before = new Map(table.before!.areas.map((area) => [area.code, area]));
  const names = new Map(data.areas.map((area) => [area.code, area.name]));
  const head = ['code', w.community, w.share, `${w.share}（${w.before}）`, 'people', 'within'];
  const rows = table.now!.areas.map((area) => [
    area.code,
    names.get(area.code) ?? '',
    shareOf(area).toFixed(4),
    before.has(area.code) ? shareOf(before.get(area.code)!).toFixed(4) : '',
    area.people,
    area.within,
  ]);
  return `﻿${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** Cells with their walks and facilities with what they offer, as one collection in WGS-84. */
export function scenarioGeoJson({ table, data }: Report): string {
  const { now, before } = table;
  const walk = (tenths: number) => (tenths === 0xffff ? null : tenths / 10);
  const cells = data.cells.id.map((id, i) => ({
    type: 'Feature',
    properties: {
      kind: 'cell',
      id,
      people: data.cells.people[i],
      minutes: walk(now!.minutes[i]!),
      minutesBefore: walk(before!.minutes[i]!),
      functions: now!.reached[i],
    },
    geometry: { type: 'Point', coordinates: [data.cells.lon[i], data.cells.lat[i]] },
  }));
  const stands = now!.stands.map(({ lon, lat, ...rest }) => ({
    type: 'Feature',
    properties: { ...rest, kind: 'facility' },
    geometry: { type: 'Point', coordinates: [lon, lat] },
  }));
  return JSON.stringify({ type: 'FeatureCollection', features: [...cells, ...stands] });
}

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

/** A map of cells and facilities as a drawing that prints sharp. */
function drawMap(data: TableData, picture: Picture, code: string, title: string): string {
  const { lon, lat, people } = data.cells;
  const [west, east, south, north] = [Math.min(...lon), Math.max(...lon), Math.min(...lat), Math.max(...lat)];
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const width = 480;
  const scale = width / ((east - west) * squeeze || 1);
  const height = Math.round((north - south) * scale) + 20;
  const at = (x: number, y: number) => `cx="${(10 + (x - west) * squeeze * scale).toFixed(1)}" cy="${(10 + (north - y) * scale).toFixed(1)}"`;
  const classOf = (tenths: number) => (tenths === 0xffff ? 6 : [50, 100, 150, 200, 300].filter((edge) => tenths > edge).length);
  const dots = lon.map(
    (x, i) =>
      `<circle ${at(x, lat[i]!)} r="${(1 + Math.sqrt(people[i]!) / 14).toFixed(1)}" fill="${classColours[classOf(picture.minutes[i]!)]}" stroke="#333" stroke-width=".3"/>`,
  );
  const stands = picture.stands
    .filter((it) => it.isOpen && it.offers.some((offer) => offer.function === code))
    .map((it) => `<circle ${at(it.lon, it.lat)} r="4.5" fill="${it.isNew || it.isMoved ? '#d81b8c' : '#1252c4'}" stroke="#fff" stroke-width="1.2"/>`);
  return `<figure><svg viewBox="0 0 ${width + 20} ${height}" role="img" aria-label="${escapeHtml(title)}">${dots.join('')}${stands.join('')}</svg><figcaption>${escapeHtml(title)}</figcaption></figure>`;
}

const style = `body{font:14px/1.5 system-ui,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
.maps{display:flex;gap:1rem}figure{flex:1;margin:0}svg{width:100%;border:1px solid #ccc}table{border-collapse:collapse;width:100%;margin:.5rem 0}
th,td{border-bottom:1px solid #ccc;text-align:left;padding:.25rem .5rem .25rem 0}td.n,thead th:not(:first-child){text-align:right}@page{size:A4;margin:16mm}@media print{body{margin:0}tr{break-inside:avoid}}`;

/** The report as one page: figures, both maps, gaps, edits, method, sources and versions. It prints to A4 or PDF from the browser. */
export function reportHtml({ table, data, name, language }: Report): string {
  const w = words[language];
  const { now, before, settings, edits } = table;
  const pick = (entry: { name: string; nameEn: string }) => (language === 'zh' ? entry.name : entry.nameEn);
  const wanted = pick(data.functions.find((entry) => entry.code === settings.function)!);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const row = (...cells: (string | number)[]) =>
    `<tr>${cells.map((value, i) => (i === 0 ? `<th scope="row">${escapeHtml(String(value))}</th>` : `<td class="n">${escapeHtml(String(value))}</td>`)).join('')}</tr>`;
  const figures = (picture: Picture) => ({
    share: shareOf({ within: picture.shares.within, people: picture.shares.people }),
    straight: shareOf({ within: picture.shares.withinStraight, people: picture.shares.people }),
  });
  const [a, b] = [figures(before!), figures(now!)];
  const norms = new Map(data.need.norms.map((norm) => [norm.code, norm]));
  const names = new Map(data.areas.map((area) => [area.code, area.name]));
  const gaps = now!.deficits.slice(0, 30).map((it) => {
    const norm = norms.get(it.norm)!;
    return row(
      `${pick(norm)} · ${it.code === '' ? w.whole : (names.get(it.code) ?? it.code)}`,
      Math.round(it.need),
      Math.round(it.supply),
      `${Math.round(it.missing)} ${w.unit[norm.unit]}`,
    );
  });
  const pace = paceOf(data, settings);
  return `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><meta charset="utf-8"><title>${escapeHtml(w.reportTitle(name))}</title><style>${style}</style>
<h1>${escapeHtml(w.reportTitle(name))}</h1><p>${escapeHtml(wanted)} · ${w.minute(settings.minutes)} · ${settings.speed} m/s${pace ? ` (${escapeHtml(pick(pace))})` : ''} · ${w.reportDate} ${new Date().toLocaleDateString('sv-SE')}</p>
<table><thead><tr><th></th><th>${w.before}</th><th>${w.now}</th></tr></thead><tbody>${row(w.share, percent(a.share), percent(b.share))}${row(w.straight, percent(a.straight), percent(b.straight))}</tbody></table>
<div class="maps">${drawMap(data, before!, settings.function, w.mapBefore)}${drawMap(data, now!, settings.function, w.mapNow)}</div>
<p>${words[language].minutes}: ${classColours.map((colour, i) => `<span style="color:${colour}">●</span> ${deskWords[language].legend[i]}`).join(' ')}</p>
<h2>${w.edits}</h2>${edits.length === 0 ? `<p>${w.noEdits}</p>` : `<ol>${edits.map((edit) => `<li>${escapeHtml(sayEdit(edit, now!.stands, w as never))}</li>`).join('')}</ol>`}
<h2>${w.deficits}</h2><p>${w.deficitHelp}</p><table><thead><tr><th>${w.norm}</th><th>${w.need}</th><th>${w.supply}</th><th>${w.missing}</th></tr></thead><tbody>${gaps.join('')}</tbody></table>
<h2>${w.reportMethod}</h2><p>${escapeHtml(w.methodText(data.need.version))}</p>
<h2>${w.reportData}</h2><p>${escapeHtml(data.population.title)}（${escapeHtml(data.population.source)}，${data.population.asOf}${data.population.invented ? `，${w.invented}` : ''}）</p>
<ul>${data.need.norms.map((norm) => `<li>${escapeHtml(pick(norm))}：${escapeHtml(norm.source)}</li>`).join('')}</ul></html>`;
}

/** Opens the report in a window of its own, ready to be printed or saved as PDF. */
export function openReport(report: Report): void {
  const url = URL.createObjectURL(new Blob([reportHtml(report)], { type: 'text/html;charset=utf-8' }));
  window.open(url, '_blank', 'noopener');
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
