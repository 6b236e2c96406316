import { type Dispatch, type SetStateAction, useCallback, useEffect, useRef, useState } from 'react';
import type { Advice, Among, Answer, Ask, Edit, Explanation, Picture, Proposal, Settings, SiteScore, TableData } from './shape.ts';

export type Table = {
  /** What was asked for last: what the controls show. */
  asked: Settings;
  /** What the pictures, and all that is drawn from them, are for. */
  settings: Settings;
  before: Picture | null;
  now: Picture | null;
  edits: Edit[];
  explanation: Explanation | null;
  advice: Advice | null;
  scores: SiteScore[] | null;
  proposal: { plan: Proposal | null; isRunning: boolean } | null;
  failure: string | null;
  read(settings: Settings): void;
  apply(...edits: Edit[]): void;
  /** As `apply`, for moves that follow a pointer: positions that the engine has no time for are passed over. */
  follow(edit: Edit): void;
  undo(): void;
  explain(cell: number | null): void;
  advise(id: string): void;
  score(): void;
  propose(sites: number, among: Among): void;
  stop(): void;
  dropProposal(): void;
};

/** A planning table whose engine runs in a worker. Opens anew when data, streets or the scenario's edits are others. */
export function useTable(
  data: TableData | undefined,
  streets: ArrayBuffer | undefined,
  start: { settings: Settings; edits: readonly Edit[] } | undefined,
): Table | null {
  const worker = useRef<Worker | null>(null);
  const number = useRef(0);
  const waiting = useRef<Waiting>({ busy: false, next: null });
  const [pictures, setPictures] = useState<{ before: Picture; now: Picture; edits: Edit[]; settings: Settings } | null>(null);
  const [asked, setAsked] = useState<Settings | null>(null);
  const [explanation, setExplanation] = useState<Explanation | null>(null);
  const [proposal, setProposal] = useState<Table['proposal']>(null);
  const [advice, setAdvice] = useState<Advice | null>(null);
  const [scores, setScores] = useState<SiteScore[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  const post = useCallback((ask: Ask) => worker.current?.postMessage({ id: ++number.current, ask }), []);
  const take = useCallback(
    (result: Answer) => {
      if (result.kind === 'failed') Object.assign(waiting.current, { busy: false, next: null });
      if (result.kind === 'picture') {
        const { before, now, edits, settings } = result;
        setPictures((old) => ({ before: before ?? old!.before, now, edits, settings }));
        waiting.current.busy = false;
        const { next } = waiting.current;
        if (next) {
          Object.assign(waiting.current, { busy: true, next: null });
          post({ kind: 'apply', edits: [next] });
        }
      } else if (result.kind === 'explained') setExplanation(result.explanation);
      else if (result.kind === 'advised') setAdvice(result.advice);
      else if (result.kind === 'scored') setScores(result.scores);
      else if (result.kind === 'proposed') setProposal((old) => ({ plan: result.proposal ?? old?.plan ?? null, isRunning: !result.isDone }));
      else setFailure(result.message);
    },
    [post],
  );

  useEffect(() => {
    if (!data || !streets || !start) return;
    const made = new Worker(new URL('./table.worker.ts', import.meta.url), { type: 'module' });
    made.addEventListener('message', (event: MessageEvent<{ result: Answer }>) => take(event.data.result));
    made.addEventListener('error', (event) => setFailure(event.message));
    worker.current = made;
    for (const empty of [setPictures, setProposal, setExplanation, setAdvice, setScores]) empty(null);
    setAsked(start.settings);
    post({ kind: 'open', data, streets, settings: start.settings, edits: start.edits });
    return () => {
      made.terminate();
      worker.current = null;
    };
  }, [data, streets, start, post, take]);

  if (!asked) return null;
  return {
    asked,
    settings: pictures?.settings ?? asked,
    before: pictures?.before ?? null,
    now: pictures?.now ?? null,
    edits: pictures?.edits ?? [],
    explanation,
    advice,
    scores,
    proposal,
    failure,
    ...actions(post, waiting.current, { setAsked, setExplanation, setProposal }),
  };
}

/** A move under way, and the latest position that came meanwhile. One object for as long as the table stands. */
type Waiting = { busy: boolean; next: Edit | null };
type Setters = {
  setAsked: (settings: Settings) => void;
  setExplanation: (explanation: Explanation | null) => void;
  setProposal: Dispatch<SetStateAction<Table['proposal']>>;
};

function actions(post: (ask: Ask) => void, waiting: Waiting, { setAsked, setExplanation, setProposal }: Setters) {
  return {
    read: (next: Settings) => {
      setAsked(next);
      setProposal(null);
      setExplanation(null);
      post({ kind: 'stop' });
      post({ kind: 'read', settings: next });
    },
    apply: (...edits: Edit[]) => post({ kind: 'apply', edits }),
    follow: (edit: Edit) => {
      if (waiting.busy) {
        waiting.next = edit;
        return;
      }
      waiting.busy = true;
      post({ kind: 'apply', edits: [edit] });
    },
    undo: () => {
      setExplanation(null);
      post({ kind: 'undo' });
    },
    explain: (cell: number | null) => (cell === null ? setExplanation(null) : post({ kind: 'explain', cell })),
    advise: (id: string) => post({ kind: 'advise', id }),
    score: () => post({ kind: 'score' }),
    propose: (sites: number, among: Among) => {
      setProposal({ plan: null, isRunning: true });
      post({ kind: 'propose', sites, among });
    },
    stop: () => {
      setProposal((old) => old && { ...old, isRunning: false });
      post({ kind: 'stop' });
    },
    dropProposal: () => {
      setProposal(null);
      post({ kind: 'stop' });
    },
  };
}
