import type { Socket } from 'node:net';
import pg from 'pg';

const longest = 4000;
const most = 200;

/**
 * A connection that prepares a statement when it is asked for the second time: PostgreSQL then parses and plans it once, not each time
 * (docs/decisions/0017). At most 200 per connection, none of more than 4000 characters or without parameters; what is not prepared works as ever.
 */
export class PreparingClient extends pg.Client {
  #names = new Map<string, string>();
  #met = new Set<string>();
  #age = 0;
  #isHeld = false;

  override query(...args: unknown[]): never {
    this.#hold();
    const [text, values] = args;
    const plain = super.query as (...args: unknown[]) => never;
    if (args.length !== 2 || typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return plain.apply(this, args);
    const name = this.#nameOf(text);
    if (name === undefined) return plain.call(this, text, values);
    const answer = plain.call(this, { name, text, values }) as Promise<unknown>;
    return answer.catch((error: unknown) => {
      if (isOutdated(error)) this.#forget();
      throw error;
    }) as never;
  }

  /** What is asked in one turn of the event loop leaves in one write: on a loaded machine a write costs more than the asking. */
  #hold(): void {
    const { stream } = this.connection as unknown as { stream: Socket };
    if (this.#isHeld || !stream.writable) return;
    this.#isHeld = true;
    stream.cork();
    process.nextTick(() => {
      this.#isHeld = false;
      stream.uncork();
    });
  }

  #nameOf(text: string): string | undefined {
    const name = this.#names.get(text);
    if (name !== undefined || text.length > longest || this.#names.size === most) return name;
    if (!this.#met.delete(text)) {
      if (this.#met.size === 5 * most) this.#met.clear();
      this.#met.add(text);
      return undefined;
    }
    const given = `linli-${this.#age}-${this.#names.size}`;
    this.#names.set(text, given);
    return given;
  }

  #forget(): void {
    this.#names.clear();
    this.#age++;
  }
}

/** A table changed under a prepared statement: asked again, it is prepared anew. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof Error && (error as { code?: string }).code === '0A000' && error.message.startsWith('cached plan must not change');
