import { DATA_POLICY, SECURITY_HEADERS } from './guard/security-headers.js';
import { PROBLEM_TYPE, problemOf, Refusal } from './problem.js';

/** For requests that cannot even be taken for one, such as those with a malformed `Host`. */
export function answerUnreadable(): Response {
  const problem = problemOf(new Refusal('bad-request', 'the address or the Host header cannot be read'));
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...SECURITY_HEADERS, 'Content-Security-Policy': DATA_POLICY, 'Content-Type': PROBLEM_TYPE },
  });
}
