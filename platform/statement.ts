import { type Compilable, CompiledQuery, type RawBuilder } from 'kysely';
import type { Read } from './database.ts';

/** Stands for a value until a statement is run. */
class Blank {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A statement that is put together and compiled once, then run with other values: for the few that are on everybody's way, where
 * building the text takes longer than PostgreSQL takes to answer (docs/decisions/0017).
 * @param build makes it of a database and a blank for each value; a blank is passed on as it is, never looked into
 */
export function statement<Values extends object, Row>(
  build: (db: Read, blank: Values) => Compilable<Row> | RawBuilder<Row>,
): (db: Read, values: Values) => Promise<Row[]> {
  let compiled: CompiledQuery | null = null;
  const blanks = new Proxy({} as Values, { get: (_, name) => new Blank(String(name)) });
  return async (db, values) => {
    if (compiled === null) {
      const built = build(db, blanks);
      compiled = 'isRawBuilder' in built ? built.compile(db as never) : built.compile();
    }
    const { sql, parameters } = compiled;
    const filled = parameters.map((value) => (value instanceof Blank ? values[value.name as keyof Values] : value));
    const { rows } = await db.getExecutor().executeQuery<Row>(CompiledQuery.raw(sql, filled) as CompiledQuery<Row>);
    return rows;
  };
}
