import type { Finding, Profile } from '../profile.js';
import type { Query } from '../query.js';

export async function findings(_query: Query, _profile: Profile): Promise<Finding[]> {
  return [];
}
