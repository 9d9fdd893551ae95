/** The published dataset: where it is, how its bytes are known, and what its licence asks for. */
export interface PublishedDataset {
  readonly url: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly licence: string;
  readonly licenceUrl: string;
  readonly doi: string;
  readonly citation: string;
}

/** Where to get the file instead, for mirrors. */
export const DATASET_URL_VARIABLE = 'TRACKSCOPE_DATASET_URL';

export const PUBLISHED_DATASET: PublishedDataset = {
  url: 'https://huggingface.co/datasets/maharshipandya/spotify-tracks-dataset/resolve/main/dataset.csv',
  bytes: 20_118_244,
  sha256: 'b202fa49909b2d5cef71a04b1d21243cfeb36414535f2ca9272aa646721177bd',
  licence: 'ODbL 1.0',
  licenceUrl: 'https://opendatacommons.org/licenses/odbl/1-0/',
  doi: '10.34740/KAGGLE/DSV/4372070',
  citation:
    'Maharshi Pandya (2022). Spotify Tracks Dataset. Kaggle. https://doi.org/10.34740/KAGGLE/DSV/4372070. ' +
    'Database licence ODbL 1.0, contents © their authors.',
};
