import { Button, Card } from 'antd';
import { useWords } from '../../../../ui/preferences.ts';
import type { Edit, Stand } from './shape.ts';
import type { Table } from './use-table.ts';
import { words } from './words.ts';

/** An edit in words. */
export function sayEdit(edit: Edit, stands: readonly Stand[], w: (typeof words)['zh']): string {
  if (edit.kind === 'block' || edit.kind === 'street') return w.edit[edit.kind];
  const name = edit.kind === 'add' ? edit.name : (stands.find((it) => it.id === edit.id)?.name ?? edit.id);
  return w.edit[edit.kind](name);
}

/** What was changed, the last first, and the way back. */
export function Edits({ table }: { table: Table }) {
  const w = useWords(words);
  return (
    <Card
      size="small"
      title={`${w.edits} ${table.edits.length || ''}`}
      extra={
        <Button size="small" disabled={table.edits.length === 0} onClick={table.undo}>
          {w.undo}
        </Button>
      }
      style={{ marginBottom: 12 }}
    >
      {table.edits.length === 0 ? (
        w.noEdits
      ) : (
        <ol reversed className="table-edits" tabIndex={0} aria-label={w.edits}>
          {table.edits.toReversed().map((edit, i) => (
            <li key={table.edits.length - i}>{sayEdit(edit, table.now!.stands, w)}</li>
          ))}
        </ol>
      )}
      <small>{w.tookMs(table.now!.ms.toFixed(1))}</small>
    </Card>
  );
}
