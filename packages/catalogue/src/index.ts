export * from './clean/listing.js';
export * from './explore/profile.js';
export * from './ingest/quality.js';
export * from './schema/columns.js';
