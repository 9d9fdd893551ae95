// What the at-release-new protocol knows of recordings, fold by fold, as plain files for `tried.py`:
//   node bench/at-release-new/features.mjs WORKSPACE FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encoderGroups, foldFeatures } from '@trackscope/catalogue';

const [workspace, folder] = process.argv.slice(2);
if (!workspace || !folder) {
  console.error('expected a workspace and a folder: node bench/at-release-new/features.mjs WORKSPACE FOLDER');
  process.exit(1);
}
const part = (name) => import(`../../packages/trackscope/dist/${name}`);
const { openEngine } = await part('engine/engine.js');
const { openWorkspace } = await part('workspace/read.js');
const { openListings } = await part('workspace/listings.js');
const { loadHonest } = await part('honest/data.js');
const { planHonest } = await part('honest/plan.js');
const { foldJobs } = await part('honest/judge.js');

const engine = await openEngine();
try {
  await openListings(engine, await openWorkspace(workspace));
  const data = await loadHonest(engine);
  const { tracks, fixed } = data;
  const { target } = data.units.recording;
  const [plan] = planHonest({ units: ['recording'], protocols: ['at-release-new'] });
  const { families } = plan.protocol;
  const groups = encoderGroups(tracks, plan.protocol);
  mkdirSync(folder, { recursive: true });
  const write = (name, values) =>
    writeFileSync(join(folder, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  write('target.f64', Float64Array.from(target));
  write('groups.i32', Int32Array.from(groups));
  const genresOf = (row) => {
    const { starts, codes, levels } = tracks.genres;
    return Array.from(codes.slice(starts[row], starts[row + 1]), (code) => levels[code]);
  };
  let columns = [];
  const folds = foldJobs(data, [plan], false).map(({ train, test }, fold) => {
    const features = foldFeatures(tracks, fixed, families, target, groups, train, test);
    for (const [side, rows] of [
      ['train', train],
      ['test', test],
    ]) {
      const table = features[side];
      const matrix = new Float32Array(table.rows * table.columns.length);
      table.columns.forEach(({ values }, c) => {
        matrix.set(values, c * table.rows);
      });
      write(`${fold}-${side}.f32`, matrix);
      write(`${fold}-${side}.u32`, Uint32Array.from(rows));
    }
    columns = features.train.columns.map(({ name }) => name);
    return { train: train.length, test: test.length };
  });
  const rows = Array.from({ length: tracks.rows }, (_, row) => row);
  const texts = { columns, folds, titles: tracks.titles, genres: rows.map(genresOf), sound: {} };
  for (const [name, values] of Object.entries(tracks.audio)) texts.sound[name] = [...values];
  writeFileSync(join(folder, 'tracks.json'), JSON.stringify(texts));
} finally {
  engine.close();
}
