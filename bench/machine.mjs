import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** What the figures were measured on, and with which versions. */
export function describeMachine() {
  const cores = cpus();
  const version = (name) =>
    JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8'))
      .version;
  const machine = {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    duckdb: version('@duckdb/node-api'),
  };
  return {
    ...machine,
    text: `${machine.cores} cores of ${machine.cpu}, ${machine.memoryGb} GB; Node ${machine.node}, DuckDB ${machine.duckdb}`,
  };
}
