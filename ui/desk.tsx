import { Alert, Button } from 'antd';
import { createContext, type ReactNode, useContext } from 'react';
import type { StaffRole } from '../platform/access.ts';
import { problemOf } from '../platform/client.ts';
import type { Tianditu } from './map/style.ts';
import { useWords } from './preferences.ts';

export type DeskSetting = {
  district: { code: string; name: string; centre: [number, number] | null };
  roles: StaffRole[];
  areaCodes: string[];
  tianditu: Tianditu | null;
};

/** Names by code, as the options of a select or of check boxes. */
export const optionsOf = (names: Record<string, string>) => Object.entries(names).map(([value, label]) => ({ value, label }));

/** Who works at the desk and where. */
export const DeskContext = createContext<DeskSetting | null>(null);

export function useDesk(): DeskSetting {
  const setting = useContext(DeskContext);
  if (!setting) throw new Error('a desk page stands outside the desk');
  return setting;
}

/** The widest area of the reader inside the district: where lists begin. */
export function useMyArea(): string {
  const { areaCodes, district } = useDesk();
  const inside = areaCodes.filter((code) => code.startsWith(district.code));
  return inside.length > 0 && !areaCodes.some((code) => district.code.startsWith(code.replace(/(00)+$/, '')))
    ? inside.toSorted((a, b) => a.length - b.length)[0]!
    : district.code;
}

const words = { zh: { again: '再试一次' }, en: { again: 'Try again' } };

/** A failed call in words, with its fields where the server named them. */
export function Trouble({ error, onRetry }: { error: unknown; onRetry?: () => unknown }) {
  const w = useWords(words);
  if (!error) return null;
  const problem = problemOf(error);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      style={{ marginBottom: 12 }}
      title={problem.title}
      description={problem.fields && problem.fields.length > 1 ? problem.fields.map((entry) => `${entry.field}: ${entry.problem}`).join('; ') : undefined}
      action={
        onRetry && (
          <Button size="small" onClick={() => onRetry()}>
            {w.again}
          </Button>
        )
      }
    />
  );
}

export function Figure({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div>
      <strong>{children}</strong>
      {label}
    </div>
  );
}
