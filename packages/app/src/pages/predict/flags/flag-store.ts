import type { Answers, Flag, ModelSummary, Scorer, TrackInput } from 'trackscope/browser';
import { flagsCsv } from 'trackscope/browser';
import { SourceError } from '../../../data/source.js';
import type { WorkspaceData } from '../../../data/workspace.js';

/** A prediction as it stands when it is flagged. */
export interface NewFlag {
  readonly track: TrackInput;
  readonly note: string;
  readonly protocol: Scorer['protocol'];
  readonly unit: Scorer['unit'];
  readonly bar: number;
  readonly answers: Answers;
  readonly models: readonly ModelSummary[];
}

/** Where flags are kept. Every method throws what can be said to a person. */
export interface FlagStore {
  /** In words, completing "kept …". */
  readonly where: string;
  /** Newest first. */
  list(): Promise<readonly Flag[]>;
  add(flag: NewFlag): Promise<void>;
  remove(id: string): Promise<void>;
  /** All of them as CSV, safe to open in a spreadsheet. */
  csv(): Promise<Blob>;
}

/** The server's log; it scores the track itself, so that what is kept is what the models say. */
export function servedFlags(workspace: WorkspaceData): FlagStore {
  const ask = async (path: string, method: 'GET' | 'DELETE'): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(path, { method, credentials: 'same-origin' });
    } catch (cause) {
      throw new SourceError('the server does not answer', false, { cause });
    }
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as { detail?: string };
    throw new SourceError(
      problem.detail ?? `the server answered ${response.status}`,
      response.status === 404,
    );
  };
  return {
    where: 'in the workspace',
    list: async () => ((await (await ask('api/flags', 'GET')).json()) as { flags: readonly Flag[] }).flags,
    async add({ track, note, protocol, unit, bar }) {
      await workspace.post('api/flags', { track, note, protocol, unit, bar });
    },
    async remove(id) {
      await ask(`api/flags/${encodeURIComponent(id)}`, 'DELETE').catch((error: unknown) => {
        // Somebody else took it away first: gone is gone.
        if (!(error instanceof SourceError && error.absent)) throw error;
      });
    },
    csv: async () => (await ask('api/flags.csv', 'GET')).blob(),
  };
}

/** What a browser may keep. */
export type Keep = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * The browser's own store, for pages without a server.
 *
 * @param workspace what the flags belong to: flags of another catalogue on the same site are not mixed in
 */
export function ownFlags(
  workspace: string,
  storage: () => Keep = () => localStorage,
  now: () => Date = () => new Date(),
  newId: () => string = randomId,
): FlagStore {
  const key = `trackscope-flags ${workspace}`;
  const read = (): readonly Flag[] => {
    let text: string | null;
    try {
      text = storage().getItem(key);
    } catch (cause) {
      throw new Error('this browser keeps nothing for this page', { cause });
    }
    try {
      const found: unknown = JSON.parse(text ?? '[]');
      return Array.isArray(found) ? (found as Flag[]) : [];
    } catch {
      return [];
    }
  };
  const write = (flags: readonly Flag[]): void => {
    try {
      storage().setItem(key, JSON.stringify(flags));
    } catch (cause) {
      throw new Error('this browser keeps no more for this page; export the flags and delete some', {
        cause,
      });
    }
  };
  return {
    where: 'in this browser',
    list: async () => read(),
    async add({ track, note, protocol, unit, bar, answers, models }) {
      const flag: Flag = {
        id: newId(),
        time: now().toISOString(),
        note,
        track,
        protocol,
        unit,
        bar,
        answers: answers.answers.map((answer) => ({ ...answer, reasons: null })),
        warnings: answers.warnings,
        models: models.map(({ model, version }) => ({ model, version })),
      };
      write([flag, ...read()]);
    },
    async remove(id) {
      write(read().filter((flag) => flag.id !== id));
    },
    csv: async () => new Blob([flagsCsv(await read())], { type: 'text/csv' }),
  };
}

/** Pages from a disk have no `crypto.randomUUID`. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
