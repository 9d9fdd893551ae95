import type { CatalogueQueries } from './contract.js';
import { QueryError } from './query-error.js';
import type { Question } from './question.js';
import { questionSchema } from './question-schema.js';

/** The answer to a question: a JSON document, or for `download` a file. */
export type QueryAnswer =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'file'; readonly file: Blob; readonly name: string };

/**
 * Checks a question that came from outside, and answers it.
 * @throws QueryError `bad-question` with what is wrong and where, `unknown-column`, `bad-range`
 */
export async function answerQuery(queries: CatalogueQueries, given: unknown): Promise<QueryAnswer> {
  return answerQuestion(queries, checkQuestion(given));
}

/** @throws QueryError `bad-question` */
export function checkQuestion(given: unknown): Question {
  const { success, data, error } = questionSchema.safeParse(given);
  // JSON has no undefined, so that what is optional is absent or there.
  if (success) return data as Question;
  const parts = error.issues.map(({ path, message }) => ({
    pointer: path.map((part) => `/${String(part)}`).join(''),
    detail: message,
  }));
  throw new QueryError(
    'bad-question',
    parts.map(({ pointer, detail }) => `${pointer || 'question'}: ${detail}`).join('; '),
    parts,
  );
}

async function answerQuestion(queries: CatalogueQueries, asked: Question): Promise<QueryAnswer> {
  switch (asked.question) {
    case 'download': {
      const { filter, sort, format, columns } = asked;
      const file = await queries.download(filter, sort, format, columns);
      return { kind: 'file', file, name: `listings.${format}` };
    }
    case 'info':
      return json(queries.info);
    case 'views':
      return json(await queries.views(asked.filter, asked.views));
    case 'table':
      return json(await queries.table(asked.filter, asked.sort, asked.from, asked.count));
    case 'track':
      return json(await queries.track(asked.trackId));
    case 'suggest':
      return json(await queries.suggest(asked.words, asked.count));
    case 'artists':
      return json(await queries.artists(asked.words, asked.count));
    case 'similar':
      return json(await queries.similar(asked.sound, asked.count, asked.except));
  }
}

function json(value: unknown): QueryAnswer {
  return { kind: 'json', value };
}
