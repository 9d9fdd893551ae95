import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/score/contract.js';
import { ask, listOf } from './site.js';
import type { Site } from './suite.js';

const CSV = { 'content-type': 'text/csv' };
const NDJSON = { 'content-type': 'application/x-ndjson' };

/** The query with one model, where it names none: the figures' columns are then named plainly. */
function oneModel(query: string): string {
  if (query.includes('models=')) return query;
  return `${query}${query === '' ? '?' : '&'}models=boosted`;
}

/** Files scored over HTTP. */
export function scoreSuite(site: Site): void {
  const score = (body: string | Uint8Array, query = '', headers: Record<string, string> = CSV) =>
    ask(site.url, `/api/score${oneModel(query)}`, { body, headers });

  describe('score', () => {
    it('adds what predict says to every row, and reports bad rows among good ones', async () => {
      const file = [
        'Track Name,artist,genre,energy,Duration_ms,note',
        'One,A;B,techno,0.8,200000,"keep, this"',
        'Two,A,techno,loud,200000,x',
        'Three,A,techno,0.5,200000',
        'Four,C,"hip-hop, ""old""",1.5,180000,=cmd()',
        '"Five\nlines",C,rock,0.1,-5,y',
        'Six,,,,,',
      ].join('\n');
      const { status, text, headers, trailers } = await score(file);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
      const lines = text.split('\r\n');
      expect(lines[0]).toBe(
        'Track Name,artist,genre,energy,Duration_ms,note,predicted,low,high,chance,error',
      );
      const track = {
        title: 'One',
        artists: ['A', 'B'],
        genres: ['techno'],
        sound: { energy: 0.8, duration_min: 200000 / 60000 },
      };
      const answer = listOf<Answer>(
        (await ask(site.url, '/api/predict', { body: { track } })).json.answers,
      )[0]!;
      const { prediction, low, high, chance } = answer;
      expect(lines[1]).toMatch(/^One,A;B,techno,0.8,200000,"keep, this",/);
      const figures = lines[1]!.split(',').slice(-5);
      [prediction, low, high, chance].forEach((value, i) => {
        expect(Number(figures[i])).toBeCloseTo(value!, 3);
      });
      expect(figures[4]).toBe('');
      expect(lines[2]).toBe(
        'Two,A,techno,loud,200000,x,,,,,"line 3: energy: expected a number from 0 to 1, found ""loud"""',
      );
      expect(lines[3]).toBe(
        ',,,,,,,,,,"line 4: expected a row of 6 fields, found: 5 fields, the header has 6"',
      );
      expect(lines[4]).toMatch(
        /^Four,C,"hip-hop, ""old""",1\.5,180000,'=cmd\(\),,,,,.*line 5: energy: .*found ""1.5"""$/,
      );
      expect(text).toContain('line 6: Duration_ms: expected a number of at least 0, found ""-5""');
      expect(lines.at(-2)).toMatch(/^Six,,,,,,\d/);
      expect(trailers).toMatchObject({
        'trackscope-rows': '6',
        'trackscope-scored': '2',
        'trackscope-failed': '4',
      });
    });

    it('reads and writes NDJSON, and ends it with a count', async () => {
      const body = [
        '{"track_name":"One","artists":["A","B"],"energy":0.8,"tempo":"120","extra":{"a":1}}',
        '{"track_name":"Two","energy":7}',
        'not json',
        '[1]',
        '{"track_name":"Six"}',
      ].join('\n');
      const { text, headers } = await score(body, '', NDJSON);
      expect(headers['content-type']).toBe('application/x-ndjson');
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines[0]).toMatchObject({ track_name: 'One', artists: ['A', 'B'], extra: { a: 1 } });
      expect(lines[0].predicted).toBeGreaterThan(0);
      expect(lines[0]).not.toHaveProperty('error');
      expect(lines[1].error).toBe('line 2: energy: expected a number from 0 to 1, found 7');
      expect(lines[2].error).toMatch(/^line 3: expected a JSON object, found: /);
      expect(lines[3].error).toBe('line 4: expected a JSON object, found [1]');
      expect(lines[4].predicted).toBeGreaterThan(0);
      expect(lines[5]).toEqual({ summary: { rows: 5, scored: 2, failed: 3 } });
    });

    it('turns the one into the other, by query or by Accept', async () => {
      const rows = (await score('energy,mode\n0.5,major\n', '?format=ndjson')).text.split('\n');
      expect(JSON.parse(rows[0]!)).toMatchObject({ energy: '0.5', mode: 'major' });
      const csv = await score('{"energy":0.5,"album":"=x"}', '', { ...NDJSON, accept: 'text/csv' });
      expect(csv.text).toMatch(/^energy,album,predicted,low,high,chance,error\r\n0\.5,'=x,\d/);
    });

    it('gives each model its columns, and does not take a name that is taken', async () => {
      const models = listOf<{ protocol: string; model: string }>(
        (await ask(site.url, '/api/models')).json.models,
      )
        .filter((m) => m.protocol === 'known-artist')
        .map((m) => m.model);
      const one = await score('energy,predicted,error\n0.5,1,2\n', '?models=boosted');
      expect(one.text.split('\r\n')[0]).toBe('energy,predicted,error,predicted_2,low,high,chance,error_2');
      const all = await score('energy\n0.5\n', `?models=${models.join(',')}`);
      expect(all.text.split('\r\n')[0]).toBe(
        models.length === 1
          ? 'energy,predicted,low,high,chance,error'
          : `energy,${models.flatMap((m: string) => ['predicted', 'low', 'high', 'chance'].map((f) => `${f}_${m}`)).join(',')},error`,
      );
    });

    it('takes another bar', async () => {
      const [row] = (await score('energy\n0.5\n', '?format=ndjson&bar=12.5&models=boosted')).text.split('\n');
      const body = { track: { sound: { energy: 0.5 } }, bar: 12.5, models: ['boosted'] };
      const answer = listOf<Answer>((await ask(site.url, '/api/predict', { body })).json.answers)[0]!;
      expect(JSON.parse(row!).chance).toBeCloseTo(answer.chance!, 6);
    });

    it('reads other dialects, words for numbers, lists and byte order marks', async () => {
      const rows = (
        await score('\ufeffname;artists;energy;key;explicit\nX;[\'A\', "B"];0,5;F#;TRUE\n', '?format=ndjson')
      ).text;
      const track = { title: 'X', artists: ['A', 'B'], sound: { energy: 0.5, key: 6, explicit: 1 } };
      const answer = listOf<Answer>(
        (await ask(site.url, '/api/predict', { body: { track } })).json.answers,
      )[0]!;
      expect(JSON.parse(rows.split('\n')[0]!).predicted).toBeCloseTo(answer.prediction, 3);
    });

    it('tells the unit of durations by the rows where the name does not', async () => {
      const [s, ms] = await Promise.all(
        ['200\n210\n190', '200000\n210000\n190000'].map(
          async (values) => (await score(`duration,energy\n${values.replace(/$/gm, ',0.5')}\n`)).text,
        ),
      );
      const figures = (text: string) =>
        text
          .split('\r\n')
          .slice(1)
          .map((line) => line.split(',').slice(2).join());
      expect(figures(s!)).toEqual(figures(ms!));
      expect(figures(s!)[0]).not.toBe('');
    });

    it.each([
      ['no known column', 'a,b\n1,2\n', CSV, 400, 'no-columns'],
      ['two columns for one', 'Energy,ENERGY\n1,1\n', CSV, 400, 'no-columns'],
      ['nothing', '', CSV, 400, 'bad-request'],
      ['an unclosed header', '"energy\n', CSV, 400, 'bad-request'],
      ['UTF-16', Buffer.from('\ufeffenergy\n1\n', 'utf16le'), CSV, 415, 'wrong-media-type'],
      ['JSON', '{}', { 'content-type': 'application/json' }, 415, 'wrong-media-type'],
      ['no type', 'energy\n1\n', {}, 415, 'wrong-media-type'],
    ] as const)('refuses %s', async (_, body, headers, status, code) => {
      const answer = await score(body, '', headers as Record<string, string>);
      expect([answer.status, answer.json.code]).toEqual([status, code]);
    });

    it.each([
      '?format=xml',
      '?protocol=best',
      '?models=a,,b',
      '?limit=1',
      '?bar=101',
      '?bar=',
      '?models=%0d%0aX-Evil:1',
    ])('refuses %s', async (query) => {
      expect((await score('energy\n1\n', query)).status).toBe(400);
    });

    it('reports bytes that are not UTF-8, and scores the rest', async () => {
      const body = Buffer.concat([
        Buffer.from('name,energy\nA,0.5\nB'),
        Buffer.from([0xff]),
        Buffer.from(',0.5\nC,0.5\n'),
      ]);
      const lines = (await score(body)).text.split('\r\n');
      expect(lines[2]).toContain('line 3: expected UTF-8, found other bytes');
      expect(lines[3]).toMatch(/^C,0.5,\d/);
    });

    it('serves a client that reads nothing before it has sent everything', async () => {
      const row = `${'x'.repeat(400)},0.5\n`;
      const body = `track_name,energy\n${row.repeat(40_000)}`;
      const socket = connect(Number(new URL(site.url).port), '127.0.0.1');
      socket.pause();
      const head = `POST /api/score?models=boosted HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/csv\r\nContent-Length: ${body.length}\r\n\r\n`;
      await new Promise<void>((resolve) => socket.write(head + body, () => resolve()));
      let lines = 0;
      socket.on('data', (data: Buffer) => {
        for (const byte of data) if (byte === 10) lines++;
      });
      socket.resume();
      await new Promise<void>((resolve) => socket.on('end', () => resolve()));
      expect(lines).toBeGreaterThan(40_001);
    });
  });
}
