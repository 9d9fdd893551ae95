import { type HonestName, PROTOCOLS, protocolNamed, type UnitName } from '@trackscope/catalogue';
import { type Command, Option } from 'commander';
import { auditProtocol } from '../audit/audit-protocol.js';
import { describeAudits } from '../audit/describe-audit.js';
import { openEngine } from '../engine/engine.js';
import { UNITS } from '../honest/plan.js';
import { readCatalogue } from '../ingest/read-catalogue.js';
import { type CliEffects, runs } from './context.js';
import { addSourceOptions, type SourceOptions } from './source-options.js';

interface Options extends SourceOptions {
  readonly protocol: HonestName | 'published';
  readonly unit?: UnitName;
}

/** `trackscope audit CATALOGUE --protocol NAME`. */
export function addAudit(program: Command, effects: CliEffects, finish: (exitCode: number) => void): void {
  const command = program
    .command('audit')
    .description(
      'Look for leaks before anything is trained: rows on both sides of the split, features that know the answer, ' +
        'drift. Exits with 1 when something severe is found.',
    )
    .argument('<catalogue>', 'a file, a folder or glob of files, or - for standard input')
    .addOption(
      new Option('--protocol <name>', 'which way of judging')
        .choices(['published', ...PROTOCOLS.map(({ name }) => name)])
        .makeOptionMandatory(),
    )
    .addOption(new Option('--unit <name>', 'rows of which kind (default: both)').choices([...UNITS]));
  addSourceOptions(command);
  runs<Options>(command, effects, finish, async (context, options, [catalogue]) => {
    const engine = await openEngine();
    const interrupt = () => engine.interrupt();
    context.signal.addEventListener('abort', interrupt);
    const step = context.progress.step(`Auditing ${options.protocol}`);
    try {
      await readCatalogue(engine, catalogue!, {
        map: options.map,
        ...(options.mapping ? { mapFile: options.mapping } : {}),
        signal: context.signal,
      });
      const protocol = options.protocol === 'published' ? 'published' : protocolNamed(options.protocol);
      const units = options.unit ? [options.unit] : UNITS;
      const audits = await auditProtocol(engine, protocol, units, { signal: context.signal });
      step.succeed();
      const passed = audits.every((audit) => audit.passed);
      const json = { protocol: options.protocol, passed, audits };
      return { json, text: describeAudits(audits), exitCode: passed ? 0 : 1 };
    } catch (error) {
      step.fail();
      throw error;
    } finally {
      context.signal.removeEventListener('abort', interrupt);
      engine.close();
    }
  });
}
