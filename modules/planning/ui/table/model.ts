import { reachedStreets, walkBetween } from '../../../../engines/reach/coverage.ts';
import { outlineOf } from '../../../../engines/reach/isochrone.ts';
import type { Network } from '../../../../engines/reach/network.ts';
import type { Facility, Undo } from '../../../../engines/reach/scenario/circles.ts';
import { Searcher } from '../../../../engines/reach/search.ts';
import { areaNear, dmOf, edited, type Ground, layGround, proposeSites, withinStraight } from './ground.ts';
import { deficitsOf, usualOffer } from './need.ts';
import { scoreSites } from './score.ts';
import { isSameWays } from './settings.ts';
import type { Advice, Among, AreaShare, Edit, Explanation, Picture, Proposal, Settings, SiteScore, Stand, TableData } from './shape.ts';

/**
 * A planning table: a district's people, facilities and streets, and the edits made on it. Pure computation; it runs in a worker of
 * the browser. Edits of facilities touch one catchment each; edits of streets make the ground anew.
 */
export class TableModel {
  readonly data: TableData;
  private readonly network: Network;
  private readonly groups: Float64Array[];
  private readonly functionNumber: Map<string, number>;
  /** Places of the usual facility by function; 0 where nobody counts places. Facilities that do not say get as many. */
  private readonly usualPlaces: number[];
  settings: Settings;
  private ground: Ground;
  private stands: Stand[] = [];
  private readonly numberOf = new Map<string, number>();
  private searcher: { network: Network; search: Searcher } | null = null;
  private readonly edits: { edit: Edit; undo: () => void }[] = [];

  constructor(data: TableData, network: Network, settings: Settings) {
    this.data = data;
    this.network = network;
    this.settings = settings;
    this.functionNumber = new Map(data.functions.map(({ code }, i) => [code, i]));
    this.groups = data.need.groups.map(({ bands, code }) => {
      const hasBands = data.cells.bands.some((own) => own.some((n) => n > 0));
      return Float64Array.from(data.cells.people, (people, i) =>
        code === 'all' || !hasBands ? people : data.cells.bands[i]!.reduce((sum, n, band) => sum + n * bands[band]!, 0),
      );
    });
    this.usualPlaces = data.functions.map(({ code }) => usualOffer(data, code).capacity);
    this.ground = this.begin();
  }

  /** The ground without edits, and on it what the data has. */
  private begin(): Ground {
    this.ground = this.lay(edited(this.network, this.settings.avoids ?? [], []));
    this.stands = [];
    this.numberOf.clear();
    for (const facility of this.data.facilities) this.stand({ ...facility, isOpen: true, isNew: false, isMoved: false });
    this.ground.circles.addAll(this.stands.map((it) => this.facilityOf(it)));
    return this.ground;
  }

  get madeEdits(): Edit[] {
    return this.edits.map(({ edit }) => edit);
  }

  private lay(network: Network): Ground {
    const { cells, functions } = this.data;
    const wantedBy = functions.map(({ code }) => this.groupNumber(code));
    return layGround(network, cells, { groups: this.groups, wantedBy }, { bound: dmOf(this.settings), decay: this.settings.decay });
  }

  /** The number of the group that wants a function. */
  private groupNumber(code = this.settings.function): number {
    const { need } = this.data;
    return need.groups.findIndex((group) => group.code === (need.wantedBy[code] ?? 'all'));
  }

  private stand(it: Stand): void {
    this.numberOf.set(it.id, this.stands.push(it) - 1);
  }

  /** What an offer counts in catchments: its places, where the function is counted in places; else it counts as one. */
  private facilityOf({ lon, lat, offers }: Stand): Facility {
    return {
      seeds: this.ground.seedsAt(lon, lat),
      offers: offers.flatMap((offer) => {
        const number = this.functionNumber.get(offer.function);
        return number === undefined
          ? []
          : [{ function: number, capacity: this.usualPlaces[number]! > 0 ? offer.capacity || this.usualPlaces[number]! : offer.count }];
      }),
    };
  }

  /** Streets as edited, from the first edit on; all facilities join them anew. */
  private relay(): void {
    this.ground = this.lay(edited(this.network, this.settings.avoids ?? [], this.madeEdits));
    this.ground.circles.addAll(this.stands.map((it) => this.facilityOf(it)));
    this.stands.forEach((it, number) => {
      if (!it.isOpen) this.ground.circles.setOpen(number, false);
    });
  }

  private change(id: string, change: Partial<Stand>): () => void {
    const number = this.numberOf.get(id);
    if (number === undefined) return () => {};
    const before = this.stands[number]!;
    const after = { ...before, ...change };
    this.stands[number] = after;
    const { circles } = this.ground;
    const undo: Undo = change.isOpen === undefined ? circles.replace(number, this.facilityOf(after)) : circles.setOpen(number, change.isOpen);
    return () => {
      this.stands[number] = before;
      undo();
    };
  }

  private make(edit: Edit): () => void {
    switch (edit.kind) {
      case 'add': {
        const { kind: _, ...rest } = edit;
        const area = Math.max(0, ...edit.offers.map((offer) => offer.area));
        this.stand({ ...rest, area, kind: 'facility', areaCode: areaNear(this.data, edit.lon, edit.lat), isOpen: true, isNew: true, isMoved: false });
        const undo = this.ground.circles.add(this.facilityOf(this.stands.at(-1)!));
        return () => {
          undo();
          this.numberOf.delete(this.stands.pop()!.id);
        };
      }
      case 'move':
        return this.change(edit.id, { lon: edit.lon, lat: edit.lat, areaCode: areaNear(this.data, edit.lon, edit.lat), isMoved: true });
      case 'close':
        return this.change(edit.id, { isOpen: false });
      case 'reopen':
        return this.change(edit.id, { isOpen: true });
      case 'offer':
        return this.change(edit.id, { offers: edit.offers, isMoved: true });
      default:
        return () => {};
    }
  }

  /** Makes an edit. Moving the same facility again takes the place of its last move, so that a drag is one step of undo. */
  apply(edit: Edit): void {
    const last = this.edits.at(-1);
    if (last && edit.kind === 'move' && last.edit.kind === 'move' && last.edit.id === edit.id) {
      last.undo();
      this.edits.pop();
    }
    if (edit.kind !== 'block' && edit.kind !== 'street') {
      this.edits.push({ edit, undo: this.make(edit) });
      return;
    }
    const before = this.ground;
    this.edits.push({ edit, undo: () => void (this.ground = before) });
    this.relay();
  }

  /** Takes the last edit back; whether there was one. */
  undo(): boolean {
    const last = this.edits.pop();
    last?.undo();
    return last !== undefined;
  }

  read(settings: Settings): void {
    const old = this.settings;
    const isSameWalk = dmOf(settings) === dmOf(old) && settings.decay === old.decay;
    this.settings = settings;
    // An edit of streets keeps the ground before it, which knows the old walk only: then all is done anew.
    const isCut = this.edits.some(({ edit }) => edit.kind === 'block' || edit.kind === 'street');
    if (!isSameWays(settings, old) || (!isSameWalk && isCut)) {
      this.begin();
      for (const edit of this.edits.splice(0).map((it) => it.edit)) this.apply(edit);
    } else if (!isSameWalk) this.ground.circles.read({ bound: dmOf(settings), decay: settings.decay });
  }

  /** What the table shows now, for the function of the settings. */
  picture(): Picture {
    const started = performance.now();
    const { data, settings } = this;
    const { circles } = this.ground;
    const wanted = this.functionNumber.get(settings.function) ?? 0;
    const group = this.groupNumber();
    const [all, wanting] = [this.groups[data.need.groups.findIndex(({ code }) => code === 'all')]!, this.groups[group]!];
    const from = wanted * circles.places;
    const counts = circles.counts.subarray(from, from + circles.places);
    const nearest = circles.nearest(wanted);
    const areas = new Map<string, AreaShare>();
    const shares = { people: 0, wanting: 0, within: 0, withinWanting: 0, withinStraight: 0 };
    const straight = withinStraight(data, this.stands, settings);
    for (let i = 0; i < circles.places; i++) {
      shares.people += all[i]!;
      shares.wanting += wanting[i]!;
      if (straight[i]) shares.withinStraight += all[i]!;
      if (counts[i]! > 0) {
        shares.within += all[i]!;
        shares.withinWanting += wanting[i]!;
      }
      const code = data.cells.areaCode[i];
      if (!code) continue;
      const area = areas.get(code) ?? { code, people: 0, within: 0 };
      areas.set(code, area);
      area.people += all[i]!;
      if (counts[i]! > 0) area.within += all[i]!;
    }
    return {
      shares,
      areas: [...areas.values()],
      minutes: nearest.map((dm) => (dm === 0xffff ? 0xffff : Math.min(0xfffe, Math.round(dm / settings.speed / 60)))),
      reached: circles.reached.slice(),
      access: circles.access.slice(from, from + circles.places).map((value) => 1000 * value),
      deficits: deficitsOf(data, this.stands),
      stands: this.stands.slice(),
      ms: performance.now() - started,
    };
  }

  /** Plans for so many new sites; see `proposeSites`. */
  propose(sites: number, among: Among): Generator<Proposal> {
    const { circles } = this.ground;
    const from = this.functionNumber.get(this.settings.function)! * circles.places;
    const wanting = this.groups[this.groupNumber()]!;
    const spaces = among === 'spaces' ? this.data.spaces : null;
    return proposeSites(
      this.ground,
      wanting.map((people, i) => (circles.counts[from + i] === 0 ? people : 0)),
      dmOf(this.settings),
      sites,
      spaces,
    );
  }

  /** Idle spaces and new facilities beside one another; see `scoreSites`. */
  scores(): SiteScore[] {
    const { circles } = this.ground;
    const from = this.functionNumber.get(this.settings.function)! * circles.places;
    const group = (code: string) => this.groups[this.data.need.groups.findIndex((entry) => entry.code === code)]!;
    const groups = { all: group('all'), elders: group('elder'), wanting: this.groups[this.groupNumber()]! };
    return scoreSites(this.data, this.ground, this.stands, this.settings, groups, circles.counts.subarray(from, from + circles.places));
  }

  /** What to change at a facility: functions that its circle lacks, and how busy what it offers is beside the others. */
  advise(id: string): Advice | null {
    const number = this.numberOf.get(id);
    if (number === undefined) return null;
    const { circles } = this.ground;
    const { busy, quiet, leastPeople, leastFacilities } = this.data.need.advice;
    const { offers, isOpen } = this.stands[number]!;
    const offered = new Set(offers.map((offer) => offer.function));
    const missing = this.data.functions
      .map(({ code }) => ({ function: code, people: circles.peopleWithin(number, this.groupNumber(code), this.functionNumber.get(code)!) }))
      .filter((entry) => entry.people >= leastPeople && !(isOpen && offered.has(entry.function)))
      .sort((a, b) => b.people - a.people || (a.function < b.function ? -1 : 1));
    const perPlace = (of: number, code: string) => {
      const at = this.stands[of]!.offers.filter((offer) => this.functionNumber.has(offer.function)).findIndex((offer) => offer.function === code);
      const ratio = at < 0 ? 0 : circles.ratios(of)[at]!;
      return ratio > 0 ? 1 / ratio : 0;
    };
    const load = offers.flatMap(({ function: code }) => {
      const own = perPlace(number, code);
      const all = this.stands.map((_, of) => perPlace(of, code)).filter((value) => value > 0);
      const usual = all.sort((a, b) => a - b)[all.length >> 1] ?? 0;
      if (own === 0 || all.length < leastFacilities) return [];
      const state = own >= busy * usual ? ('busy' as const) : own <= quiet * usual ? ('quiet' as const) : ('usual' as const);
      return [{ function: code, perPlace: own, usual, state }];
    });
    return { id, people: circles.peopleWithin(number, this.groupNumber('')), missing, load, outline: this.outlineAround(number) };
  }

  private outlineAround(number: number): [number, number][][][] {
    const { lon, lat } = this.stands[number]!;
    const joint = this.ground.joiner.join(lon, lat);
    return joint ? outlineOf(reachedStreets(this.searching(), joint, 10 * dmOf(this.settings))) : [];
  }

  /** A searcher over the streets as they are now. */
  private searching(): Searcher {
    const { network } = this.ground;
    if (this.searcher?.network !== network) this.searcher = { network, search: new Searcher(network) };
    return this.searcher.search;
  }

  /** The walk from a cell to its nearest open facility with the function, drawn, and every function it reaches with the nearest walk. */
  explain(cell: number): Explanation {
    const { circles, joiner } = this.ground;
    const { cells, functions } = this.data;
    const around = circles.around(cell);
    const nearest = new Map<string, { id: string; name: string; tenths: number }>();
    for (const { facility, dm } of around.sort((a, b) => a.dm - b.dm)) {
      const { id, name, offers } = this.stands[facility]!;
      for (const offer of offers)
        if (!nearest.has(offer.function)) nearest.set(offer.function, { id, name, tenths: Math.round(dm / this.settings.speed / 60) });
    }
    const chosen = nearest.get(this.settings.function);
    const stand = chosen && this.stands[this.numberOf.get(chosen.id)!]!;
    const [start, end] = [joiner.join(cells.lon[cell]!, cells.lat[cell]!), stand ? joiner.join(stand.lon, stand.lat) : null];
    const walk = start && end ? walkBetween(this.searching(), start, end) : null;
    return {
      cell,
      reached: functions.flatMap(({ code }) => (nearest.has(code) ? [{ function: code, ...nearest.get(code)! }] : [])),
      missing: functions.flatMap(({ code }) => (nearest.has(code) ? [] : [code])),
      line: walk && stand ? [[cells.lon[cell]!, cells.lat[cell]!], ...walk.line, [stand.lon, stand.lat]] : [],
    };
  }
}
