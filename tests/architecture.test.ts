import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { mayUse } from '../modules/modules.ts';

const root = path.resolve(import.meta.dirname, '..');
const rooms = ['engines', 'modules', 'platform', 'ui', 'apps', 'demo', 'database', 'tests', 'bench'];

function* walk(directory: string): Generator<string> {
  for (const entry of readdirSync(path.join(root, directory), { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const name = `${directory}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(name);
    else if (/\.tsx?$/.test(entry.name)) yield name;
  }
}

const files = rooms.flatMap((room) => [...walk(room)]);
type Use = { from: string; to: string; isType: boolean };

/** Every import of one of our files by another; dynamic ones too. */
const uses: Use[] = files.flatMap((from) => {
  const text = readFileSync(path.join(root, from), 'utf8');
  const found = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+['"](\.[^'"]+)['"]/g)].map((m) => ({
    path: m[2]!,
    isType: m[1] !== undefined,
  }));
  const dynamic = [...text.matchAll(/import\(\s*['"](\.[^'"]+)['"]/g)].map((m) => ({ path: m[1]!, isType: false }));
  return [...found, ...dynamic].map(({ path: to, isType }) => ({
    from,
    to: path.posix.normalize(path.posix.join(path.posix.dirname(from), to)),
    isType,
  }));
});

const room = (file: string) => file.split('/')[0]!;
const moduleOf = (file: string) => (room(file) === 'modules' && file.split('/').length > 2 ? file.split('/')[1]! : null);
const isTest = (file: string) => /\.test\.tsx?$/.test(file) || room(file) === 'tests' || room(file) === 'bench';
const isScreen = (file: string) =>
  !file.endsWith('vite.config.ts') && (/^modules\/[^/]+\/ui\//.test(file) || room(file) === 'ui' || /^apps\/(portal|desk)\//.test(file));
const broken = (rule: (use: Use) => boolean) => uses.filter((use) => !isTest(use.from) && !rule(use)).map(({ from, to }) => `${from} → ${to}`);

describe('the architecture', () => {
  test('has enough files and imports for these rules to mean something', () => {
    expect(files.length).toBeGreaterThan(120);
    expect(uses.length).toBeGreaterThan(400);
  });
  test('imports go only downwards', () => {
    const below: Record<string, string[]> = {
      engines: ['engines'],
      database: ['database', 'platform'],
      platform: ['platform', 'engines', 'database'],
      ui: ['ui', 'platform'],
      modules: ['modules', 'platform', 'engines', 'ui', 'database'],
      demo: ['demo', 'modules', 'platform', 'engines'],
      apps: ['apps', 'modules', 'platform', 'engines', 'ui', 'demo'],
    };
    expect(broken(({ from, to }) => below[room(from)]!.includes(room(to)))).toEqual([]);
  });
  test('engines import nothing of the house but engines', () => {
    expect(broken(({ from, to }) => room(from) !== 'engines' || room(to) === 'engines')).toEqual([]);
  });
  test('a module uses another only through its index.ts, or its contract.ts and screens from screens', () => {
    const isOpen = ({ from, to }: Use) => {
      const [own, other] = [moduleOf(from), moduleOf(to)];
      if (other === null || own === other) return true;
      if (room(from) === 'apps' || room(from) === 'demo') return /\/(index|contract|routes|reactions)\.ts$|\/ui\//.test(to);
      if (isScreen(from)) return /\/contract\.ts$|\/ui\//.test(to);
      return /^modules\/contract\.ts$/.test(from) ? to.endsWith('/contract.ts') : /\/(index|contract)\.ts$/.test(to);
    };
    expect(broken(isOpen)).toEqual([]);
  });
  test('and only where modules.ts allows it', () => {
    const server = uses.filter(({ from, to }) => !isTest(from) && !isScreen(from) && moduleOf(from) && moduleOf(to) && moduleOf(from) !== moduleOf(to));
    expect(server.filter(({ from, to }) => !mayUse[moduleOf(from)!]?.includes(moduleOf(to)!)).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });
  test('the graph of modules has no circle', () => {
    const names = Object.keys(mayUse);
    for (const [name, used] of Object.entries(mayUse)) for (const other of used) expect([name, names.includes(other)]).toEqual([name, true]);
    const seen = new Set<string>();
    const visit = (name: string, trail: string[]): void => {
      expect(trail).not.toContain(name);
      if (seen.has(name)) return;
      for (const other of mayUse[name]!) visit(other, [...trail, name]);
      seen.add(name);
    };
    for (const name of names) visit(name, []);
  });
  test('what runs in a browser stays free of server code', () => {
    const browserSafe = /^(engines\/|ui\/|apps\/(portal|desk)\/|modules\/[^/]+\/(ui\/|contract\.ts|data\/[^/]+\.json)|platform\/(client|endpoint|access)\.ts)/;
    expect(broken(({ from, to, isType }) => !isScreen(from) || isType || browserSafe.test(to))).toEqual([]);
  });
  test('engines that screens run use nothing of Node', () => {
    const text = (file: string) => readFileSync(path.join(root, file), 'utf8');
    const seen = new Set<string>();
    const follow = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const use of uses) if (use.from === file && !use.isType) follow(use.to);
    };
    for (const { from, to, isType } of uses) if (!isTest(from) && isScreen(from) && room(to) === 'engines' && !isType) follow(to);
    expect(seen.size).toBeGreaterThan(15);
    expect([...seen].filter((file) => /from 'node:/.test(text(file)))).toEqual([]);
  });
  test('residents’ screens take only types from contracts, so that no schema reaches a phone', () => {
    expect(broken(({ from, to, isType }) => !isScreen(from) || !to.endsWith('/contract.ts') || isType)).toEqual([]);
  });
  test('screens of residents never load the desk’s component library', () => {
    const text = (file: string) => readFileSync(path.join(root, file), 'utf8');
    const seen = new Set<string>();
    const follow = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const use of uses) if (use.from === file && !use.isType) follow(use.to);
    };
    follow('apps/portal/main.tsx');
    expect(seen.size).toBeGreaterThan(15);
    expect([...seen].filter((file) => /from 'antd'/.test(text(file)))).toEqual([]);
  });
});

describe('the style', () => {
  const own = files.filter((file) => file !== 'database/schema.ts');
  test('no file has more than 300 lines, tests aside', () => {
    const long = own.filter((file) => !isTest(file)).map((file) => ({ file, lines: readFileSync(path.join(root, file), 'utf8').split('\n').length - 1 }));
    expect(long.filter(({ lines }) => lines > 300)).toEqual([]);
  });
  test('no function has more than 70 lines', () => {
    const long: string[] = [];
    for (const file of own.filter((name) => !isTest(name))) {
      const lines = readFileSync(path.join(root, file), 'utf8').split('\n');
      lines.forEach((line, start) => {
        if (!/^(export )?(default )?(async )?function\*? \w+/.test(line)) return;
        const end = lines.findIndex((other, i) => i > start && other === '}');
        if (end - start + 1 > 70) long.push(`${file}:${start + 1} (${end - start + 1})`);
      });
    }
    expect(long).toEqual([]);
  });
  test('a module is one dozen files at most, its screens, data and sub-folders aside', () => {
    for (const name of Object.keys(mayUse)) {
      const direct = readdirSync(path.join(root, 'modules', name), { withFileTypes: true }).filter(
        (entry) => entry.isFile() && /\.ts$/.test(entry.name) && !entry.name.includes('.test.'),
      );
      expect([name, direct.length <= 12]).toEqual([name, true]);
    }
  });
  test('no file is called by what it is not', () => {
    expect(own.filter((file) => /\/(utils?|helpers?|common|service|manager|types)\.tsx?$/.test(file))).toEqual([]);
  });
  test('every module says what it is for', () => {
    for (const name of Object.keys(mayUse)) expect(readFileSync(path.join(root, 'modules', name, 'README.md'), 'utf8').length).toBeGreaterThan(300);
  });
  test('links in the documents exist', () => {
    const documents = [
      ...readdirSync(root).filter((name) => name.endsWith('.md')),
      ...listMarkdown('docs'),
      ...listMarkdown('modules'),
      ...listMarkdown('engines'),
      ...listMarkdown('bench'),
    ];
    const dead = documents.flatMap((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((m) => m[1]!);
      return links.filter((link) => !exists(path.join(path.dirname(file), link))).map((link) => `${file} → ${link}`);
    });
    expect(documents.length).toBeGreaterThan(15);
    expect(dead).toEqual([]);
  });
});

function listMarkdown(directory: string): string[] {
  return readdirSync(path.join(root, directory), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !entry.parentPath.includes('node_modules'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

function exists(file: string): boolean {
  try {
    readdirSync(path.join(root, file));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR';
  }
}
