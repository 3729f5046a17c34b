import type { Transport } from '#wallet/transport';

/** A transport as a browser of one's own has it: it sends back the cookie that it was given. */
export function withCookie(transport: Transport): Transport {
  let cookie: string | undefined;
  return async (outgoing) => {
    const headers = { ...outgoing.headers, ...(cookie ? { cookie } : {}) };
    const answer = await transport({ ...outgoing, headers });
    cookie = answer.header('set-cookie')?.split(';')[0] ?? cookie;
    return answer;
  };
}
