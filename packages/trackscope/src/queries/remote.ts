import type { CatalogueInfo, CatalogueQueries } from './contract.js';
import type { Question } from './question.js';

/** An answer on its way: a `Response` is one. */
export interface AnswerBody {
  json(): Promise<unknown>;
  blob(): Promise<Blob>;
}

/** Puts a question to whoever holds the catalogue; rejects when it is refused. */
export type Ask = (question: Question) => Promise<AnswerBody>;

/** Queries answered elsewhere: by the server behind `POST api/query`, or by a worker. Asks for `info` at once. */
export async function remoteQueries(ask: Ask): Promise<CatalogueQueries> {
  // The other side is ours, and answers in the form of the contract.
  const asked = async <T>(question: Question): Promise<T> => (await (await ask(question)).json()) as T;
  const info = await asked<CatalogueInfo>({ question: 'info' });
  return {
    info,
    place: 'server',
    views: (filter, views) => asked({ question: 'views', filter, views }),
    table: (filter, sort, from, count) => asked({ question: 'table', filter, sort, from, count }),
    track: (trackId) => asked({ question: 'track', trackId }),
    suggest: (words, count) => asked({ question: 'suggest', words, count }),
    artists: (words, count) => asked({ question: 'artists', words, count }),
    similar: (sound, count, except) =>
      asked({ question: 'similar', sound, count, ...(except === undefined ? {} : { except }) }),
    async download(filter, sort, format, columns) {
      const answer = await ask({
        question: 'download',
        filter,
        sort,
        format,
        ...(columns === undefined ? {} : { columns }),
      });
      return answer.blob();
    },
  };
}
