// npm run screens [-- PATTERN]: screens of a running demonstration (npm start), in both languages and sizes, into docs/screens; all of them, or those
// whose names match.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openBrowser } from './support/browser.ts';
import { type Look, openScreen, screens, signInAll } from './support/screens.ts';

const address = 'http://127.0.0.1:7300';
const wanted = new RegExp(process.argv[2] ?? '');
const directory = path.resolve(import.meta.dirname, '../docs/screens');
mkdirSync(directory, { recursive: true });
for (const name of readdirSync(directory)) {
  if (name.endsWith('.png') && wanted.test(name.split('.')[0]!)) rmSync(path.join(directory, name));
}

const looks: (Look & { name: string })[] = [
  { name: 'zh.phone', language: 'zh', isElder: false, size: 'phone' },
  { name: 'en.phone', language: 'en', isElder: false, size: 'phone' },
  { name: 'zh.desktop', language: 'zh', isElder: false, size: 'desktop' },
  { name: 'en.desktop', language: 'en', isElder: false, size: 'desktop' },
  { name: 'zh.elder', language: 'zh', isElder: true, size: 'phone' },
];
const browser = await openBrowser();
const states = await signInAll(browser, address);
const made: string[] = [];
for (const screen of screens.filter(({ name }) => wanted.test(name))) {
  for (const look of looks) {
    const { page, context } = await openScreen(browser, address, screen, look, states[screen.who]);
    const name = `${screen.name}.${look.name}.png`;
    await page.screenshot({ path: path.join(directory, name) });
    made.push(name);
    await context.close();
  }
  process.stdout.write(`${screen.name}\n`);
}
await browser.close();
const table = screens.map(
  (screen) => `## ${screen.name}\n\n${looks.map((look) => `[![${look.name}](${screen.name}.${look.name}.png)](${screen.name}.${look.name}.png)`).join(' ')}\n`,
);
writeFileSync(
  path.join(directory, 'README.md'),
  `# Every screen\n\nMade by \`npm run screens\` from the demonstration district. All data but the names of areas are invented.\n\n${table.join('\n')}`,
);
process.stdout.write(`${made.length} pictures in docs/screens\n`);
