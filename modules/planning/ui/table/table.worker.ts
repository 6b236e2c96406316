import { readGraphFile } from '../../../../engines/reach/graph-file.ts';
import { TableModel } from './model.ts';
import type { Among, Answer, Ask } from './shape.ts';

// The engine of a planning table, beside the screen: the page stays smooth whatever is computed.
let before: TableModel | null = null;
let now: TableModel | null = null;
let running = 0;

const answer = (id: number, result: Answer) => postMessage({ id, result });

/** Improves a plan a slice at a time, so that a stop is heard, and tells each better one. */
function propose(id: number, sites: number, among: Among): void {
  const plans = now!.propose(sites, among);
  const mine = ++running;
  const slice = () => {
    if (mine !== running) return;
    const until = performance.now() + 40;
    let step = plans.next();
    while (!step.done && !step.value.isProven && performance.now() < until) step = plans.next();
    if (step.done) answer(id, { kind: 'proposed', proposal: null, isDone: true });
    else {
      answer(id, { kind: 'proposed', proposal: step.value, isDone: step.value.isProven });
      if (!step.value.isProven) setTimeout(slice);
    }
  };
  slice();
}

function act(id: number, ask: Ask): Answer | null {
  if (ask.kind === 'open') {
    const network = readGraphFile(new Uint8Array(ask.streets));
    before = new TableModel(ask.data, network, ask.settings);
    now = new TableModel(ask.data, network, ask.settings);
    for (const edit of ask.edits) now.apply(edit);
    return { kind: 'picture', before: before.picture(), now: now.picture(), edits: now.madeEdits, settings: now.settings };
  }
  if (!now || !before) return null;
  if (ask.kind === 'explain') return { kind: 'explained', explanation: now.explain(ask.cell) };
  if (ask.kind === 'advise') return { kind: 'advised', advice: now.advise(ask.id) };
  if (ask.kind === 'score') return { kind: 'scored', scores: now.scores() };
  if (ask.kind === 'propose' || ask.kind === 'stop') {
    if (ask.kind === 'propose') propose(id, ask.sites, ask.among);
    else running++;
    return null;
  }
  if (ask.kind === 'read') {
    before.read(ask.settings);
    now.read(ask.settings);
    return { kind: 'picture', before: before.picture(), now: now.picture(), edits: now.madeEdits, settings: now.settings };
  }
  if (ask.kind === 'undo') now.undo();
  else for (const edit of ask.edits) now.apply(edit);
  return { kind: 'picture', now: now.picture(), edits: now.madeEdits, settings: now.settings };
}

addEventListener('message', ({ data: { id, ask } }: MessageEvent<{ id: number; ask: Ask }>) => {
  try {
    const result = act(id, ask);
    if (result) answer(id, result);
  } catch (error) {
    answer(id, { kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});
