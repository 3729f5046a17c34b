import type { Transport } from '#wallet/transport';

/** The same transport as a browser has it that nobody else uses: it sends back the cookie it got. */
export function withCookie(transport: Transport): Transport {
  let cookie: string | undefined;
  return async (outgoing) => {
    const headers = { ...outgoing.headers, ...(cookie ? { cookie } : {}) };
    const answer = await transport({ ...outgoing, headers });
    cookie = answer.header('set-cookie')?.split(';')[0] ?? cookie;
    return answer;
  };
}
