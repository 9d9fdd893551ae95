import ora, { type Ora } from 'ora';
import { formatSeconds } from '../text/numbers.js';

/** One piece of work being shown. */
export interface ShownStep {
  /** How far it has come; `total` 0 when unknown. */
  update(done: number, total: number): void;
  /** It is done; `detail` says what came out. */
  succeed(detail?: string): void;
  /** It was left out; `why` says why. */
  skip(why: string): void;
  fail(): void;
}

/** Where progress goes: a terminal, plain lines, or nowhere. */
export interface ProgressDisplay {
  step(title: string): ShownStep;
  note(text: string): void;
}

const BAR_WIDTH = 24;
/** Plain output says where a long step stands about this often. */
const PLAIN_INTERVAL_MS = 10_000;

/** Progress on stderr: a spinner with a bar on a terminal, one line a step elsewhere, nothing when quiet. */
export function showProgress(quiet: boolean, stream: NodeJS.WriteStream = process.stderr): ProgressDisplay {
  if (quiet) return silentProgress();
  return stream.isTTY ? terminalProgress(stream) : plainProgress((line) => stream.write(`${line}\n`));
}

/** Shows nothing. */
export function silentProgress(): ProgressDisplay {
  const step: ShownStep = { update() {}, succeed() {}, skip() {}, fail() {} };
  return { step: () => step, note() {} };
}

function terminalProgress(stream: NodeJS.WriteStream): ProgressDisplay {
  return {
    step(title) {
      const started = Date.now();
      const spinner: Ora = ora({ text: title, stream, discardStdin: false }).start();
      return {
        update(done, total) {
          spinner.text = total > 0 ? `${title}  ${bar(done / total)}` : title;
        },
        succeed(detail) {
          spinner.succeed(line(title, detail, started));
        },
        skip(why) {
          spinner.info(`${title}: left out, ${why}`);
        },
        fail() {
          spinner.fail(title);
        },
      };
    },
    note(text) {
      stream.write(`  ${text}\n`);
    },
  };
}

/** One line when a step ends, and now and then while it is long. */
export function plainProgress(write: (line: string) => void): ProgressDisplay {
  return {
    step(title) {
      const started = Date.now();
      let told = started;
      return {
        update(done, total) {
          if (total > 0 && Date.now() - told > PLAIN_INTERVAL_MS) {
            told = Date.now();
            write(`  ${title}: ${Math.round((100 * done) / total)} %`);
          }
        },
        succeed(detail) {
          write(`- ${line(title, detail, started)}`);
        },
        skip(why) {
          write(`- ${title}: left out, ${why}`);
        },
        fail() {
          write(`- ${title}: failed`);
        },
      };
    },
    note(text) {
      write(`  ${text}`);
    },
  };
}

function line(title: string, detail: string | undefined, started: number): string {
  return `${title}${detail ? `: ${detail}` : ''}  (${formatSeconds((Date.now() - started) / 1000)})`;
}

function bar(share: number): string {
  const full = Math.max(0, Math.min(BAR_WIDTH, Math.round(share * BAR_WIDTH)));
  return `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${Math.round(share * 100)} %`;
}
